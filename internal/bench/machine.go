package main

import (
	"bytes"
	"os"
	"runtime"
	"strings"
	"time"
)

// printMachine says where and when the figures were taken.
func (b *Bench) printMachine() {
	b.Printf("Measured on %s: %s, %d cores, Linux %s, %s.\n", time.Now().UTC().Format(time.DateOnly),
		processor(), runtime.NumCPU(), firstLine("/proc/sys/kernel/osrelease"), runtime.Version())
	b.Printf("Median of %d interleaved rounds of %s; servers on one core, the load from another.\n", b.Rounds, b.Round)
}

func processor() string {
	info, _ := os.ReadFile("/proc/cpuinfo")
	for line := range bytes.Lines(info) {
		name, value, _ := strings.Cut(string(line), ":")
		if strings.TrimSpace(name) == "model name" {
			return strings.TrimSpace(value)
		}
	}
	return runtime.GOARCH
}

func firstLine(file string) string {
	data, err := os.ReadFile(file)
	if err != nil {
		return "?"
	}
	line, _, _ := strings.Cut(string(data), "\n")
	return line
}
