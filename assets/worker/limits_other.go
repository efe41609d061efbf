//go:build !linux

package worker

import (
	"os"
	"syscall"
	"time"
)

// Missing says what a child is not kept from on this system; "" on Linux.
const Missing = "decoders run in processes of their own with a deadline, but without limits of memory, computing and rights"

func attributes() *syscall.SysProcAttr { return nil }

func renounce() error { return nil }

func yield() error { return nil }

func peak(*os.ProcessState) int64 { return 0 }

func killGroup(p *os.Process) { _ = p.Kill() }

func limit() error { return nil }

func limitCPU(time.Duration) error { return nil }
