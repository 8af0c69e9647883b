package commands_test

import (
	"errors"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/slipway-dev/slipway/commands"
	"github.com/slipway-dev/slipway/commands/grammar"
	"github.com/slipway-dev/slipway/rollout"
)

// forbidden is what an account answers that does not let us.
func forbidden() error {
	return &rollout.Error{Kind: rollout.Broken, Message: "CloudWatch did not answer.", Hint: "Allow it.", Err: errors.New("AccessDenied")}
}

func TestNumbersAreReadOnceAPeriod(t *testing.T) {
	w, g := newGauged(t)
	first := w.dashboard(grammar.Dashboard{})
	g.forget()
	w.now = first.Until.Add(-time.Second)
	again := w.dashboard(grammar.Dashboard{Chart: "load"})
	if diff := cmp.Diff(first.Numbers, again.Numbers); diff != "" || again.Chart != "load" {
		t.Error(diff)
	}
	if asked, _ := g.forget(); len(asked) != 0 {
		t.Errorf("asked %v", asked)
	}
	if other := w.dashboard(grammar.Dashboard{Range: "6h"}); other.Range != "6h" || other.Window.Period != 20*time.Minute {
		t.Errorf("%+v", other.Window)
	}
	g.forget()
	w.now = first.Until
	next := w.dashboard(grammar.Dashboard{})
	if asked, _ := g.forget(); len(asked) != 2 || !next.Window.To.Equal(first.Window.To.Add(3*time.Minute)) {
		t.Errorf("asked %v, until %s", asked, next.Window.To)
	}
}

func TestWhoWantsFreshNumbersGetsThemOnceAMinute(t *testing.T) {
	w, g := newGauged(t)
	w.now = noon.Add(time.Hour)
	first := w.dashboard(grammar.Dashboard{Range: "7d"})
	g.forget()
	w.now = w.now.Add(59 * time.Second)
	if again := w.dashboard(grammar.Dashboard{Range: "7d", Fresh: true}); !again.Read.Equal(first.Read) {
		t.Errorf("read at %s", again.Read)
	}
	w.now = w.now.Add(time.Second)
	if again := w.dashboard(grammar.Dashboard{Range: "7d"}); !again.Read.Equal(first.Read) {
		t.Errorf("nobody wanted it, and it was read at %s", again.Read)
	}
	if again := w.dashboard(grammar.Dashboard{Range: "7d", Fresh: true}); !again.Read.Equal(w.now) {
		t.Errorf("read at %s", again.Read)
	}
}

func TestOldNumbersStandInForThoseThatCannotBeHad(t *testing.T) {
	w, g := newGauged(t)
	g.lines = forbidden()
	shown := w.dashboard(grammar.Dashboard{})
	if len(shown.Lines) != 0 || shown.Metrics != 0 || shown.Unread != "CloudWatch did not answer. Allow it." || len(shown.Usage) == 0 {
		t.Errorf("%+v", shown.Numbers)
	}
	g.lines = nil
	first := w.dashboard(grammar.Dashboard{})
	if first.Unread != "" || len(first.Lines) == 0 {
		t.Fatalf("%+v", first.Numbers)
	}
	g.lines = errors.New("a bug")
	w.now = w.now.Add(time.Hour)
	shown = w.dashboard(grammar.Dashboard{})
	if shown.Unread != "The metrics could not be read. Try again in a minute." || !shown.Read.Equal(first.Read) || len(shown.Lines) != len(first.Lines) {
		t.Errorf("%+v", shown.Numbers)
	}
	g.lines = nil
	if shown = w.dashboard(grammar.Dashboard{}); shown.Unread != "" || !shown.Read.Equal(w.now) {
		t.Errorf("and then: %q, of %s", shown.Unread, shown.Read)
	}
}

// What is not complete counts for a minute, and no longer.
func TestWhatIsMissingIsAskedForAgain(t *testing.T) {
	for name, spoil := range map[string]func(*gauges){
		"the log":         func(g *gauges) { g.usage = forbidden() },
		"part of a curve": func(g *gauges) { g.partial = true },
	} {
		w, g := newGauged(t)
		w.now = noon.Add(time.Hour)
		spoil(g)
		shown := w.dashboard(grammar.Dashboard{Range: "1d"})
		if len(shown.Lines) != 7 || shown.Unread != "" || !shown.Until.Equal(w.now.Add(time.Minute)) {
			t.Errorf("%s: %d lines, until %s", name, len(shown.Lines), shown.Until)
		}
		if g.usage != nil && (shown.Unasked != "CloudWatch did not answer. Allow it." || len(shown.Usage) != 0) {
			t.Errorf("%q", shown.Unasked)
		}
		g.usage, g.partial = nil, false
		w.now = w.now.Add(time.Minute)
		if shown = w.dashboard(grammar.Dashboard{Range: "1d"}); shown.Unasked != "" || len(shown.Usage) == 0 || shown.Lines[0].Partial {
			t.Errorf("%s: %q, %d", name, shown.Unasked, len(shown.Usage))
		}
	}
}

