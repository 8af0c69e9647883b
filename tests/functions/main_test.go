// Package functions runs the bot's two programs as Lambda does, each event by
// itself and each process alone, with small stand-ins around them: what a process
// answers, whom it calls, how it starts and how it ends.
package functions

import (
	"context"
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/slipway-dev/slipway/tests/deployed"
	"github.com/slipway-dev/slipway/tests/ministack"
	"github.com/slipway-dev/slipway/tests/runtime"
)

func TestMain(m *testing.M) {
	if flag.Parse(); testing.Short() {
		os.Exit(m.Run()) // which skips what starts a process
	}
	dir, err := os.MkdirTemp("", "slipway-functions-")
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	code := 1
	if err = deployed.Build(dir); err == nil {
		code = ministack.Main(m)
	} else {
		fmt.Fprintln(os.Stderr, err)
	}
	_ = os.RemoveAll(dir) // it is in the system's folder for what is temporary
	os.Exit(code)
}

// policy is a slipway.yaml that is as it should be.
const policy = "../deployed/testdata/slipway.yaml"

// process is one of the programs as it runs.
type process struct {
	*runtime.Function
	t *testing.T
}

// start starts a program. When the test ends it is asked to end, so that it writes
// down what it covered; and then its log is held against rows I1 and I2.
func start(t *testing.T, program string, secrets []string, env []string) *process {
	t.Helper()
	if testing.Short() {
		t.Skip("starts a process")
	}
	f, err := runtime.Start(filepath.Join(os.Getenv("SLIPWAY_BINARIES"), program), append(env, "GOCOVERDIR="+coverage(t))...)
	if err != nil {
		t.Fatal(err)
	}
	p := &process{f, t}
	t.Cleanup(func() {
		p.end()
		p.checkLog(secrets)
	})
	return p
}

// coverage is where the process may write what it covered.
func coverage(t *testing.T) string {
	t.Helper()
	if dir := os.Getenv("GOCOVERDIR"); dir != "" {
		return dir
	}
	return t.TempDir()
}

// end asks the process to end, and kills it when it doesn't.
func (p *process) end() {
	_ = p.Terminate() // it may have ended
	select {
	case <-p.Exited():
	case <-time.After(5 * time.Second):
	}
	p.Stop()
}

// invoke gives the process an event and wants an answer that is no error.
func (p *process) invoke(event, answer any) {
	p.t.Helper()
	got := p.try(event)
	if got.Error {
		p.t.Fatalf("it failed: %s\n%s", got.Body, p.Log())
	}
	p.must(json.Unmarshal(got.Body, answer))
}

// refused gives the process an event, and wants an error; it gives its text.
func (p *process) refused(event any) string {
	p.t.Helper()
	got := p.try(event)
	if !got.Error {
		p.t.Fatalf("it was taken: %s", got.Body)
	}
	return string(got.Body)
}

// try gives the process an event, as JSON or what is to be JSON.
func (p *process) try(event any) runtime.Answer {
	p.t.Helper()
	body, ok := event.(string)
	if !ok {
		encoded, err := json.Marshal(event)
		p.must(err)
		body = string(encoded)
	}
	ctx, cancel := context.WithTimeout(p.t.Context(), 29*time.Second)
	defer cancel()
	got, err := p.Invoke(ctx, []byte(body))
	p.must(err)
	return got
}

func (p *process) must(err error) {
	p.t.Helper()
	if err != nil {
		p.t.Fatal(err)
	}
}

// problems waits for a process that can't start to end, and gives what it says is
// wrong, one line each.
func (p *process) problems() string {
	p.t.Helper()
	select {
	case <-p.Exited():
	case <-time.After(20 * time.Second):
		p.t.Fatalf("it neither starts nor ends: %s", p.Log())
	}
	if p.Code() != 1 {
		p.t.Errorf("it ended with code %d", p.Code())
	}
	var all []string
	for _, line := range p.lines() {
		if line["message"] == "cannot start" {
			all = append(all, fmt.Sprint(line["problem"]), fmt.Sprint(line["hint"]))
		}
	}
	return strings.Join(all, "\n")
}

// lines are the records of the log, as far as they are whole.
func (p *process) lines() []map[string]any {
	p.t.Helper()
	var all []map[string]any
	for line := range strings.Lines(p.Log()) {
		if !strings.HasSuffix(line, "\n") {
			break // the rest is on its way
		}
		record := map[string]any{}
		if err := json.Unmarshal([]byte(line), &record); err != nil {
			p.t.Errorf("a line of the log is not JSON: %s", line)
		}
		all = append(all, record)
	}
	return all
}

// logged gives the first record with that message, as soon as it can be read.
func (p *process) logged(message string) map[string]any {
	p.t.Helper()
	for end := time.Now().Add(5 * time.Second); time.Now().Before(end); time.Sleep(10 * time.Millisecond) {
		for line := range strings.Lines(p.Log()) {
			var record map[string]any
			if json.Unmarshal([]byte(line), &record) == nil && record["message"] == message {
				return record
			}
		}
	}
	p.t.Fatalf("the log does not say %q: %s", message, p.Log())
	return nil
}

// checkLog wants one record in each line, and no secret in any.
//
// faults.md I1, I2
func (p *process) checkLog(secrets []string) {
	p.t.Helper()
	for line := range strings.Lines(p.Log()) {
		if key := twice(line); key != "" {
			p.t.Errorf("a line of the log has two of %s: %s", key, line)
		}
	}
	for _, line := range p.lines() {
		for _, name := range []string{"timestamp", "level", "message", "function"} {
			if line[name] == nil {
				p.t.Errorf("a line of the log has no %s: %v", name, line)
			}
		}
	}
	log := strings.ToLower(p.Log())
	for _, secret := range append(secrets, songbird) {
		if strings.Contains(log, strings.ToLower(secret)) {
			p.t.Errorf("%q is in the log: %s", secret, p.Log())
		}
	}
}

// twice is a key that a JSON object has two of; readers keep one of them, or none.
func twice(object string) string {
	d := json.NewDecoder(strings.NewReader(object))
	if _, err := d.Token(); err != nil {
		return ""
	}
	seen := map[string]bool{}
	for d.More() {
		token, err := d.Token()
		key, ok := token.(string)
		var value json.RawMessage
		if err != nil || !ok || d.Decode(&value) != nil {
			return ""
		}
		if seen[key] {
			return key
		}
		seen[key] = true
	}
	return ""
}

// songbird is in every secret that a test makes up.
const songbird = "nightingale"
