package account_test

import (
	"errors"
	"math/rand/v2"
	"testing"
	"time"

	"github.com/slipway-dev/slipway/rollout"
	"github.com/slipway-dev/slipway/sandbox/account"
	"github.com/slipway-dev/slipway/sandbox/cloud"
)

var (
	target  = rollout.Target{Service: "checkout", Environment: "prod"}
	noon    = time.Date(2026, 11, 22, 12, 0, 0, 0, time.UTC)
	errLost = errors.New("the reply was lost")
)

// The commits: v1 and v2 are made of the first two.
const (
	oneSHA = "1111110000000000000000000000000000000000"
	twoSHA = "1111112222220000000000000000000000000000"
	newSHA = "abc1230000000000000000000000000000000000"
)

// world is an account with v1 recorded as good and v2 live.
type world struct {
	*account.Account
	t            *testing.T
	now          time.Time
	fault, after map[string]error // by the name of an API call
	checks       rollout.Checks
}

func open(t *testing.T) *world {
	t.Helper()
	w := &world{t: t, now: noon, fault: map[string]error{}, after: map[string]error{}, checks: rollout.Checks{Payload: []byte(`{"health":true}`)}}
	clock := func() time.Time { return w.now }
	c, err := cloud.New(cloud.Options{
		Now: clock, Rand: rand.New(rand.NewPCG(1, 2)), Delay: 5 * time.Second, MetricLag: -1, RequestRate: -1, SparseVersions: true,
		Fault: func(op string) error { return w.fault[op] }, After: func(op string) error { return w.after[op] },
	})
	w.must(err)
	push := func(g account.Commit, takes time.Duration) error {
		_, err := c.PutImage(account.Repository(g.Service), g.SHA, g.Digest(), takes)
		return err
	}
	all := []account.Commit{{Service: "checkout", SHA: oneSHA}, {Service: "checkout", SHA: twoSHA}, {Service: "checkout", SHA: newSHA, Subject: "invoices", Author: "ana", Branch: "invoices"}}
	s := cloud.Seed{FunctionName: "checkout-prod", Role: "role", PerMinute: 600, Since: noon.Add(-time.Hour), Aliases: map[string]string{"live": "2", "blue": "1"}}
	for _, g := range all[:2] {
		w.must(push(g, 0))
		s.Versions = append(s.Versions, cloud.SeedVersion{
			ImageURI: account.Repository("checkout") + "@" + g.Digest(), At: noon.Add(-time.Hour),
			Description: account.Describe(rollout.Release{SHA: g.SHA, Digest: g.Digest()}, "01J"),
		})
	}
	w.must(c.Seed(s))
	w.Account = &account.Account{
		Cloud:    c,
		Function: func(t rollout.Target) string { return t.Service + "-" + t.Environment },
		Checks:   func(rollout.Target) rollout.Checks { return w.checks },
	}
	return w
}

func (w *world) must(err error) {
	w.t.Helper()
	if err != nil {
		w.t.Fatal(err)
	}
}

// release is what the newest commit's image is made of.
func release() rollout.Release {
	return rollout.Release{SHA: newSHA, Digest: account.Commit{Service: "checkout", SHA: newSHA}.Digest()}
}

// build puts the image of the newest commit into the registry.
func (w *world) build() {
	w.t.Helper()
	_, err := w.Cloud.PutImage(account.Repository("checkout"), newSHA, release().Digest, 0)
	w.must(err)
}

// published is the account with a version of the newest commit.
func (w *world) published() rollout.Version {
	w.t.Helper()
	w.build()
	for range 5 {
		w.must(w.Publish(w.t.Context(), target, release(), "01K"))
		w.now = w.now.Add(5 * time.Second)
		all, err := w.List(w.t.Context(), target)
		w.must(err)
		if all[0].Release.SHA == newSHA {
			w.now = w.now.Add(5 * time.Second)
			return all[0].Version
		}
	}
	w.t.Fatal("it is never published")
	return ""
}

