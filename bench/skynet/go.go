// The same with goroutines.
package main

import (
	"bench/figure"
	"bench/skynet/tree"
	"runtime"
	"syscall"
)

func main() {
	runtime.GOMAXPROCS(1)
	leaves := 1000000
	var usage syscall.Rusage
	figure.Check(tree.Sum(1000) == 499500, "a thousand leaves")
	start := figure.CPU()
	sum := tree.Sum(leaves)
	total := figure.CPU() - start
	figure.Check(sum == leaves*(leaves-1)/2, "a million leaves")
	start = figure.CPU()
	sum = tree.Sum(leaves)
	again := figure.CPU() - start
	figure.Check(sum == leaves*(leaves-1)/2, "a million leaves again")
	syscall.Getrusage(syscall.RUSAGE_SELF, &usage)
	figure.Report("skynet", again/1e6, "ms")
	figure.Report("skynet.cold", total/1e6, "ms")
	figure.Report("skynet-memory", float64(usage.Maxrss)/1024, "MiB")
}
