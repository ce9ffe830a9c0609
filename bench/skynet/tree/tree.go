// Package tree is the tree of goroutines, one for each, and a channel for the
// results of ten.
package tree

func skynet(result chan int, number int, leaves int) {
	if leaves == 1 {
		result <- number
		return
	}
	sum := 0
	below := make(chan int)
	for i := 0; i < 10; i++ {
		go skynet(below, number+i*(leaves/10), leaves/10)
	}
	for i := 0; i < 10; i++ {
		sum += <-below
	}
	result <- sum
}

// Sum is that of the numbers of so many leaves.
func Sum(leaves int) int {
	result := make(chan int)
	go skynet(result, 0, leaves)
	return <-result
}
