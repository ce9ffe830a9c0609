// The same with goroutines, on two processors: see pairs.h.
package main

import (
	"bench/figure"
	"runtime"
	"sync"
	"time"
)

const pairs, room = 64, 16

func produce(c chan int, items int, group *sync.WaitGroup) {
	for i := 0; i < items; i++ {
		c <- i
	}
	close(c)
	group.Done()
}

func consume(c chan int, sum *int, group *sync.WaitGroup) {
	own := 0
	for item := range c {
		own += item
	}
	*sum = own
	group.Done()
}

func pass(items int) {
	var group sync.WaitGroup
	var sums [pairs]int
	group.Add(2 * pairs)
	for i := 0; i < pairs; i++ {
		c := make(chan int, room)
		go produce(c, items, &group)
		go consume(c, &sums[i], &group)
	}
	group.Wait()
	for i := 0; i < pairs; i++ {
		figure.Check(sums[i] == items*(items-1)/2, "the sum of a pair")
	}
}

func main() {
	runtime.GOMAXPROCS(2)
	items := figure.Size(64*50000) / pairs
	pass(1000)
	begin := time.Now()
	pass(items)
	took := float64(time.Since(begin).Nanoseconds())
	figure.Report("pairs-2", took/float64(items*pairs), "ns")
}
