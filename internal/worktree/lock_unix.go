//go:build unix

package worktree

import (
	"os"
	"syscall"
)

// lock locks a file for this process and for those that it gives the file to; an error says that others have it.
func lock(file *os.File) error { return syscall.Flock(int(file.Fd()), syscall.LOCK_EX|syscall.LOCK_NB) }
