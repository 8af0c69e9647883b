package main

import (
	"context"
	"fmt"
	"io"
	"os/exec"
	"runtime"
)

// browse opens the page, if this machine has a way to. It is a courtesy: that it
// cannot is no error. The browser outlives the sandbox.
func browse(ctx context.Context, url string, stderr io.Writer) {
	name, args := opener(runtime.GOOS, url)
	path, err := exec.LookPath(name)
	if err != nil {
		return
	}
	cmd := exec.CommandContext(context.WithoutCancel(ctx), path, args...) //nolint:gosec // the URL is our own
	if err := cmd.Start(); err != nil {
		fmt.Fprintln(stderr, "no browser could be opened:", err)
		return
	}
	go func() { _ = cmd.Wait() }() // so that it does not stay as a zombie
}

// opener is what opens a URL on a system.
func opener(system, url string) (name string, args []string) {
	switch system {
	case "darwin":
		return "open", []string{url}
	case "windows":
		return "rundll32", []string{"url.dll,FileProtocolHandler", url}
	}
	return "xdg-open", []string{url}
}
