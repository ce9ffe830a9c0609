// The same with two goroutines locked to threads, each on a core of its own.
package main

import (
	"bench/figure"
	"runtime"
	"time"
)

func pong(in, out chan int) {
	figure.Pin(1)
	for ball := range in {
		out <- ball + 1
	}
}

func ping(out, in chan int, rounds int, result chan int) {
	figure.Pin(0)
	ball := 0
	for i := 0; i < rounds; i++ {
		out <- ball
		ball = <-in + 1
	}
	close(out)
	result <- ball
}

func pass(rounds int) int {
	there, back, result := make(chan int), make(chan int), make(chan int, 1)
	go pong(there, back)
	go ping(there, back, rounds, result)
	return <-result
}

func main() {
	runtime.GOMAXPROCS(2)
	rounds := figure.Size(50000)
	figure.Check(pass(1000) == 2000, "1000 rounds")
	begin := time.Now()
	ball := pass(rounds)
	took := float64(time.Since(begin).Nanoseconds())
	figure.Check(ball == 2*rounds, "the ball")
	figure.Report("pingpong-2", took/float64(rounds), "ns")
}
