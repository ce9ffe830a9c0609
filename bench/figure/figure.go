// Package figure is what every Go program of the benchmarks shares: the
// clock, the check, the report. See bench.h.
package figure

import (
	"fmt"
	"os"
	"runtime"
	"strconv"
	"syscall"
	"unsafe"
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

// Size is how many items a program works through: see bench_size in bench.h.
func Size(usual int) int {
	if n, err := strconv.Atoi(os.Getenv("BENCH_SIZE")); err == nil {
		return n
	}
	return usual
}

type cpuSet [16]uint64

func affinity(call uintptr, set *cpuSet) {
	syscall.RawSyscall(call, 0, unsafe.Sizeof(*set), uintptr(unsafe.Pointer(set)))
}

// The cores that the process could use when it began.
var cores = func() (all cpuSet) {
	affinity(syscall.SYS_SCHED_GETAFFINITY, &all)
	return all
}()

// Pin locks the goroutine to its thread, and that to the nth core, modulo
// their number. A locked goroutine that ends takes its thread with it.
func Pin(n int) {
	var usable []int
	var one cpuSet
	for core := 0; core < 64*len(cores); core++ {
		if cores[core/64]>>(core%64)&1 != 0 {
			usable = append(usable, core)
		}
	}
	core := usable[n%len(usable)]
	one[core/64] = 1 << (core % 64)
	runtime.LockOSThread()
	affinity(syscall.SYS_SCHED_SETAFFINITY, &one)
}
