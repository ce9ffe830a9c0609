// A round trip between two goroutines over two unbuffered channels. See pirn.c.
package main

import (
	"bench/figure"
	"runtime"
)

func pong(in, out chan int) {
	for ball := range in {
		out <- ball + 1
	}
}

func ping(rounds int) int {
	there, back := make(chan int), make(chan int)
	go pong(there, back)
	ball := 0
	for i := 0; i < rounds; i++ {
		there <- ball
		ball = <-back + 1
	}
	close(there)
	return ball
}

func main() {
	runtime.GOMAXPROCS(1)
	rounds := 2000000
	figure.Check(ping(1000) == 2000, "1000 rounds")
	begin := figure.CPU()
	ball := ping(rounds)
	end := figure.CPU()
	figure.Check(ball == 2*rounds, "the ball")
	figure.Report("pingpong", (end-begin)/float64(rounds), "ns")
}
