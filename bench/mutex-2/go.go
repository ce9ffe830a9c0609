// Eight goroutines on two processors, and a sync.Mutex, which may be taken
// again by the goroutine that has just given it back: see mutex.h.
package main

import (
	"bench/figure"
	"runtime"
	"sync"
	"time"
)

const tasks, draws, seed = 8, 30, 88172645463325252

var mutex sync.Mutex
var state uint64

func random(state uint64) uint64 {
	state ^= state << 13
	state ^= state >> 7
	return state ^ state<<17
}

func takeTurns(times int, group *sync.WaitGroup) {
	for i := 0; i < times; i++ {
		mutex.Lock()
		drawn := state
		for j := 0; j < draws; j++ {
			drawn = random(drawn)
		}
		state = drawn
		mutex.Unlock()
	}
	group.Done()
}

func measure(times int) float64 {
	var group sync.WaitGroup
	state = seed
	begin := time.Now()
	group.Add(tasks)
	for i := 0; i < tasks; i++ {
		go takeTurns(times, &group)
	}
	group.Wait()
	took := float64(time.Since(begin).Nanoseconds())
	right := uint64(seed)
	for i := 0; i < tasks*times*draws; i++ {
		right = random(right)
	}
	figure.Check(state == right, "the random number")
	return took / float64(tasks*times)
}

func main() {
	runtime.GOMAXPROCS(2)
	times := figure.Size(800000) / tasks
	measure(times / 10)
	figure.Report("mutex-2", measure(times), "ns")
}
