// Switching among goroutines in random memory order: each waits on a channel
// of its own, and the channels are closed in random order. Two hundred
// thousand of them: a million take twenty seconds to make and to end.
package main

import (
	"bench/figure"
	"math/rand"
	"runtime"
	"sync"
)

const tasks, turns = 200000, 10

var sum int

func main() {
	runtime.GOMAXPROCS(1)
	var g sync.WaitGroup
	g.Add(tasks)
	gates := make([]chan int, tasks)
	for id := range gates {
		gates[id] = make(chan int)
		go func(id, weight int) {
			<-gates[id]
			for i := 0; i < turns; i++ {
				runtime.Gosched()
			}
			sum += id * weight
			g.Done()
		}(id, 3)
	}
	runtime.Gosched()
	order := rand.Perm(tasks)
	begin := figure.CPU()
	for _, id := range order {
		close(gates[id])
	}
	g.Wait()
	end := figure.CPU()
	figure.Check(sum == 3*tasks*(tasks-1)/2, "the sum")
	figure.Report("switch-1m-random", (end-begin)/(turns+1)/tasks, "ns")
}
