// Package process starts the real sandbox, as its users do, and speaks to it over
// HTTP as a stranger's program would: from its documentation alone.
package process

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"sync"
	"syscall"
	"testing"
	"time"
)

// Build makes the sandbox's binary in dir; with coverage when somebody collects that.
func Build(ctx context.Context, dir string) (bin string, err error) {
	bin = filepath.Join(dir, "sandbox")
	args := []string{"build", "-o", bin}
	if os.Getenv("GOCOVERDIR") != "" {
		args = append(args, "-cover", "-coverpkg=github.com/slipway-dev/slipway/...")
	}
	args = append(args, "github.com/slipway-dev/slipway/cmd/sandbox")
	out, err := exec.CommandContext(ctx, "go", args...).CombinedOutput() //nolint:gosec // a folder of the test's own
	if err != nil {
		return "", fmt.Errorf("build the sandbox: %w\n%s", err, out)
	}
	return bin, nil
}

// Process is a running sandbox.
type Process struct {
	Info  Info   // its first line
	First []byte // the same, as it was printed
	Log   *Log   // its standard error
	Dir   string // with its data

	cmd *exec.Cmd
}

// Start starts a sandbox on a free port, with its data in dir and further flags,
// and waits for its first line. It is killed when the test ends.
func Start(t *testing.T, bin, dir string, flags ...string) *Process {
	t.Helper()
	p := &Process{Log: &Log{}, Dir: dir}
	p.cmd = exec.Command(bin, append([]string{"--listen", "127.0.0.1:0", "--data", dir, "--json", "--no-browser"}, flags...)...) //nolint:noctx,gosec // it is killed by hand
	p.cmd.Stderr = p.Log
	out, err := p.cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := p.cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(p.Kill)
	if p.First, err = bufio.NewReader(out).ReadBytes('\n'); err != nil {
		t.Fatalf("the sandbox did not start: %v\n%s", err, p.Log)
	}
	if err := json.Unmarshal(p.First, &p.Info); err != nil {
		t.Fatalf("the first line: %v\n%s", err, p.First)
	}
	return p
}

// Kill sends SIGKILL, which nothing can be done about.
func (p *Process) Kill() {
	_ = p.cmd.Process.Kill() // it may be dead already
	_ = p.cmd.Wait()
}

// Terminate sends SIGTERM, and tells with which code and after how long it ended.
func (p *Process) Terminate(t *testing.T) (code int, took time.Duration) {
	t.Helper()
	began := time.Now()
	if err := p.cmd.Process.Signal(syscall.SIGTERM); err != nil {
		t.Fatal(err)
	}
	var exit *exec.ExitError
	if err := p.cmd.Wait(); err != nil && !errors.As(err, &exit) {
		t.Fatal(err)
	}
	return p.cmd.ProcessState.ExitCode(), time.Since(began)
}

// Fail runs a sandbox that is expected to end by itself.
func Fail(t *testing.T, bin string, flags ...string) (code int, stdout, stderr string) {
	t.Helper()
	var out, log bytes.Buffer
	cmd := exec.CommandContext(t.Context(), bin, flags...) //nolint:gosec // the binary that was just built
	cmd.Stdout, cmd.Stderr, cmd.WaitDelay = &out, &log, time.Second
	stuck := time.AfterFunc(20*time.Second, func() { _ = cmd.Process.Kill() })
	defer stuck.Stop()
	var exit *exec.ExitError
	if err := cmd.Run(); err != nil && !errors.As(err, &exit) {
		t.Fatal(err)
	}
	return cmd.ProcessState.ExitCode(), out.String(), log.String()
}

// Log is what a process has written so far.
type Log struct {
	mu  sync.Mutex
	buf bytes.Buffer
}

// Write takes a part of it.
func (l *Log) Write(b []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.buf.Write(b)
}

// String is all of it.
func (l *Log) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.buf.String()
}
