package main

import (
	"bufio"
	"errors"
	"io"
	"os"
	"os/exec"
	"strings"
	"syscall"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"

	"github.com/slipway-dev/slipway/cmd/slipway/params"
)

func TestMain(m *testing.M) { testscript.Main(m, map[string]func(){"slipway": main}) }

func TestTheCommandLineIsAsTheScriptsSay(t *testing.T) {
	testscript.Run(t, testscript.Params{Dir: "testdata/script", RequireExplicitExec: true})
}

const minute = `{"series":"s1","step":1,"minute":1,"weight":0.1,"canary":{"invocations":20,"errors":1},"stable":{"invocations":180,"errors":2}}` + "\n"

// start runs the command with a pipe on either side.
func start(t *testing.T) (c *exec.Cmd, in io.WriteCloser, out *bufio.Reader, stderr *strings.Builder, hangUp func() error) {
	t.Helper()
	c = exec.CommandContext(t.Context(), "slipway", "judge")
	stderr = &strings.Builder{}
	c.Stderr = stderr
	in, err := c.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	o, err := c.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := c.Start(); err != nil {
		t.Fatal(err)
	}
	return c, in, bufio.NewReader(o), stderr, o.Close
}

func TestAnInterruptEndsItWhileItWaits(t *testing.T) {
	c, in, out, stderr, _ := start(t)
	if _, err := io.WriteString(in, minute); err != nil {
		t.Fatal(err)
	}
	if line, err := out.ReadString('\n'); err != nil || !strings.Contains(line, "too-few-calls") {
		t.Fatal(line, err)
	}
	if err := c.Process.Signal(os.Interrupt); err != nil {
		t.Fatal(err)
	}
	if err := c.Wait(); err == nil || stderr.String() != "" {
		t.Errorf("%v, %s", err, stderr)
	}
}

func TestNobodyListeningEndsItQuietly(t *testing.T) {
	c, in, _, stderr, hangUp := start(t)
	if err := hangUp(); err != nil {
		t.Fatal(err)
	}
	if _, err := io.WriteString(in, minute); err != nil && !errors.Is(err, syscall.EPIPE) {
		t.Fatal(err)
	}
	if err := c.Wait(); err == nil || stderr.String() != "" {
		t.Errorf("%v, %s", err, stderr)
	}
}

func TestTheExitCodeTellsWhoseFaultItIs(t *testing.T) {
	if got := code(&params.Wrong{Err: io.EOF}); got != 2 {
		t.Errorf("%d for what was given to it", got)
	}
	if got := code(io.ErrClosedPipe); got != 1 {
		t.Errorf("%d for what happened to it", got)
	}
}
