package main

import (
	"io"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"time"
)

func TestTheSystemsOwnOpenerIsUsed(t *testing.T) {
	for system, want := range map[string]string{
		"linux": "xdg-open u", "freebsd": "xdg-open u", "darwin": "open u", "windows": "rundll32 url.dll,FileProtocolHandler u",
	} {
		name, args := opener(system, "u")
		if got := name + " " + strings.Join(args, " "); got != want {
			t.Errorf("%s: %s", system, got)
		}
	}
}

func TestABrowserIsGivenTheAddress(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("the browser of this test is a shell script")
	}
	dir := t.TempDir()
	seen := filepath.Join(dir, "seen")
	name, _ := opener(runtime.GOOS, "")
	script := "#!/bin/sh\nprintf '%s' \"$*\" >" + seen + ".part && mv " + seen + ".part " + seen + "\n"
	if err := os.WriteFile(filepath.Join(dir, name), []byte(script), 0o700); err != nil {
		t.Fatal(err)
	}
	t.Setenv("PATH", dir+string(os.PathListSeparator)+os.Getenv("PATH"))
	browse(t.Context(), "http://127.0.0.1:8080", io.Discard)
	for range 100 {
		if body, err := os.ReadFile(seen); err == nil {
			if string(body) != "http://127.0.0.1:8080" {
				t.Errorf("it was given %q", body)
			}
			return
		}
		time.Sleep(50 * time.Millisecond)
	}
	t.Error("no browser was started")
}

func TestWithoutABrowserNothingIsSaid(t *testing.T) {
	t.Setenv("PATH", t.TempDir())
	var said strings.Builder
	browse(t.Context(), "http://127.0.0.1:8080", &said)
	if said.Len() != 0 {
		t.Errorf("%q", &said)
	}
}
