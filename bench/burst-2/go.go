// The same with goroutines, on two processors: see burst.h.
package main

import (
	"bench/figure"
	"runtime"
	"sort"
	"time"
)

const bursts, tasks, steps = 20, 8, 3000000

func compute(state uint64, steps int) uint64 {
	sum := uint64(0)
	for i := 0; i < steps; i++ {
		state ^= state << 13
		state ^= state >> 7
		state ^= state << 17
		sum += state
	}
	return sum
}

func burst() uint64 {
	results := make(chan uint64, tasks)
	for i := 0; i < tasks; i++ {
		go func(number int) { results <- compute(uint64(number)+1, steps) }(i)
	}
	sum := uint64(0)
	for i := 0; i < tasks; i++ {
		sum += <-results
	}
	return sum
}

func main() {
	runtime.GOMAXPROCS(2)
	var times [bursts]float64
	right := uint64(0)
	for i := 0; i < tasks; i++ {
		right += compute(uint64(i)+1, steps)
	}
	for i := range times {
		time.Sleep(2 * time.Millisecond)
		begin := time.Now()
		figure.Check(burst() == right, "the sum")
		times[i] = float64(time.Since(begin).Nanoseconds()) / 1e6
	}
	sort.Float64s(times[:])
	figure.Report("burst-2", times[bursts/2], "ms")
	figure.Report("burst-2.worst", times[bursts-1], "ms")
}
