// fib by calls, where every leaf goes through the scheduler's queue.
package main

import (
	"bench/figure"
	"runtime"
)

func fib(n int32) int32 {
	if n < 2 {
		runtime.Gosched()
		return n
	}
	return fib(n-1) + fib(n-2)
}

func main() {
	figure.Check(fib(15) == 610, "fib(15)")
	begin := figure.CPU()
	value := fib(27)
	end := figure.CPU()
	figure.Check(value == 196418, "fib(27)")
	figure.Report("fib-wait", (end-begin)/635621, "ns/call")
}
