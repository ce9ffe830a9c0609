// The same with goroutines, on two processors.
package main

import (
	"bench/figure"
	"bench/skynet/tree"
	"runtime"
	"time"
)

func main() {
	runtime.GOMAXPROCS(2)
	leaves := 1000000
	figure.Check(tree.Sum(leaves) == leaves*(leaves-1)/2, "a million leaves")
	start := time.Now()
	sum := tree.Sum(leaves)
	took := time.Since(start)
	figure.Check(sum == leaves*(leaves-1)/2, "a million leaves again")
	figure.Report("skynet-2", float64(took.Nanoseconds())/1e6, "ms")
}
