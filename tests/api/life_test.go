package api

import (
	"encoding/json"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/slipway-dev/slipway/tests/process"
)

func TestAfterAKillEverythingIsAsItWas(t *testing.T) {
	needsProcess(t)
	dir := t.TempDir()
	p := process.Start(t, binary, dir)
	turn(t, p, "speed", map[string]any{"speed": 60})
	types(t, p, "/deploy", "prod abc123", "T.1", "Looking at")
	begun(t, p, "prod", "shifting")
	var before process.Target
	p.Eventually(t, patience, "the message", func() bool {
		before = p.Target(t, "checkout", "prod")
		return len(p.About(t, p.Info.Channel("checkout"), before.Rollout.ID)) == 1
	})
	message, now := p.About(t, p.Info.Channel("checkout"), before.Rollout.ID)[0], p.State(t).Now
	p.Kill()

	again := process.Start(t, binary, dir)
	same := again.Info
	same.URL = p.Info.URL // another port
	if diff := cmp.Diff(p.Info, same); diff != "" {
		t.Error(diff)
	}
	s := again.State(t)
	if passed := s.Now.Sub(now); passed < 0 || passed > 10*time.Minute || s.Speed != 60 {
		t.Errorf("%s have passed, at a speed of %v", passed, s.Speed)
	}
	after := again.Target(t, "checkout", "prod")
	if after.Rollout == nil || after.Rollout.ID != before.Rollout.ID || after.SHA(*after.Green) != before.SHA(*before.Green) {
		t.Errorf("before %+v, after %+v", before, after)
	}
	if all := again.About(t, again.Info.Channel("checkout"), before.Rollout.ID); len(all) != 1 || all[0].TS != message.TS {
		t.Errorf("the message was %s, now: %+v", message.TS, all)
	}
	turn(t, again, "speed", map[string]any{"speed": 1200})
	if end := again.Ended(t, patience, "checkout", "prod"); end.Last.ID != before.Rollout.ID || end.Last.Phase != "succeeded" {
		t.Errorf("%+v", end)
	}
}

func TestItEndsWithinSecondsWhileAPageWaitsForNews(t *testing.T) {
	p := fresh(t)
	var view struct{ Version json.Number }
	path := "/sandbox/ui/view?user=" + p.Info.User("developer")
	p.Get(t, path, &view)
	waiting := make(chan struct{})
	go func() {
		defer close(waiting)
		q, err := http.NewRequestWithContext(t.Context(), http.MethodGet, p.Info.URL+path+"&since="+view.Version.String(), nil)
		if err != nil {
			return
		}
		if a, err := http.DefaultClient.Do(q); err == nil {
			_ = a.Body.Close()
		}
	}()
	time.Sleep(200 * time.Millisecond) // the request is there
	select {
	case <-waiting:
		t.Error("the page did not wait")
	default:
	}
	if code, took := p.Terminate(t); code != 0 || took > 2*time.Second {
		t.Errorf("code %d after %s\n%s", code, took, p.Log)
	}
	<-waiting
	if log := p.Log.String(); strings.Contains(log, "level=ERROR") || strings.Contains(log, "sandbox:") {
		t.Errorf("it ended with complaints:\n%s", log)
	}
}

func TestWhatKeepsItFromStartingIsSaidInOneSentence(t *testing.T) {
	p := fresh(t)
	dir := t.TempDir()
	file := filepath.Join(dir, "file")
	damaged := filepath.Join(dir, "damaged")
	readOnly := filepath.Join(dir, "read-only")
	for _, err := range []error{
		os.WriteFile(file, nil, 0o600), os.Mkdir(damaged, 0o700), os.Mkdir(readOnly, 0o500),
		os.WriteFile(filepath.Join(damaged, "world.db"), []byte(strings.Repeat("x", 8192)), 0o600),
	} {
		if err != nil {
			t.Fatal(err)
		}
	}
	const free = "--listen=127.0.0.1:0"
	for name, test := range map[string]struct {
		flags []string
		code  int
		says  string
	}{
		"port taken":      {[]string{"--listen", strings.TrimPrefix(p.Info.URL, "http://")}, 1, "address already in use (127.0.0.1:0 takes a free port)"},
		"folder taken":    {[]string{free, "--data", p.Dir}, 1, "another sandbox is running on it"},
		"not a folder":    {[]string{free, "--data", file}, 1, "not a directory"},
		"not writable":    {[]string{free, "--data", readOnly}, 1, "permission denied"},
		"damaged":         {[]string{free, "--data", damaged}, 1, "invalid database"},
		"open to all":     {[]string{"--listen", "0.0.0.0:0"}, 2, "only a loopback address"},
		"no address":      {[]string{"--listen", "8080"}, 2, "missing port"},
		"too fast":        {[]string{free, "--speed", "1e6"}, 2, "choose 0.1 to 10000"},
		"unknown flag":    {[]string{"--fast"}, 2, "-fast"},
		"no number":       {[]string{"--seed", "x"}, 2, "seed"},
		"something extra": {[]string{"start"}, 2, `"start"`},
	} {
		if name == "not writable" && os.Geteuid() == 0 {
			continue // nothing is forbidden to root
		}
		code, stdout, stderr := process.Fail(t, binary, append(test.flags, "--no-browser")...)
		if code != test.code || stdout != "" || !strings.Contains(stderr, test.says) || strings.Count(stderr, "\n") != 1 {
			t.Errorf("%s: code %d, %q, %q", name, code, stdout, stderr)
		}
	}
	if a := p.Do(t, http.MethodGet, "/healthz", ""); a.Status != http.StatusOK {
		t.Errorf("the first one is disturbed: %d", a.Status)
	}
}

func TestHelpIsNoFailure(t *testing.T) {
	needsProcess(t)
	code, stdout, stderr := process.Fail(t, binary, "--help")
	if code != 0 || stderr != "" || !strings.Contains(stdout, "-listen") {
		t.Errorf("code %d, %q, %q", code, stdout, stderr)
	}
}
