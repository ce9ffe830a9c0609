// The same with a goroutine for each, on two processors.
package main

import (
	"bench/figure"
	"runtime"
	"time"
)

func skynet(result chan int, number int, leaves int) {
	if leaves == 1 {
		result <- number
		return
	}
	sum := 0
	below := make(chan int)
	for i := 0; i < 10; i++ {
		go skynet(below, number+i*(leaves/10), leaves/10)
	}
	for i := 0; i < 10; i++ {
		sum += <-below
	}
	result <- sum
}

func run(leaves int) int {
	result := make(chan int)
	go skynet(result, 0, leaves)
	return <-result
}

func main() {
	runtime.GOMAXPROCS(2)
	leaves := 1000000
	figure.Check(run(leaves) == leaves*(leaves-1)/2, "a million leaves")
	start := time.Now()
	sum := run(leaves)
	took := time.Since(start)
	figure.Check(sum == leaves*(leaves-1)/2, "a million leaves again")
	figure.Report("skynet-2", float64(took.Nanoseconds())/1e6, "ms")
}
