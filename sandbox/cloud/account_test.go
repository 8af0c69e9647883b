package cloud

import (
	"errors"
	"math/rand/v2"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

func TestAReplyCanBeLostAfterTheEffect(t *testing.T) { // faults.md E1
	lost := errors.New("connection reset")
	losing := false
	w := open(t, func(o *Options) {
		o.After = func(op string) error {
			if losing && op == "UpdateAlias" {
				return lost
			}
			return nil
		}
	})
	before, err := w.GetAlias("checkout", "live")
	must(t, err)
	in := UpdateAliasInput{FunctionName: "checkout", Name: "live", FunctionVersion: "41", RevisionID: before.RevisionID}
	losing = true
	if al, err := w.UpdateAlias(in); !errors.Is(err, lost) || al.Name != "" {
		t.Fatalf("got %+v, %v, want nothing but the lost reply", al, err)
	}
	losing = false
	_, err = w.UpdateAlias(in)
	refused(t, err, CodePreconditionFailed, 412, "does not match")
	after, err := w.GetAlias("checkout", "live")
	must(t, err)
	if after.FunctionVersion != "41" {
		t.Error("the update whose reply was lost has had no effect")
	}
}

func TestAFaultComesBeforeTheEffect(t *testing.T) { // faults.md E3, E9
	denied := &Error{Code: "AccessDeniedException", Status: 403}
	faulty := false
	w := open(t, func(o *Options) {
		o.Fault = func(op string) error {
			if faulty && op == "UpdateAlias" {
				return denied
			}
			return nil
		}
	})
	faulty = true
	_, err := w.UpdateAlias(UpdateAliasInput{FunctionName: "checkout", Name: "live", FunctionVersion: "41"})
	refused(t, err, "AccessDeniedException", 403, "")
	al, err := w.GetAlias("checkout", "live")
	must(t, err)
	if al.FunctionVersion != "42" {
		t.Error("a call that was denied has had an effect")
	}
}

func TestTheControlPlaneTakesFifteenCallsASecondInAll(t *testing.T) { // faults.md E3
	w := open(t, func(o *Options) { o.RequestRate = 0 })
	call := func() error { _, err := w.GetAlias("checkout", "live"); return err }
	for range 15 {
		must(t, call())
	}
	refused(t, call(), CodeTooManyRequests, 429, "Rate exceeded")
	_, err := w.ListVersionsByFunction("checkout")
	refused(t, err, CodeTooManyRequests, 429, "Rate exceeded")
	_, err = w.Invoke("checkout", "live", nil)
	must(t, err)
	for range 100 {
		_, err = w.GetFunction("checkout", "")
		must(t, err)
	}
	_, err = w.GetFunction("checkout", "")
	refused(t, err, CodeTooManyRequests, 429, "Rate exceeded")
	w.pass(67 * time.Millisecond)
	must(t, call())
	refused(t, call(), CodeTooManyRequests, 429, "Rate exceeded")
	w.pass(time.Hour)
	for range 15 {
		must(t, call())
	}
	refused(t, call(), CodeTooManyRequests, 429, "Rate exceeded")
}

func TestOneOperationCanBeThrottled(t *testing.T) { // faults.md E3
	w := open(t, nil)
	w.Throttle("GetAlias", 2)
	for range 2 {
		_, err := w.GetAlias("checkout", "live")
		refused(t, err, CodeTooManyRequests, 429, "Rate exceeded")
		_, err = w.ListAliases("checkout")
		must(t, err)
	}
	_, err := w.GetAlias("checkout", "live")
	must(t, err)
}

func TestOnlyGetFunctionHasARateOfItsOwn(t *testing.T) { // faults.md E3
	w := open(t, func(o *Options) { o.RequestRate = 1 })
	for range 10 {
		_, err := w.GetFunction("checkout", "live")
		must(t, err)
	}
	c, err := w.GetFunctionConfiguration("checkout", "live")
	must(t, err)
	if c.Version != "42" {
		t.Errorf("live is %+v", c)
	}
	_, err = w.GetFunctionConfiguration("checkout", "live")
	refused(t, err, CodeTooManyRequests, 429, "Rate exceeded")
}

func TestTheRateLimitMayHaveAClockOfItsOwn(t *testing.T) {
	wall := time.Unix(0, 0)
	w := open(t, func(o *Options) { o.RequestRate, o.RateClock = 1, func() time.Time { return wall } })
	call := func() error { _, err := w.GetAlias("checkout", "live"); return err }
	must(t, call())
	w.pass(time.Hour)
	refused(t, call(), CodeTooManyRequests, 429, "Rate exceeded")
	wall = wall.Add(time.Second)
	must(t, call())
}

func TestMetricsCanBeMadeToFail(t *testing.T) { // faults.md E7
	w := open(t, nil)
	w.FailMetrics(2)
	for range 2 {
		_, err := w.Minutes(w.query(""))
		refused(t, err, CodeMetricsDown, 500, "cannot be read")
	}
	w.minutes("")
}

// everything is all that can be seen of an account.
func (w *world) everything() []any {
	w.t.Helper()
	state, err := w.Functions(w.now.Add(-24 * time.Hour))
	must(w.t, err)
	image, err := w.Image(repo, "commit43")
	must(w.t, err)
	return []any{state, image, w.minutes(""), w.minutes("42"), w.Behaviour(digest(43))}
}

func TestAnAccountThatWasKilledGoesOnAsIfNothingHadHappened(t *testing.T) {
	d := newDisk()
	var at time.Time
	w := open(t, func(o *Options) { o.Disk, o.Delay = d, time.Minute })
	reopen := func() *world {
		return empty(t, func(o *Options) {
			o.Disk, o.Delay, o.Now = d, time.Minute, func() time.Time { return at }
			o.Rand = rand.New(rand.NewPCG(3, 4))
		})
	}
	must(t, w.SetTraffic("checkout", 100))
	must(t, w.SetBehaviour(digest(43), Presets()["late"]))
	w.pass(90 * time.Second)
	v := w.publish(43)
	w.route("42", map[string]float64{v: .5})
	w.pass(100 * time.Minute)
	_, err := w.Invoke("checkout", "live", nil)
	must(t, err)
	w.pass(10 * time.Second)
	w.route(v, nil)
	w.pass(10 * time.Minute)

	at = w.now
	killed := reopen()
	killed.now = w.now
	if diff := cmp.Diff(w.everything(), killed.everything()); diff != "" {
		t.Errorf("after the restart (-before +after):\n%s", diff)
	}
	if last := total(killed.minutes(v)); last.Errors < 50 {
		t.Errorf("the late version has %d errors, want it to have turned bad across the restart", last.Errors)
	}
	al, err := killed.UpdateAlias(UpdateAliasInput{FunctionName: "checkout", Name: "live", FunctionVersion: "42"})
	must(t, err)
	for _, old := range w.functions["checkout"].Aliases {
		if al.RevisionID == old.RevisionID {
			t.Error("a RevisionId has come again")
		}
	}
}

func TestTrafficBeforeTheLiveAliasIsNotMadeUpAfterARestart(t *testing.T) {
	d := newDisk()
	w := empty(t, func(o *Options) { o.Disk = d })
	must(t, w.Seed(Seed{FunctionName: "checkout", Since: w.now, PerMinute: 600, Versions: []SeedVersion{{ImageURI: uri(1), At: w.now}}}))
	w.pass(time.Hour)
	_, err := w.CreateAlias(CreateAliasInput{FunctionName: "checkout", Name: "live", FunctionVersion: "1"})
	must(t, err)
	now := w.now
	killed := empty(t, func(o *Options) { o.Disk, o.Now = d, func() time.Time { return now } })
	killed.now = now
	if points := killed.minutes(""); len(points) != 0 {
		t.Errorf("got %d minutes of calls to an alias that was not there", len(points))
	}
}

func TestWhatCannotBeSavedDoesNotHappen(t *testing.T) {
	d := newDisk()
	w := open(t, func(o *Options) { o.Disk = d })
	must(t, w.SetTraffic("checkout", 60))
	w.route("42", map[string]float64{"41": .5})
	w.pass(time.Minute)
	before, err := w.GetAlias("checkout", "live")
	must(t, err)
	d.err = errors.New("disk full")
	for name, call := range map[string]func() error{
		"UpdateAlias": func() error {
			_, err := w.UpdateAlias(UpdateAliasInput{FunctionName: "checkout", Name: "live", FunctionVersion: "40"})
			return err
		},
		"SetTraffic":     func() error { return w.SetTraffic("checkout", 1) },
		"SetBehaviour":   func() error { return w.SetBehaviour(digest(42), good()) },
		"PutImage":       func() error { _, err := w.PutImage(repo, "new", digest(9), 0); return err },
		"Seed":           func() error { return w.Seed(Seed{FunctionName: "b", Versions: []SeedVersion{{ImageURI: uri(1)}}}) },
		"Minutes":        func() error { w.pass(time.Minute); _, err := w.Minutes(w.query("")); return err },
		"Functions":      func() error { w.pass(time.Minute); _, err := w.Functions(w.now); return err },
		"Invoke":         func() error { w.pass(time.Minute); _, err := w.Invoke("checkout", "live", nil); return err },
		"DeleteFunction": func() error { return w.DeleteFunction("checkout", "") },
		"New":            func() error { _, err := New(w.opts); return err },
	} {
		if err := call(); !errors.Is(err, d.err) {
			t.Errorf("%s: got %v, want %v", name, err, d.err)
		}
	}
	d.err = nil
	after, err := w.GetAlias("checkout", "live")
	must(t, err)
	if diff := cmp.Diff(before, after); diff != "" {
		t.Errorf("the alias has changed:\n%s", diff)
	}
	w.pass(10 * time.Minute)
	want := w.minutes("")
	now := w.now
	killed := empty(t, func(o *Options) { o.Disk, o.Now = d, func() time.Time { return now } })
	killed.now = now
	if diff := cmp.Diff(want, killed.minutes("")); diff != "" {
		t.Errorf("minutes that could not be saved at first are lost:\n%s", diff)
	}
}

func TestADiskThatIsNotOursIsRefused(t *testing.T) {
	d := newDisk()
	d.data["function/checkout"] = []byte("{")
	if _, err := New(Options{Now: time.Now, Rand: rand.New(rand.NewPCG(1, 2)), Disk: d}); err == nil {
		t.Error("a broken record was read")
	}
	if _, err := New(Options{}); err == nil {
		t.Error("an account without a clock was opened")
	}
}

func TestMinutesOfAFunctionThatIsGoneAreIgnored(t *testing.T) {
	d := newDisk()
	must(t, save(d, hourKey("gone", 1), hour{Function: "gone"}))
	empty(t, func(o *Options) { o.Disk = d })
}

func TestASeedIsHeldToTheRules(t *testing.T) {
	w := open(t, nil)
	one := []SeedVersion{{ImageURI: uri(1)}}
	for words, s := range map[string]Seed{
		"already exist": {FunctionName: "checkout", Versions: one},
		"functionName":  {Versions: one},
		"versions":      {FunctionName: "a"},
		"imageUri":      {FunctionName: "a", Versions: []SeedVersion{{ImageURI: repo + ":tag"}}},
		"name":          {FunctionName: "a", Versions: one, Aliases: map[string]string{"1": "1"}},
		"a:7":           {FunctionName: "a", Versions: one, Aliases: map[string]string{"live": "7"}},
		"perMinute":     {FunctionName: "a", Versions: one, PerMinute: -1},
	} {
		if err := w.Seed(s); err == nil {
			t.Errorf("%s: the seed was taken", words)
		} else {
			code := map[string]string{"already exist": CodeConflict, "a:7": CodeNotFound}[words]
			if code == "" {
				code = CodeValidation
			}
			refused(t, err, code, status(code), words)
		}
	}
}

func TestTheStateShowsVersionsAndTheirMinutes(t *testing.T) {
	w := open(t, nil)
	must(t, w.SetBehaviour(digest(41), Presets()["bad"]))
	must(t, w.SetTraffic("checkout", 600))
	w.route("42", map[string]float64{"41": .5})
	w.pass(30 * time.Second)
	must(t, w.SetBehaviour(digest(41), Presets()["slow"]))
	w.pass(90 * time.Second)
	_, err := w.Invoke("checkout", "blue", nil)
	must(t, err)
	list, err := w.Functions(w.now.Add(-time.Minute))
	must(t, err)
	f := list[0]
	if len(list) != 1 || f.Latest.FunctionName != "checkout" || f.PerMinute != 600 || len(f.Aliases) != 2 {
		t.Errorf("got %+v", list)
	}
	if len(f.Versions) != 3 || f.Versions[1].Version != "41" || f.Versions[1].Behaviour.LatencyMS != 1500 || f.Versions[2].Behaviour != good() {
		t.Errorf("got %+v", f.Versions)
	}
	if len(f.Minutes) != 2 || f.Minutes[0].Invocations < 200 || f.Minutes[1].Invocations < 200 {
		t.Errorf("got %+v, want the last full minute of 41 and 42", f.Minutes)
	}
	all, err := w.Functions(time.Time{})
	must(t, err)
	if len(all[0].Minutes) != 4 {
		t.Errorf("got %+v, want two minutes of two versions", all[0].Minutes)
	}
}
