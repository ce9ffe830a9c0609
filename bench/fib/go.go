// fib by plain calls: in Go every function may wait, on a stack of its own.
package main

import "bench/figure"

func fib(n int32) int32 {
	if n < 2 {
		return n
	}
	return fib(n-1) + fib(n-2)
}

func main() {
	n := int32(figure.Argument(1, 36))
	figure.Check(fib(20) == 6765, "fib(20)")
	begin := figure.CPU()
	value := fib(n)
	end := figure.CPU()
	figure.Check(value == 14930352, "fib(36)")
	figure.Report("fib", (end-begin)/48315633, "ns/call")
}