func TestAnImageIsAbsentThenReady(t *testing.T) {
	w := open(t)
	state := func() rollout.Build {
		b, err := w.State(t.Context(), target, release())
		w.must(err)
		return b
	}
	if b := state(); b.State != rollout.BuildAbsent {
		t.Errorf("%+v", b)
	}
	w.build()
	if b := state(); b.State != rollout.BuildReady || b.Digest != release().Digest {
		t.Errorf("%+v", b)
	}
	w.fault["DescribeImages"] = errLost
	if _, err := w.State(t.Context(), target, release()); !errors.Is(err, errLost) {
		t.Error(err)
	}
}

func TestVersionsAreListedNewestFirstWithWhatTheyAreMadeOf(t *testing.T) {
	w := open(t)
	all, err := w.List(t.Context(), target)
	w.must(err)
	if len(all) != 2 || all[0].Version != "2" || all[0].Release.SHA != twoSHA || all[0].Release.Digest == "" || !all[0].Ready || all[1].Version != "1" {
		t.Errorf("%+v", all)
	}
}

func TestAVersionIsPublishedStepByStepAndOnlyOnce(t *testing.T) {
	w := open(t)
	if v := w.published(); v != "3" {
		t.Fatalf("v%s", v)
	}
	w.must(w.Publish(t.Context(), target, release(), "01K")) // once more, late
	all, err := w.List(t.Context(), target)
	w.must(err)
	if len(all) != 3 || all[0].Release != (rollout.Release{SHA: newSHA, Digest: release().Digest}) || !all[0].Ready {
		t.Errorf("%+v", all)
	}
}

func TestAnUpdateThatIsUnderWayIsWaitedFor(t *testing.T) {
	w := open(t)
	w.build()
	w.must(w.Publish(t.Context(), target, release(), "01K"))
	w.fault["UpdateFunctionCode"], w.fault["PublishVersion"] = errLost, errLost
	w.must(w.Publish(t.Context(), target, release(), "01K")) // asks for nothing
}

func TestPublishIsHarmlessWhileItsVersionIsPendingAndAfter(t *testing.T) {
	w := open(t)
	v := w.published()
	_, err := w.Cloud.UpdateFunctionCode(cloud.UpdateFunctionCodeInput{ // somebody else's
		FunctionName: "checkout-prod", ImageURI: account.Repository("checkout") + "@" + account.Commit{Service: "checkout", SHA: oneSHA}.Digest(),
	})
	w.must(err)
	for range 5 {
		w.must(w.Publish(t.Context(), target, release(), "01K"))
		w.now = w.now.Add(3 * time.Second)
	}
	all, err := w.List(t.Context(), target)
	w.must(err)
	if len(all) != 3 || all[0].Version != v {
		t.Errorf("%+v, want %s and no other version of its digest", all, v)
	}
}

func TestAVersionSaysItsRoleAndDeadLetterQueue(t *testing.T) { // faults.md E4
	w := open(t)
	role, queue := "another", "queue"
	_, err := w.Cloud.UpdateFunctionConfiguration(cloud.UpdateFunctionConfigurationInput{FunctionName: "checkout-prod", Role: &role, DeadLetterTarget: &queue})
	w.must(err)
	w.published()
	all, err := w.List(t.Context(), target)
	w.must(err)
	if all[0].Role != "another" || all[0].DeadLetter != "queue" || all[1].Role != "role" || all[1].DeadLetter != "" {
		t.Errorf("%+v", all)
	}
}

func TestAVersionIsDeletedOnlyWhenNoAliasNeedsIt(t *testing.T) { // faults.md E5, F7
	w := open(t)
	v := w.published()
	w.must(w.point(rollout.Split("2", "1", 0), ""))
	for _, used := range []rollout.Version{"1", "2"} {
		if err := w.Delete(t.Context(), target, used); !rollout.IsKind(err, rollout.Stale) {
			t.Errorf("v%s: %v", used, err)
		}
	}
	for range 2 { // gone already is no error
		w.must(w.Delete(t.Context(), target, v))
	}
	for _, all := range []rollout.Version{"", "$LATEST"} { // it would be the function
		if err := w.Delete(t.Context(), target, all); !rollout.IsKind(err, rollout.Invalid) {
			t.Errorf("%q: %v", all, err)
		}
	}
	list, err := w.List(t.Context(), target)
	w.must(err)
	if len(list) != 2 {
		t.Errorf("%+v", list)
	}
	w.fault["DeleteFunction"] = errLost
	if err := w.Delete(t.Context(), target, "1"); !errors.Is(err, errLost) {
		t.Error(err)
	}
}

