package main

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"os"
	"strings"
	"testing"
	"time"
)

func TestOnlyLoopbackAddressesAreServed(t *testing.T) {
	for address, says := range map[string]string{
		"127.0.0.1:0": "", "localhost:0": "", "127.1.2.3:0": "",
		"0.0.0.0:0": "loopback", ":0": "loopback", "[::]:0": "loopback", "192.0.2.1:0": "loopback",
		"localhost.example:0": "loopback", "127.0.0.1": "missing port", "127.0.0.1:x": "x", "": "missing port",
	} {
		l, err := listen(t.Context(), address)
		switch {
		case err == nil:
			if err := l.Close(); err != nil || says != "" {
				t.Errorf("%q is served, %v", address, err)
			}
		case says == "" || !strings.Contains(err.Error(), says):
			t.Errorf("%q: %v", address, err)
		}
	}
}

func TestAPortIsTakenOnce(t *testing.T) {
	first, err := listen(t.Context(), "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = first.Close() }()
	_, err = listen(t.Context(), first.Addr().String())
	if err == nil || strings.Count(err.Error(), first.Addr().String()) != 1 {
		t.Errorf("the second one got %v", err)
	}
}

// running is a sandbox in this process.
type running struct {
	first string // line of standard output
	stop  context.CancelFunc
	ended chan error
}

func start(t *testing.T, args ...string) running {
	t.Helper()
	ctx, stop := context.WithCancel(t.Context())
	r, w := io.Pipe()
	ended := make(chan error, 1)
	go func() {
		err := run(ctx, append([]string{"--listen", "127.0.0.1:0", "--no-browser"}, args...), w, io.Discard)
		_ = w.CloseWithError(io.EOF)
		ended <- err
	}()
	t.Cleanup(stop)
	lines := bufio.NewReader(r)
	first, err := lines.ReadString('\n')
	if err != nil {
		t.Fatalf("no first line: %v", <-ended)
	}
	go func() { _, _ = io.Copy(io.Discard, lines) }()
	return running{first, stop, ended}
}

func TestItServesUntilItIsToldToEnd(t *testing.T) {
	s := start(t, "--data", t.TempDir(), "--json")
	var info struct{ URL string }
	if err := json.Unmarshal([]byte(s.first), &info); err != nil {
		t.Fatal(err)
	}
	if status, body := get(t, info.URL+"/sandbox/api/info"); status != http.StatusOK || body != s.first {
		t.Errorf("info: %d %s", status, body)
	}
	s.stop()
	if err := <-s.ended; err != nil {
		t.Error(err)
	}
}

func TestWithoutAFolderNothingIsLeftBehind(t *testing.T) {
	t.Setenv("TMPDIR", t.TempDir())
	s := start(t)
	s.stop()
	if err := <-s.ended; err != nil {
		t.Error(err)
	}
	if left, err := os.ReadDir(os.TempDir()); err != nil || len(left) != 0 {
		t.Errorf("%v is left, %v", left, err)
	}
}

func TestWhatKeepsItFromStartingIsReturned(t *testing.T) {
	file := t.TempDir() + "/file"
	if err := os.WriteFile(file, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	err := run(t.Context(), []string{"--listen", "127.0.0.1:0", "--data", file}, io.Discard, io.Discard)
	if err == nil || !strings.HasPrefix(err.Error(), "--data "+file+": ") {
		t.Error(err)
	}
	t.Setenv("TMPDIR", file)
	if err := run(t.Context(), []string{"--listen", "127.0.0.1:0"}, io.Discard, io.Discard); err == nil {
		t.Error("it started without a place for its folder")
	}
	if err := run(t.Context(), []string{"--listen", "127.0.0.1:0", "--data", t.TempDir(), "--json"}, brokenPipe{}, io.Discard); !errors.Is(err, io.ErrClosedPipe) {
		t.Error(err)
	}
}

type brokenPipe struct{}

func (brokenPipe) Write([]byte) (int, error) { return 0, io.ErrClosedPipe }

func get(t *testing.T, url string) (status int, body string) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), 10*time.Second)
	defer cancel()
	q, err := http.NewRequestWithContext(ctx, http.MethodGet, url, nil)
	if err != nil {
		t.Fatal(err)
	}
	answer, err := http.DefaultClient.Do(q)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = answer.Body.Close() }()
	text, err := io.ReadAll(answer.Body)
	if err != nil {
		t.Fatal(err)
	}
	return answer.StatusCode, string(text)
}
