package server_test

import (
	"errors"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/slipway-dev/slipway/tests/server"
)

// program builds the one in testdata, which starts a child and listens at $PORT.
func program(t *testing.T) string {
	t.Helper()
	bin := filepath.Join(t.TempDir(), "program")
	if out, err := exec.CommandContext(t.Context(), "go", "build", "-o", bin, "./testdata/parent").CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	return bin
}

func TestAProgramIsEndedWithItsChildren(t *testing.T) {
	bin := program(t)
	alive, held, err := os.Pipe() // the program and its child hold one end for as long as they live
	if err != nil {
		t.Fatal(err)
	}
	s, err := server.Start("/", func(port string) *exec.Cmd {
		cmd := exec.Command(bin) //nolint:noctx // Stop ends it
		cmd.Env, cmd.ExtraFiles = append(os.Environ(), "PORT="+port), []*os.File{held}
		return cmd
	})
	if err != nil {
		t.Fatal(err)
	}
	if err := errors.Join(held.Close(), s.Stop(), alive.SetReadDeadline(time.Now().Add(10*time.Second))); err != nil {
		t.Fatal(err)
	}
	if _, err := alive.Read(make([]byte, 1)); !errors.Is(err, io.EOF) {
		t.Errorf("somebody is still there: %v", err)
	}
	if err := s.Stop(); err != nil {
		t.Errorf("to stop it again is no error, but got %v", err)
	}
}

func TestAProgramThatDoesNotStartSaysWhatItWrote(t *testing.T) {
	tries := 0
	_, err := server.Start("/", func(string) *exec.Cmd {
		tries++
		return exec.Command("sh", "-c", "echo a module is missing >&2; exit 1") //nolint:noctx // it ends by itself
	})
	if err == nil || !strings.Contains(err.Error(), "a module is missing") || !strings.Contains(err.Error(), "ended at once") {
		t.Errorf("got %v", err)
	}
	if tries != 3 {
		t.Errorf("it was tried %d times, want 3", tries)
	}
}

func TestAProgramThatIsNotThere(t *testing.T) {
	_, err := server.Start("/", func(string) *exec.Cmd { return exec.Command("/no/such/program") }) //nolint:noctx // it is not there
	if !errors.Is(err, os.ErrNotExist) {
		t.Errorf("got %v", err)
	}
}
