// A pipeline: one goroutine makes numbers, three square them, one adds them
// up. The channels between them are small, so nobody gets far ahead; whoever
// has sent the last item closes; and when the last stage has enough, the
// others stop. docs/comparison.md compares it with pipeline.c.
//
//	go run examples/comparison/pipeline.go
package main

import (
	"context"
	"fmt"
	"math"
	"sync"
)

const (
	room    = 4
	workers = 3
)

func makeNumbers(ctx context.Context, last int, out chan<- int, made *int) {
	defer close(out)
	for i := 1; i <= last; i++ {
		*made = i
		select {
		case out <- i:
		case <-ctx.Done():
			return
		}
	}
}

func square(ctx context.Context, in <-chan int, out chan<- int64) {
	for n := range in {
		select {
		case out <- int64(n) * int64(n):
		case <-ctx.Done():
			return
		}
	}
}

func squareAll(ctx context.Context, in <-chan int, out chan<- int64) {
	defer close(out) // the last of them has sent its last
	var tasks sync.WaitGroup
	for i := 0; i < workers; i++ {
		tasks.Add(1)
		go func() {
			defer tasks.Done()
			square(ctx, in, out)
		}()
	}
	tasks.Wait()
}

// Adds up at most `enough` squares of the numbers to `last`.
func addSquares(ctx context.Context, last, enough int) (sum int64, taken, made int) {
	ctx, cancel := context.WithCancel(ctx)
	numbers := make(chan int, room)
	squares := make(chan int64, room)
	var stages sync.WaitGroup
	stages.Add(2)
	go func() {
		defer stages.Done()
		makeNumbers(ctx, last, numbers, &made)
	}()
	go func() {
		defer stages.Done()
		squareAll(ctx, numbers, squares)
	}()
	for taken < enough {
		n, ok := <-squares
		if !ok {
			break
		}
		sum += n
		taken++
	}
	cancel() // stops who still runs
	stages.Wait()
	return sum, taken, made
}

func main() {
	sum, taken, made := addSquares(context.Background(), 100, math.MaxInt32)
	fmt.Printf("%d numbers made, %d taken, sum %d\n", made, taken, sum)

	_, taken, made = addSquares(context.Background(), math.MaxInt32, 10)
	yes := "no"
	if made-taken <= 2*room+workers+1 {
		yes = "yes"
	}
	fmt.Printf("%d taken, at most %d ahead: %s\n", taken, 2*room+workers+1, yes)
}
