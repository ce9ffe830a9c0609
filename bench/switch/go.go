// Switching between goroutines on one processor. See pirn.c for what the
// tasks do; the order of finishing is Go's own here, so only the count is
// checked.
package main

import (
	"bench/figure"
	"fmt"
	"runtime"
	"sync"
)

var finished int

func takeTurns(g *sync.WaitGroup, id, tasks, turns int) {
	for i := turns + tasks - id; i > 1; i-- {
		runtime.Gosched()
	}
	finished++
	g.Done()
}

func allTakeTurns(tasks, turns int) {
	var g sync.WaitGroup
	g.Add(tasks)
	for id := 0; id < tasks; id++ {
		go takeTurns(&g, id, tasks, turns)
	}
	g.Wait()
}

func main() {
	runtime.GOMAXPROCS(1)
	tasks := figure.Argument(1, 2)
	turns := 1000000 / tasks
	allTakeTurns(tasks, turns/16)
	finished = 0
	begin := figure.CPU()
	allTakeTurns(tasks, turns)
	end := figure.CPU()
	figure.Check(finished == tasks, "tasks finished")
	switches := float64(tasks*turns) + float64(tasks*(tasks+1))/2
	figure.Report(fmt.Sprintf("switch-%d", tasks), (end-begin)/switches, "ns")
}
