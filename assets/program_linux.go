package assets

import "syscall"

// endsWithUs has the kernel end a program when the thread that started it ends.
func endsWithUs() *syscall.SysProcAttr { return &syscall.SysProcAttr{Pdeathsig: syscall.SIGKILL} }
