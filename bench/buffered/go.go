// One goroutine passes items to another through a channel with room for 128.
package main

import (
	"bench/figure"
	"runtime"
)

func produce(c chan int, items int) {
	for i := 0; i < items; i++ {
		c <- i
	}
	close(c)
}

func consume(items int) int {
	c := make(chan int, 128)
	go produce(c, items)
	sum := 0
	for item := range c {
		sum += item
	}
	return sum
}

func main() {
	runtime.GOMAXPROCS(1)
	items := 5000000
	figure.Check(consume(1000) == 499500, "1000 items")
	begin := figure.CPU()
	sum := consume(items)
	end := figure.CPU()
	figure.Check(sum == items*(items-1)/2, "the sum")
	figure.Report("buffered", (end-begin)/float64(items), "ns")
}
