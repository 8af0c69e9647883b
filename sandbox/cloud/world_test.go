package cloud

import (
	"errors"
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"
)

const repo = "123456789012.dkr.ecr.eu-central-1.amazonaws.com/checkout"

func digest(n int) string { return fmt.Sprintf("sha256:%064x", n) }

func uri(n int) string { return repo + "@" + digest(n) }

// world is an account with a clock that the test moves.
type world struct {
	*Account
	now time.Time
	t   *testing.T
}

// open makes an account of three seeded versions, 40 to 42, with live on 42.
func open(t *testing.T, edit func(o *Options)) *world {
	t.Helper()
	w := empty(t, edit)
	seed := Seed{
		FunctionName: "checkout", Role: "role", FirstVersion: 40, Since: w.now,
		Aliases: map[string]string{"live": "42", "blue": "41"},
	}
	for n := 40; n <= 42; n++ {
		seed.Versions = append(seed.Versions, SeedVersion{ImageURI: uri(n), At: w.now.Add(-time.Hour)})
		w.push(n)
	}
	must(t, w.Seed(seed))
	return w
}

func empty(t *testing.T, edit func(o *Options)) *world {
	t.Helper()
	w := &world{t: t, now: time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)}
	o := Options{Now: func() time.Time { return w.now }, Rand: rand.New(rand.NewPCG(1, 2)), RequestRate: -1}
	if edit != nil {
		edit(&o)
	}
	a, err := New(o)
	must(t, err)
	w.Account = a
	return w
}

func (w *world) push(n int) {
	w.t.Helper()
	if _, err := w.Image(repo, digest(n)); err == nil {
		return
	}
	_, err := w.PutImage(repo, fmt.Sprintf("commit%d", n), digest(n), 0)
	must(w.t, err)
}

// publish ships image n and answers its version once it is active.
func (w *world) publish(n int) string {
	w.t.Helper()
	w.push(n)
	_, err := w.UpdateFunctionCode(UpdateFunctionCodeInput{FunctionName: "checkout", ImageURI: uri(n)})
	must(w.t, err)
	w.pass(w.opts.Delay)
	v, err := w.PublishVersion(PublishVersionInput{FunctionName: "checkout"})
	must(w.t, err)
	w.pass(w.opts.Delay)
	return v.Version
}

func (w *world) pass(d time.Duration) { w.now = w.now.Add(d) }

// route points live at a version, with an explicit routing map.
func (w *world) route(version string, weights map[string]float64) {
	w.t.Helper()
	if weights == nil {
		weights = map[string]float64{}
	}
	_, err := w.UpdateAlias(UpdateAliasInput{
		FunctionName: "checkout", Name: "live", FunctionVersion: version, AdditionalVersionWeights: weights,
	})
	must(w.t, err)
}

func (w *world) minutes(version string) []Datapoint {
	w.t.Helper()
	points, err := w.Minutes(w.query(version))
	must(w.t, err)
	return points
}

func (w *world) query(version string) MetricsQuery {
	return MetricsQuery{
		FunctionName: "checkout", Alias: "live", Version: version,
		From: w.now.Add(-48 * time.Hour), To: w.now.Add(time.Hour), SlowLimit: time.Second,
	}
}

func total(points []Datapoint) (sum Datapoint) {
	for _, p := range points {
		sum.Invocations += p.Invocations
		sum.Errors += p.Errors
		sum.Slow += p.Slow
	}
	return sum
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// refused checks the code and status of a refusal, and words of its message.
func refused(t *testing.T, err error, code string, status int, words string) {
	t.Helper()
	var e *Error
	if !errors.As(err, &e) {
		t.Fatalf("got %v, want %s", err, code)
	}
	if e.Code != code || e.Status != status || !strings.Contains(e.Error(), words) {
		t.Errorf("got %d %v, want %d %s with %q", e.Status, e, status, code, words)
	}
}

// disk keeps everything in memory beyond the account's life, and can fail.
type disk struct {
	mu   sync.Mutex
	data map[string][]byte
	puts int
	err  error
}

func newDisk() *disk { return &disk{data: map[string][]byte{}} }

func (d *disk) Put(key string, value []byte) error {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.puts++
	if d.err == nil {
		d.data[key] = slices.Clone(value)
	}
	return d.err
}

func (d *disk) Delete(key string) error {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.err == nil {
		delete(d.data, key)
	}
	return d.err
}

func (d *disk) Each(prefix string, fn func(key string, value []byte) error) error {
	for _, key := range slices.Sorted(maps.Keys(d.data)) {
		if strings.HasPrefix(key, prefix) {
			if err := fn(key, d.data[key]); err != nil {
				return err
			}
		}
	}
	return d.err
}
