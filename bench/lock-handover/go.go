// The same with goroutines and a sync.Mutex.
package main

import (
	"bench/figure"
	"runtime"
	"sync"
)

const tasks = 16

var mutex sync.Mutex
var counter int

func takeTurns(times int, group *sync.WaitGroup) {
	for i := 0; i < times; i++ {
		mutex.Lock()
		counter++
		runtime.Gosched()
		mutex.Unlock()
	}
	group.Done()
}

func pass(times int) {
	var group sync.WaitGroup
	counter = 0
	group.Add(tasks)
	for i := 0; i < tasks; i++ {
		go takeTurns(times, &group)
	}
	group.Wait()
}

func main() {
	runtime.GOMAXPROCS(1)
	times := 20000
	pass(times / 20)
	start := figure.CPU()
	pass(times)
	total := figure.CPU() - start
	figure.Check(counter == tasks*times, "each turn counts")
	figure.Report("lock-handover", total/float64(counter), "ns")
}
