// The same with a goroutine for each, and a channel for the results of ten.
package main

import (
	"bench/figure"
	"runtime"
	"syscall"
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
	runtime.GOMAXPROCS(1)
	leaves := 1000000
	var usage syscall.Rusage
	figure.Check(run(1000) == 499500, "a thousand leaves")
	start := figure.CPU()
	sum := run(leaves)
	total := figure.CPU() - start
	figure.Check(sum == leaves*(leaves-1)/2, "a million leaves")
	start = figure.CPU()
	sum = run(leaves)
	again := figure.CPU() - start
	figure.Check(sum == leaves*(leaves-1)/2, "a million leaves again")
	syscall.Getrusage(syscall.RUSAGE_SELF, &usage)
	figure.Report("skynet", again/1e6, "ms")
	figure.Report("skynet.cold", total/1e6, "ms")
	figure.Report("skynet-memory", float64(usage.Maxrss)/1024, "MiB")
}
