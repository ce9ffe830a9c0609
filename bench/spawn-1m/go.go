// A quarter of a million goroutines alive at once, for the sake of time. The
// figures are for each; see pirn.c.
package main

import (
	"bench/figure"
	"runtime"
	"sync"
)

const tasks, passes = 250000, 2

var sum int

func addUp() {
	var g sync.WaitGroup
	g.Add(tasks)
	for i := 0; i < tasks; i++ {
		go func(a int) {
			runtime.Gosched()
			sum += a
			g.Done()
		}(i)
	}
	g.Wait()
}

func main() {
	runtime.GOMAXPROCS(1)
	begin := figure.CPU()
	addUp()
	first := figure.CPU()
	for i := 0; i < passes; i++ {
		addUp()
	}
	end := figure.CPU()
	figure.Check(sum == (passes+1)*tasks*(tasks-1)/2, "the sum")
	figure.Report("spawn-1m", (end-first)/passes/tasks, "ns")
	figure.Report("spawn-1m.cold", (first-begin)/tasks, "ns")
}