// What a dashboard did not know when its numbers were read is missing for a minute, and not
// until their period is over: what a call costs, or which two versions were to be told apart.
func TestWhatWasNotKnownIsLookedUpAgain(t *testing.T) {
	for _, op := range []string{"ListAliases", "ListVersionsByFunction"} {
		w, _ := newGauged(t)
		w.now = noon.Add(time.Hour)
		down := true
		w.fault = func(asked string) error {
			if down && asked == op {
				return errors.New("not now")
			}
			return nil
		}
		if shown := w.dashboard(grammar.Dashboard{Range: "7d"}); !shown.Until.Equal(w.now.Add(time.Minute)) {
			t.Errorf("%s: until %s", op, shown.Until)
		}
		down, w.now = false, w.now.Add(time.Minute)
		if shown := w.dashboard(grammar.Dashboard{Range: "7d"}); shown.Arch == "" || !shown.Read.Equal(w.now) || !shown.Until.After(w.now.Add(time.Minute)) {
			t.Errorf("%s: on %q, read at %s, until %s", op, shown.Arch, shown.Read, shown.Until)
		}
	}
}

func TestWithoutThePastTheVersionsAreLookedUpAgain(t *testing.T) {
	w, _ := newGauged(t)
	w.now = noon.Add(time.Hour)
	w.Store = cannotQuery{w.store, rollout.TargetIndex(is(prod))}
	if shown := w.dashboard(grammar.Dashboard{Range: "7d"}); len(shown.Lines) != 7 || !shown.Until.Equal(w.now.Add(time.Minute)) {
		t.Errorf("%d lines, until %s", len(shown.Lines), shown.Until)
	}
}

// Of all that a dashboard looks at, nothing hides the rest.
func TestWhatCannotBeSaidIsLeftOut(t *testing.T) {
	for op, check := range map[string]func(commands.DashboardShown) bool{
		"ListAliases":            func(s commands.DashboardShown) bool { return s.Live == rollout.AliasNow{} },
		"ListVersionsByFunction": func(s commands.DashboardShown) bool { return s.Arch == "" },
	} {
		w, _ := newGauged(t)
		w.fault = func(asked string) error {
			if asked == op {
				return errors.New("not now")
			}
			return nil
		}
		if shown := w.dashboard(grammar.Dashboard{}); !check(shown) || len(shown.Lines) != 7 || len(shown.Usage) == 0 || shown.Problem != "" {
			t.Errorf("%s: %+v", op, shown)
		}
	}
}

func TestAStoreThatFailsCostsNobodyADashboard(t *testing.T) {
	w, g := newGauged(t)
	w.store.Down = errors.New("away")
	w.store.Before = func(rollout.Change) error { return errors.New("away") }
	for range 2 {
		if shown := w.dashboard(grammar.Dashboard{}); len(shown.Lines) != 7 {
			t.Errorf("%+v", shown)
		}
	}
	if asked, _ := g.forget(); len(asked) != 4 {
		t.Errorf("asked %v", asked)
	}
}

func TestTheNewerNumbersStay(t *testing.T) {
	w, _ := newGauged(t)
	w.dashboard(grammar.Dashboard{})
	later := w.now.Add(time.Hour)
	w.must(w.store.Commit(w.context(), rollout.Change{Put: []rollout.Record{rollout.Numbers{Target: is(prod), Range: "1h", Read: later, Until: later}}}))
	if shown := w.dashboard(grammar.Dashboard{}); len(shown.Lines) != 7 { // a clock that went back reads anew
		t.Errorf("%+v", shown.Numbers)
	}
	row, err := w.store.Load(w.context(), rollout.NumbersKey(is(prod), "1h"))
	w.must(err)
	if kept, err := rollout.Decode[rollout.Numbers](row); err != nil || !kept.Read.Equal(later) {
		t.Errorf("%+v, %v", kept, err)
	}
}

func TestAPictureIsOfWhatIsShown(t *testing.T) {
	w, g := newGauged(t)
	r := w.drive(w.start(prod, goodSHA), shifted)
	w.now = w.now.Add(4 * time.Minute)
	out, err := w.run(nobody, grammar.Dashboard{Target: prod, Chart: "load", Picture: true})
	w.must(err)
	pictured, ok := out.(commands.Pictured)
	if !ok || string(pictured.PNG) != "PNG" || len(g.drawn) != 1 {
		t.Fatalf("%#v, drawn %d times", out, len(g.drawn))
	}
	want := rollout.Graph{Numbers: pictured.Numbers, Chart: "load", Versions: []rollout.Version{"41", r.Candidate}, Marks: pictured.Marks}
	if diff := cmp.Diff(want, g.drawn[0]); diff != "" || len(want.Marks) == 0 {
		t.Error(diff)
	}
	g.picture = forbidden()
	out, err = w.run(nobody, grammar.Dashboard{Target: prod, Picture: true})
	if undrawn, ok := out.(commands.Pictured); err != nil || !ok || len(undrawn.PNG) > 0 || undrawn.Undrawn == "" || len(undrawn.Lines) == 0 {
		t.Errorf("what cannot be drawn is told in numbers: %#v, %v", out, err)
	}
	g.lines, w.now = forbidden(), w.now.Add(time.Hour)
	w.store.Down = errors.New("away")
	out, err = w.run(nobody, grammar.Dashboard{Target: prod, Picture: true})
	if shown, ok := out.(commands.DashboardShown); err != nil || !ok || shown.Unread == "" {
		t.Errorf("without numbers there is nothing to draw: %#v, %v", out, err)
	}
}