func TestWhatTheAccountRefusesHasAKindAndACause(t *testing.T) {
	for c, kind := range map[string]rollout.Kind{
		cloud.CodePreconditionFailed: rollout.Stale, cloud.CodeConflict: rollout.Throttled, cloud.CodeTooManyRequests: rollout.Throttled,
		cloud.CodeNotFound: rollout.NotFound, cloud.CodeInvalidParameter: rollout.Invalid, cloud.CodeValidation: rollout.Invalid, cloud.CodeMetricsDown: rollout.Broken,
	} {
		refused := &cloud.Error{Code: c, Message: "as told"}
		for op, call := range map[string]func(w *world) error{
			"ListAliases":            func(w *world) error { _, err := w.Aliases(t.Context(), target); return err },
			"ListVersionsByFunction": func(w *world) error { _, err := w.List(t.Context(), target); return err },
			"GetFunction":            func(w *world) error { return w.Publish(t.Context(), target, release(), "01K") },
			"UpdateFunctionCode":     func(w *world) error { return w.Publish(t.Context(), target, release(), "01K") },
			"UpdateAlias":            func(w *world) error { return w.point(rollout.All("1"), "by a test") },
			"CreateAlias":            func(w *world) error { return w.Point(t.Context(), target, green("2")) },
			"GetMetricData":          func(w *world) error { _, err := w.Minutes(t.Context(), lastHour()); return err },
		} {
			w := open(t)
			w.fault[op] = refused
			if err := call(w); !rollout.IsKind(err, kind) || !errors.Is(err, refused) {
				t.Errorf("%s of %s: %v", c, op, err)
			}
			w.fault[op] = errLost
			if err := call(w); !errors.Is(err, errLost) || rollout.IsKind(err, rollout.Broken) {
				t.Errorf("a lost %s: %v", op, err)
			}
		}
	}
}

func green(v rollout.Version) rollout.Intent {
	return rollout.Intent{Kind: rollout.Point, Alias: rollout.Green, Routing: rollout.All(v), Stamp: "by a test"}
}

// point moves live from how it is now.
func (w *world) point(to rollout.Routing, stamp string) error {
	w.t.Helper()
	now, err := w.Aliases(w.t.Context(), target)
	w.must(err)
	return w.Point(w.t.Context(), target, rollout.Intent{Kind: rollout.Point, Alias: rollout.Live, Routing: to, Stamp: stamp, Revision: now[rollout.Live].Revision})
}

func (w *world) live() rollout.AliasNow {
	w.t.Helper()
	now, err := w.Aliases(w.t.Context(), target)
	w.must(err)
	return now[rollout.Live]
}

func TestAnAliasIsMovedWithItsStampAndItsWeightsAreCleared(t *testing.T) {
	w := open(t)
	for _, to := range []rollout.Routing{rollout.Split("2", "1", 0.25), rollout.Split("2", "1", 0.5), rollout.All("1")} {
		before := w.live().Revision
		w.must(w.point(to, "stamp "+to.String()))
		if now := w.live(); now.Routing != to || now.Description != "stamp "+to.String() || now.Revision == before {
			t.Errorf("%+v, want %s", now, to)
		}
	}
	w.must(w.Point(t.Context(), target, green("2")))
	all, err := w.Aliases(t.Context(), target)
	w.must(err)
	if len(all) != 3 || all[rollout.Green].Routing != rollout.All("2") {
		t.Errorf("%+v", all)
	}
}

