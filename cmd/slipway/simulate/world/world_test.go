package world_test

import (
	"math"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/slipway-dev/slipway/cmd/slipway/simulate/world"
	"github.com/slipway-dev/slipway/rollout/judge"
)

const quarter = 15 * time.Minute

func TestJudgesWhoRouteAlikeSeeTheSameMinutes(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := world.Scenario{
			Traffic: rapid.SampledFrom([]float64{0.5, 20, 3000}).Draw(t, "traffic"),
			Stable:  world.Rates{Errors: 0.1, Slow: 0.2}, Candidate: world.Rates{Errors: 0.5},
			Outage: world.Outage{Share: 0.3, Length: 2 * time.Minute},
		}
		seed := world.Seed{rapid.Uint64().Draw(t, "seed"), 7}
		one, other := world.New(s, seed, quarter, false), world.New(s, seed, quarter, false)
		one.Route(one.Start(), 0.1)
		other.Route(other.Start(), 0.1)
		for n := range 4 {
			if diff := cmp.Diff(one.Minute(n), other.Minute(n)); diff != "" {
				t.Fatal(diff)
			}
		}
		one.Probe(4*time.Minute, 50)
		one.Route(4*time.Minute, 0.25)
		if one.Minute(4); other.Minute(4).Weight != 0.1 {
			t.Fatal("what one does is seen by the other")
		}
		other.Minute(5)
		one.Route(6*time.Minute, 0.1)
		one.Minute(5)
		if diff := cmp.Diff(one.Minute(6), other.Minute(6)); diff != "" {
			t.Fatalf("routed alike again: %s", diff)
		}
	})
}

func TestAMinuteInWhichTheWeightChangesIsRoutedByBothWeights(t *testing.T) {
	w := world.New(world.Scenario{Traffic: 1_000_000}, world.Seed{1, 2}, quarter, true)
	w.Route(w.Start(), 0.1)
	w.Route(90*time.Second, 0.5)
	for n, want := range []struct{ share, weight float64 }{{0.1, 0.1}, {0.3, 0.5}, {0.5, 0.5}} {
		m := w.Minute(n)
		calls := float64(m.Candidate.Invocations + m.Stable.Invocations)
		if got := float64(m.Candidate.Invocations) / calls; math.Abs(got-want.share) > 0.005 || m.Weight != want.weight {
			t.Errorf("minute %d: share %.3f at weight %v, want %v", n, got, m.Weight, want)
		}
	}
}

func TestTheCanaryBeginsSomewhereInTheFirstMinuteOrAtItsStart(t *testing.T) {
	var latest time.Duration
	for seed := range uint64(50) {
		somewhere := world.New(world.Scenario{Traffic: 1}, world.Seed{seed}, quarter, false).Start()
		if start := world.New(world.Scenario{Traffic: 1}, world.Seed{seed}, quarter, true).Start(); start != 0 || somewhere < 0 || somewhere >= time.Minute {
			t.Fatalf("begins at %s, on the minute at %s", somewhere, start)
		}
		latest = max(latest, somewhere)
	}
	if latest < 40*time.Second {
		t.Errorf("the latest of 50 begins at %s", latest)
	}
}

func TestAVersionWithoutCallsHasNoDatapoint(t *testing.T) {
	w := world.New(world.Scenario{Traffic: 100}, world.Seed{}, quarter, true)
	if m := w.Minute(0); m.Candidate != nil || m.Stable == nil || m.Weight != 0 {
		t.Errorf("before any traffic: %+v", m)
	}
	quiet := world.New(world.Scenario{Traffic: 1e-9}, world.Seed{}, quarter, true)
	quiet.Route(0, 0.5)
	if m := quiet.Minute(0); m.Candidate != nil || m.Stable != nil {
		t.Errorf("without calls: %+v", m)
	}
}

func TestSlowCallsAreAlwaysMeasured(t *testing.T) {
	for _, test := range []struct {
		stable, candidate float64
	}{{0, 0}, {0.1, 0}, {0, 0.1}} {
		s := world.Scenario{Traffic: 1000, Stable: world.Rates{Slow: test.stable}, Candidate: world.Rates{Slow: test.candidate}}
		w := world.New(s, world.Seed{}, quarter, true)
		w.Route(0, 0.5)
		m := w.Minute(0)
		if m.NoSlow || m.Stable.Slow > 0 != (test.stable > 0) || m.Candidate.Slow > 0 != (test.candidate > 0) {
			t.Errorf("%+v: %+v, %+v, %+v", test, m, m.Stable, m.Candidate)
		}
	}
}

func TestAnOutageHitsBothVersionsForItsLengthAndInsideTheCanary(t *testing.T) {
	begins := map[int]bool{}
	for seed := range uint64(100) {
		s := world.Scenario{Traffic: 2000, Candidate: world.Rates{Slow: 0.1}, Outage: world.Outage{Share: 0.5, Length: 3 * time.Minute}}
		w := world.New(s, world.Seed{seed, 1}, quarter, true)
		w.Route(0, 0.5)
		first, length := -1, 0
		for n := range 30 {
			m := w.Minute(n)
			if (m.Candidate.Errors > 0) != (m.Stable.Errors > 0) {
				t.Fatalf("minute %d hits one of them: %+v %+v", n, m.Candidate, m.Stable)
			}
			if m.Candidate.Errors == 0 {
				continue
			}
			if length++; first < 0 {
				first = n
			}
			if rate := m.Candidate.Rate(judge.MeasureErrors); rate < 0.4 || rate > 0.6 {
				t.Fatalf("fails %v", rate)
			}
		}
		if length != 3 || first < 0 || first > 12 {
			t.Fatalf("minutes %d to %d", first, first+length)
		}
		begins[first] = true
	}
	if len(begins) != 13 {
		t.Errorf("begins in %d of the 13 minutes", len(begins))
	}
}

// An outage fails some of the calls that were fine, not of those that had failed.
func TestAnOutageCannotFailACallTwice(t *testing.T) {
	s := world.Scenario{Traffic: 1e6, Stable: world.Rates{Errors: 0.5}, Outage: world.Outage{Share: 0.5, Length: quarter}}
	if rate := world.New(s, world.Seed{}, quarter, true).Minute(0).Stable.Rate(judge.MeasureErrors); math.Abs(rate-0.75) > 0.005 {
		t.Errorf("%v of the calls fail, want 0.75", rate)
	}
}

func TestFailedCallsAreCountedToTheSecondOfTheEnd(t *testing.T) {
	broken := world.Scenario{Traffic: 600_000, Candidate: world.Rates{Errors: 1}}
	w := world.New(broken, world.Seed{3}, quarter, true)
	w.Route(30*time.Second, 0.5)
	w.Minute(0)
	want := 300_000.0 * 2 // two minutes at half of the calls
	if got := w.End(150 * time.Second); math.Abs(float64(got)-want) > 0.01*want {
		t.Errorf("%d failed calls, want about %v", got, want)
	}
}

func TestProbesAreCallsToTheCanaryAlone(t *testing.T) {
	w := world.New(world.Scenario{Traffic: 10, Candidate: world.Rates{Errors: 0.3}}, world.Seed{4}, quarter, true)
	got := w.Probe(0, 10_000)
	if got.Invocations != 10_000 || got.Errors < 2_700 || got.Errors > 3_300 {
		t.Errorf("%+v", got)
	}
	if failed := w.End(time.Minute); failed != 0 {
		t.Errorf("%d of them count as calls of users", failed)
	}
}
