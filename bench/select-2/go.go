// The same with goroutines, on two processors: see select.h.
package main

import (
	"bench/figure"
	"runtime"
	"time"
)

const senders, room = 32, 16

func send(c *[4]chan int, from int, count int) {
	for i := from; i < from+count; i++ {
		select {
		case c[0] <- i:
		case c[1] <- i:
		case c[2] <- i:
		case c[3] <- i:
		}
	}
}

func receive(c *[4]chan int, count int, result chan int) {
	sum, item := 0, 0
	for i := 0; i < count; i++ {
		select {
		case item = <-c[0]:
		case item = <-c[1]:
		case item = <-c[2]:
		case item = <-c[3]:
		}
		sum += item
	}
	result <- sum
}

func pass(count int, room int) {
	var c [4]chan int
	result := make(chan int, senders)
	sum, items := 0, count*senders
	for i := range c {
		c[i] = make(chan int, room)
	}
	for i := 0; i < senders; i++ {
		go send(&c, i*count, count)
		go receive(&c, count, result)
	}
	for i := 0; i < senders; i++ {
		sum += <-result
	}
	figure.Check(sum == items*(items-1)/2, "the sum")
}

func measure(name string, count int, room int) {
	pass(100, room)
	begin := time.Now()
	pass(count, room)
	took := float64(time.Since(begin).Nanoseconds())
	figure.Report(name, took/float64(count*senders), "ns")
}

func main() {
	runtime.GOMAXPROCS(2)
	count := figure.Size(32*10000) / senders
	measure("select-2", count, room)
	measure("select-2.meet", count, 0)
}
