// Asks several sources at once, takes what comes within the time limit, and
// stops the rest. docs/comparison.md compares it with fan_out.c.
//
//	go run examples/comparison/fan_out.go
package main

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"time"
)

var errNoPrice = errors.New("no price")

type source struct {
	name  string
	delay time.Duration
	price int
	err   error
}

type answer struct {
	price int
	err   error
}

func ask(ctx context.Context, s source) (int, error) {
	timer := time.NewTimer(s.delay)
	defer timer.Stop()
	select {
	case <-timer.C:
		return s.price, s.err
	case <-ctx.Done():
		return 0, ctx.Err()
	}
}

func askAll(ctx context.Context, sources []source) []answer {
	ctx, cancel := context.WithTimeout(ctx, 500*time.Millisecond)
	defer cancel()
	answers := make([]answer, len(sources))
	var tasks sync.WaitGroup
	for i := range sources {
		tasks.Add(1)
		go func(i int) {
			defer tasks.Done()
			answers[i].price, answers[i].err = ask(ctx, sources[i])
		}(i)
	}
	tasks.Wait()
	return answers
}

func main() {
	sources := []source{
		{"baker", 20 * time.Millisecond, 12, nil},
		{"miller", 10 * time.Millisecond, 17, nil},
		{"farmer", time.Hour, 9, nil},
		{"smith", 5 * time.Millisecond, 0, errNoPrice},
	}
	inTime := 0
	for i, a := range askAll(context.Background(), sources) {
		switch {
		case a.err == nil:
			fmt.Printf("%s: %d\n", sources[i].name, a.price)
		case errors.Is(a.err, context.DeadlineExceeded):
			fmt.Printf("%s: too late\n", sources[i].name)
		default:
			fmt.Printf("%s: %v\n", sources[i].name, a.err)
		}
		if !errors.Is(a.err, context.DeadlineExceeded) {
			inTime++
		}
	}
	fmt.Printf("%d of %d in time\n", inTime, len(sources))
}
