//go:build !linux

package server

import "syscall"

// ownGroup puts the program and those that it starts into a process group, so
// that they can be ended together.
func ownGroup() *syscall.SysProcAttr { return &syscall.SysProcAttr{Setpgid: true} }
