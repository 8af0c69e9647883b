package counted_test

import (
	"bytes"
	"encoding/json"
	"maps"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/slipway-dev/slipway/cmd/telemetry/counted"
	"github.com/slipway-dev/slipway/cmd/telemetry/metrics"
	"github.com/slipway-dev/slipway/commands/commandtest"
	"github.com/slipway-dev/slipway/rollout"
)

var (
	noon     = time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC)
	checkout = rollout.Target{Service: "checkout", Environment: "prod"}
)

// book is where metrics are written.
type book struct {
	*metrics.Meter
	out *bytes.Buffer
}

func newBook() book {
	b := book{out: &bytes.Buffer{}}
	b.Meter = metrics.New(b.out, func() time.Time { return noon }, "ticker")
	return b
}

// lines are what was written, without what every line has.
func (b book) lines(t *testing.T) (all []map[string]any) {
	t.Helper()
	for line := range strings.Lines(b.out.String()) {
		var fields map[string]any
		if err := json.Unmarshal([]byte(line), &fields); err != nil {
			t.Fatal(err)
		}
		maps.DeleteFunc(fields, func(name string, _ any) bool {
			return slices.Contains([]string{"timestamp", "level", "message", "function", "_aws"}, name)
		})
		all = append(all, fields)
	}
	return all
}

// life is a store, and a rollout that goes through its phases, a minute for each.
type life struct {
	t *testing.T
	counted.Store
	book
	inner *commandtest.Store
	at    time.Time
	r     rollout.Rollout
	lock  rollout.Lock
}

func begin(t *testing.T, r rollout.Rollout) *life {
	t.Helper()
	l := &life{t: t, book: newBook(), inner: commandtest.NewStore(), at: noon}
	l.Store = counted.Store{Store: l.inner, Meter: l.book.Meter}
	r.ID, r.Target = "01A", checkout
	var c rollout.Change
	l.r, c = rollout.Begin(r, rollout.Lock{Target: checkout}, l.at)
	l.commit(c)
	return l
}

func (l *life) commit(c rollout.Change) {
	l.t.Helper()
	if err := l.Commit(l.t.Context(), c); err != nil {
		l.t.Fatal(err)
	}
	for _, record := range c.Put {
		if lock, ok := record.(rollout.Lock); ok {
			l.lock = lock
		}
	}
}

// next is the change of the turn that brings the rollout into a phase.
func (l *life) next(p rollout.Phase) rollout.Change {
	l.at = l.at.Add(time.Minute)
	after := l.r
	after.Revision++
	after.Phase, after.Stages = p, append(slices.Clone(l.r.Stages), rollout.Stage{Phase: p, At: l.at})
	if p.Ended() {
		after.Ended = l.at
	}
	c := rollout.Turn(l.r, after, rollout.Intent{}, l.lock, l.at)
	l.r = after
	return c
}

func (l *life) goes(phases ...rollout.Phase) *life {
	l.t.Helper()
	for _, p := range phases {
		l.commit(l.next(p))
	}
	return l
}

func TestADeploysBeginningAndItsEndCountOnce(t *testing.T) {
	whose := func(values map[string]any) map[string]any {
		values["service"], values["environment"], values["rollout"] = "checkout", "prod", "01A"
		return values
	}
	type line = map[string]any
	started := whose(line{"DeployStarted": 1.0})
	for name, c := range map[string]struct {
		life *life
		want []line
	}{
		"it is only begun": {begin(t, rollout.Rollout{}), nil},
		"it succeeds": {begin(t, rollout.Rollout{}).goes(rollout.Deploying, rollout.Shifting, rollout.Promoting, rollout.Watching, rollout.Succeeded),
			[]line{started, whose(line{"DeploySucceeded": 1.0, "LeadTime": 240.0})}},
		"it succeeds unwatched": {begin(t, rollout.Rollout{}).goes(rollout.Deploying, rollout.Succeeded),
			[]line{started, whose(line{"DeploySucceeded": 1.0, "LeadTime": 120.0})}},
		"it is rolled back": {begin(t, rollout.Rollout{}).goes(rollout.Deploying, rollout.Shifting, rollout.RollingBack, rollout.RolledBack),
			[]line{started, whose(line{"DeployRolledBack": 1.0, "Recovery": 60.0})}},
		"it fails before any traffic": {begin(t, rollout.Rollout{}).goes(rollout.Building, rollout.Failed), []line{started}},
		"a finished one is taken back": {begin(t, rollout.Rollout{IsRollback: true}).goes(rollout.Promoting, rollout.Watching, rollout.Succeeded),
			[]line{whose(line{"DeployRolledBack": 1.0, "Recovery": 120.0})}},
		"it is a drill": {begin(t, rollout.Rollout{Drill: &rollout.Drill{}}).goes(rollout.Shifting, rollout.RollingBack, rollout.RolledBack), nil},
	} {
		if diff := cmp.Diff(c.want, c.life.lines(t)); diff != "" {
			t.Errorf("%s: %s", name, diff)
		}
	}
}

func TestWhoeverLosesTheRaceCountsNothing(t *testing.T) {
	l := begin(t, rollout.Rollout{}).goes(rollout.Deploying)
	before := len(l.lines(t))
	end := l.next(rollout.Succeeded)
	l.commit(end)
	if err := l.Commit(t.Context(), end); !rollout.IsConflict(err) { // the same turn, taken twice
		t.Fatal(err)
	}
	if got := len(l.lines(t)) - before; got != 1 {
		t.Errorf("its end counts %d times", got)
	}
}

// The rollouts before one are told that what they brought is not live any more.
func TestWhatIsAddedToARolloutThatIsOverIsNoEnd(t *testing.T) {
	l := begin(t, rollout.Rollout{}).goes(rollout.Deploying, rollout.Succeeded)
	before := len(l.lines(t))
	l.r.Revision++
	l.r.Until, l.r.Replaced = l.at.Add(time.Hour), "01B"
	l.commit(rollout.Change{Put: []rollout.Record{l.r}})
	if got := l.lines(t)[before:]; len(got) > 0 {
		t.Error(got)
	}
}

func TestASplitThatIsPutRightIsARepair(t *testing.T) {
	for back, want := range map[rollout.Version]int{"41": 1, "": 0} { // put right, and only told of
		b := newBook()
		s := counted.Store{Store: commandtest.NewStore(), Meter: b.Meter}
		n := rollout.Notice{ID: "n", Version: 1, Kind: rollout.Strayed, Rollout: "01A", Stray: &rollout.Stray{Target: checkout, Back: back}}
		if err := s.Commit(t.Context(), rollout.Change{Put: []rollout.Record{n}}); err != nil {
			t.Fatal(err)
		}
		got := b.lines(t)
		if len(got) != want || want == 1 && (got[0]["SweeperRepairs"] != 1.0 || got[0]["service"] != "checkout") {
			t.Errorf("%q: %v", back, got)
		}
	}
}
