// The same with a sync.Mutex.
package main

import (
	"bench/figure"
	"runtime"
	"sync"
)

var mutex sync.Mutex
var counter int

func pass(times int) {
	for i := 0; i < times; i++ {
		mutex.Lock()
		counter++
		mutex.Unlock()
	}
}

func main() {
	runtime.GOMAXPROCS(1)
	times := 20000000
	pass(times / 10)
	counter = 0
	start := figure.CPU()
	pass(times)
	total := figure.CPU() - start
	figure.Check(counter == times, "each pass counts")
	figure.Report("lock", total/float64(times), "ns")
}
