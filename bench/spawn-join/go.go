// Start a goroutine and receive its result, one at a time.
package main

import (
	"bench/figure"
	"runtime"
)

func addUp(n int) int {
	sum := 0
	result := make(chan int, 1)
	for i := 0; i < n; i++ {
		go func(a, b int) { result <- a + b }(sum, i)
		sum = <-result
	}
	return sum
}

func main() {
	runtime.GOMAXPROCS(1)
	n := 500000
	figure.Check(addUp(1000) == 499500, "1000 goroutines")
	begin := figure.CPU()
	sum := addUp(n)
	end := figure.CPU()
	figure.Check(sum == n*(n-1)/2, "n goroutines")
	figure.Report("spawn-join", (end-begin)/float64(n), "ns")
}
