// Package figure is what every Go program of the benchmarks shares: the
// clock, the check, the report. See bench.h.
package figure

import (
	"fmt"
	"os"
	"strconv"
	"syscall"
)

// CPU is the CPU time of the process so far, in nanoseconds.
func CPU() float64 {
	var u syscall.Rusage
	syscall.Getrusage(syscall.RUSAGE_SELF, &u)
	return float64(u.Utime.Nano() + u.Stime.Nano())
}

// Report prints one figure.
func Report(name string, value float64, unit string) {
	fmt.Printf("%s %.6g %s\n", name, value, unit)
}

// Check ends the program without a figure if the result is wrong.
func Check(holds bool, what string) {
	if !holds {
		fmt.Fprintln(os.Stderr, "wrong result:", what)
		os.Exit(1)
	}
}

// Argument is os.Args[i] as a number, or otherwise.
func Argument(i int, otherwise int) int {
	if len(os.Args) > i {
		if n, err := strconv.Atoi(os.Args[i]); err == nil {
			return n
		}
	}
	return otherwise
}
