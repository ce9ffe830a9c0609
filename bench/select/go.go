// Receive from whichever of four channels has an item. See pirn.c.
package main

import (
	"bench/figure"
	"runtime"
)

func turns(count int) int {
	var c [4]chan int
	for i := range c {
		c[i] = make(chan int, 1)
	}
	seed := uint64(88172645463325252)
	sum := 0
	for turn := 0; turn < count; turn++ {
		seed ^= seed << 13
		seed ^= seed >> 7
		seed ^= seed << 17
		ready := int(seed & 3)
		c[ready] <- turn
		i, item := 0, 0
		select {
		case item = <-c[0]:
			i = 0
		case item = <-c[1]:
			i = 1
		case item = <-c[2]:
			i = 2
		case item = <-c[3]:
			i = 3
		}
		figure.Check(i == ready, "the clause")
		sum += item
	}
	return sum
}

func main() {
	runtime.GOMAXPROCS(1)
	count := 2000000
	figure.Check(turns(1000) == 499500, "1000 turns")
	begin := figure.CPU()
	sum := turns(count)
	end := figure.CPU()
	figure.Check(sum == count*(count-1)/2, "the sum")
	figure.Report("select", (end-begin)/float64(count), "ns")
}