// faults.md E1: our own write is no conflict.
func TestAMoveWhoseAnswerWasLostIsKnownAsOurOwn(t *testing.T) {
	w := open(t)
	before := w.live().Revision
	w.after["UpdateAlias"] = errLost
	w.must(w.point(rollout.All("1"), "mine"))
	delete(w.after, "UpdateAlias")
	again := rollout.Intent{Kind: rollout.Point, Alias: rollout.Live, Routing: rollout.All("1"), Stamp: "mine", Revision: before}
	w.must(w.Point(t.Context(), target, again)) // the SDK's own second try: a 412
	for name, other := range map[string]func(*rollout.Intent){
		"another stamp":   func(i *rollout.Intent) { i.Stamp = "theirs" },
		"another routing": func(i *rollout.Intent) { i.Routing = rollout.All("2") },
	} {
		i := again
		other(&i)
		if err := w.Point(t.Context(), target, i); !rollout.IsKind(err, rollout.Stale) {
			t.Errorf("%s: %v", name, err)
		}
	}
	w.fault["GetAlias"] = errLost
	if err := w.Point(t.Context(), target, again); !rollout.IsKind(err, rollout.Stale) {
		t.Errorf("it cannot be read back: %v", err)
	}
	if now := w.live(); now.Routing != rollout.All("1") || now.Description != "mine" {
		t.Errorf("%+v", now)
	}
}

func lastHour() rollout.MinutesQuery {
	return rollout.MinutesQuery{Target: target, Stable: "2", Candidate: "1", From: noon, To: noon.Add(10 * time.Minute), SlowCall: 500 * time.Millisecond}
}

func TestMinutesAreOfBothVersionsAndOfTheAliasFromWhenOneHasAll(t *testing.T) {
	w := open(t)
	w.must(w.point(rollout.Split("2", "1", 0.5), ""))
	w.now = noon.Add(5 * time.Minute)
	w.must(w.point(rollout.All("1"), ""))
	w.now = noon.Add(10 * time.Minute)
	q := lastHour()
	q.Whole = noon.Add(5 * time.Minute)
	minutes, err := w.Minutes(t.Context(), q)
	w.must(err)
	if len(minutes) != 10 {
		t.Fatalf("%d minutes", len(minutes))
	}
	for i, m := range minutes {
		split := i < 5
		if !m.At.Equal(noon.Add(time.Duration(i)*time.Minute)) || m.Candidate == nil || (m.Stable != nil) != split {
			t.Errorf("minute %d: %+v", i, m)
		}
		if m.Candidate != nil && (m.Candidate.Invocations > 450) == split {
			t.Errorf("minute %d: %d calls", i, m.Candidate.Invocations)
		}
	}
}

func TestWhenTheCandidateHasAllIsHeldToWhatWasAskedFor(t *testing.T) {
	w := open(t)
	w.must(w.point(rollout.Split("2", "1", 0.5), ""))
	w.now = noon.Add(10 * time.Minute)
	for name, c := range map[string]struct {
		whole  time.Time
		stable bool
	}{"never": {time.Time{}, true}, "later": {noon.Add(time.Hour), true}, "long ago": {noon.Add(-time.Hour), false}} {
		q := lastHour()
		q.Whole = c.whole
		minutes, err := w.Minutes(t.Context(), q)
		w.must(err)
		if len(minutes) != 10 || (minutes[0].Stable != nil) != c.stable || minutes[0].Candidate == nil {
			t.Errorf("%s: %d minutes, the first %+v", name, len(minutes), minutes[0])
		}
	}
}

// No data is never a minute of zeros.
func TestAMinuteWithoutACallIsNoMinute(t *testing.T) {
	w := open(t)
	w.must(w.Cloud.SetTraffic("checkout-prod", 0))
	w.now = noon.Add(10 * time.Minute)
	minutes, err := w.Minutes(t.Context(), lastHour())
	if err != nil || len(minutes) != 0 {
		t.Errorf("%+v, %v", minutes, err)
	}
}

func TestMetricsThatFailHalfwayAreNotHalfRead(t *testing.T) {
	for n := 1; n <= 3; n++ {
		w := open(t)
		w.now = noon.Add(10 * time.Minute)
		q := lastHour()
		q.Whole = noon.Add(5 * time.Minute)
		calls := 0
		c, err := cloud.New(cloud.Options{Now: func() time.Time { return w.now }, Rand: rand.New(rand.NewPCG(1, 2)), Fault: func(string) error {
			if calls++; calls == n {
				return errLost
			}
			return nil
		}})
		w.must(err)
		w.Cloud = c
		if minutes, err := w.Minutes(t.Context(), q); !errors.Is(err, errLost) || minutes != nil {
			t.Errorf("read %d fails: %+v, %v", n, minutes, err)
		}
	}
}
