package worker

import (
	"fmt"
	"math"
	"os"
	"os/signal"
	"syscall"
	"time"

	"golang.org/x/sys/unix"
)

// Missing says what a child is not kept from on this system; "" on Linux.
const Missing = ""

// attributes makes a child the leader of a group of its own, which the terminal does not interrupt, and
// has the kernel end it when the thread that started it ends.
func attributes() *syscall.SysProcAttr {
	return &syscall.SysProcAttr{Setpgid: true, Pdeathsig: syscall.SIGKILL}
}

// renounce keeps this thread and the processes that it starts from ever gaining rights by what they run.
func renounce() error { return unix.Prctl(unix.PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) }

// yield has this thread, and the processes that it starts, go last among all that want to compute.
func yield() error { return unix.Setpriority(unix.PRIO_PROCESS, 0, leastUrgent) }

// leastUrgent is some 15 % of a core where others want it too.
const leastUrgent = 10

// killGroup ends a child and what it has started: it leads a group of its own.
func killGroup(p *os.Process) { _ = unix.Kill(-p.Pid, unix.SIGKILL) }

// peak returns the most bytes of memory that a process, or one that it waited for, had at a time.
func peak(ended *os.ProcessState) int64 {
	usage, known := ended.SysUsage().(*syscall.Rusage)
	if !known {
		return 0
	}
	return usage.Maxrss << 10
}

// limit limits this process. RLIMIT_DATA counts what is written to; RLIMIT_AS would also count what Go
// reserves at its start.
func limit() error {
	for resource, most := range map[int]uint64{
		unix.RLIMIT_DATA: MemoryLimit, unix.RLIMIT_NOFILE: fileLimit, unix.RLIMIT_CORE: 0,
	} {
		err := unix.Setrlimit(resource, &unix.Rlimit{Cur: most, Max: most})
		if err != nil {
			return err
		}
	}
	passed := make(chan os.Signal, 1)
	signal.Notify(passed, unix.SIGXCPU) // which Go passes over otherwise
	go endAt(passed)
	return nil
}

// endAt ends this process at a signal, and says why.
func endAt(passed <-chan os.Signal) {
	fmt.Fprintln(os.Stderr, <-passed, outOfCPU)
	os.Exit(1)
}

// limitCPU gives this process so much more time to compute. The kernel counts from its start.
func limitCPU(most time.Duration) error {
	var used unix.Rusage
	err := unix.Getrusage(unix.RUSAGE_SELF, &used)
	if err != nil {
		return err
	}
	so := time.Duration(used.Utime.Nano() + used.Stime.Nano())
	seconds := uint64(math.Ceil((so + most).Seconds()))
	return unix.Setrlimit(unix.RLIMIT_CPU, &unix.Rlimit{Cur: seconds, Max: unix.RLIM_INFINITY})
}
