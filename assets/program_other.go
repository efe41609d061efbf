//go:build !linux

package assets

import "syscall"

func endsWithUs() *syscall.SysProcAttr { return nil }
