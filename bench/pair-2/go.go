// The same with two goroutines locked to threads, each on a core of its own.
package main

import (
	"bench/figure"
	"runtime"
	"time"
)

const room = 128

func produce(c chan int, items int) {
	figure.Pin(0)
	for i := 0; i < items; i++ {
		c <- i
	}
	close(c)
}

func consume(c chan int, result chan int) {
	figure.Pin(1)
	sum := 0
	for item := range c {
		sum += item
	}
	result <- sum
}

func pass(items int) int {
	c, result := make(chan int, room), make(chan int, 1)
	go consume(c, result)
	go produce(c, items)
	return <-result
}

func main() {
	runtime.GOMAXPROCS(2)
	items := figure.Size(2000000)
	figure.Check(pass(1000) == 499500, "1000 items")
	begin := time.Now()
	sum := pass(items)
	took := float64(time.Since(begin).Nanoseconds())
	figure.Check(sum == items*(items-1)/2, "the sum")
	figure.Report("pair-2", took/float64(items), "ns")
}
