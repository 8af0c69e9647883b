package main

import (
	"context"
	"fmt"
	"io"
	"os/exec"
	"runtime"
)

// browse opens the page, if this machine has a way to. It is a courtesy: that it
// cannot is no error.
func browse(ctx context.Context, url string, stderr io.Writer) {
	name, args := "xdg-open", []string{url}
	switch runtime.GOOS {
	case "darwin":
		name = "open"
	case "windows":
		name, args = "rundll32", []string{"url.dll,FileProtocolHandler", url}
	}
	path, err := exec.LookPath(name)
	if err != nil {
		return
	}
	cmd := exec.CommandContext(ctx, path, args...) //nolint:gosec // the URL is our own
	if err := cmd.Start(); err != nil {
		fmt.Fprintln(stderr, "no browser could be opened:", err)
		return
	}
	go func() { _ = cmd.Wait() }() // so that it does not stay as a zombie
}
