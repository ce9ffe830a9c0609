// One value from a goroutine through an unbuffered channel: Go 1.19 has no
// iterators.
package main

import (
	"bench/figure"
	"runtime"
)

func multiples(of, n int) chan int {
	c := make(chan int)
	go func() {
		for i := 0; i < n; i++ {
			c <- i * of
		}
		close(c)
	}()
	return c
}

func sumOfMultiples(of, n int) int {
	sum := 0
	for value := range multiples(of, n) {
		sum += value
	}
	return sum
}

func main() {
	runtime.GOMAXPROCS(1)
	n := 1000000
	figure.Check(sumOfMultiples(3, 1000) == 1498500, "1000 multiples of 3")
	begin := figure.CPU()
	sum := sumOfMultiples(3, n)
	end := figure.CPU()
	figure.Check(sum == n*(n-1)/2*3, "n multiples of 3")
	figure.Report("generator", (end-begin)/float64(n), "ns/step")
}
