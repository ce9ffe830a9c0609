// Sleeping goroutines: a hundred thousand, because it takes long until all
// of them sleep; hence the longer pause, too. The figures are for each. See
// pirn.c.
package main

import (
	"bench/figure"
	"math/rand"
	"os"
	"runtime"
	"strconv"
	"strings"
	"sync"
	"time"
)

const sleepers = 100000

var sum int

func resident() float64 {
	text, _ := os.ReadFile("/proc/self/smaps_rollup")
	for _, line := range strings.Split(string(text), "\n") {
		if f := strings.Fields(line); len(f) > 1 && f[0] == "Rss:" {
			kib, _ := strconv.Atoi(f[1])
			return float64(kib) * 1024
		}
	}
	return 0
}

func sleeper(g *sync.WaitGroup, until time.Time, a, b, c int) {
	time.Sleep(time.Until(until))
	sum += a + b*c
	g.Done()
}

func main() {
	runtime.GOMAXPROCS(1)
	var g sync.WaitGroup
	empty := resident()
	begin := figure.CPU()
	pauseEnds := time.Now().Add(2 * time.Second)
	g.Add(sleepers)
	for i := 0; i < sleepers; i++ {
		wake := 10*time.Millisecond + time.Duration(rand.Int63n(int64(time.Second)))
		go sleeper(&g, pauseEnds.Add(wake), i, i+1, 2)
	}
	time.Sleep(time.Until(pauseEnds))
	figure.Check(sum == 0, "all asleep")
	full := resident()
	g.Wait()
	end := figure.CPU()
	figure.Check(sum == 3*sleepers*(sleepers-1)/2+2*sleepers, "the sum")
	figure.Report("sleeper-bytes", (full-empty)/sleepers, "bytes")
	figure.Report("sleeper-cpu", (end-begin)/sleepers, "ns")
}
