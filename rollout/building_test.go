package rollout_test

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/slipway-dev/slipway/rollout"
)

// building is a rollout that waits for its image, which a workflow can build.
func building(b rollout.Build) *world {
	w := newWorld(canary())
	w.run(until(rollout.Building))
	w.r.Builds, w.build = true, b
	return w
}

// asked counts the errands that a rollout has written within some time.
func (w *world) asked(within time.Duration) (times int) {
	for end := w.now.Add(within); w.now.Before(end) && !w.r.Phase.Ended(); {
		w.now = maxTime(w.now, w.r.Wake)
		if w.advance().Kind == rollout.DoBuild {
			times++
		}
	}
	return times
}

// faults.md D9: a tag that was moved leads to something that nobody has tried.
func TestAnotherImageThanTheOneThatWasVerifiedNeverGetsTraffic(t *testing.T) {
	const verified = "sha256:0123456789abcdef"
	for want, found := range map[string]rollout.Build{
		"the image of abc1234 is not the one that was verified before: expected sha256:0123456789ab, found sha256:fedcba987654": {State: rollout.BuildReady, Digest: "sha256:fedcba9876543210"},
		"the image that was verified before (sha256:0123456789ab) is gone from the registry":                                    {State: rollout.BuildAbsent},
	} {
		w := building(found)
		w.r.Release.Digest = verified
		before := w.writes
		w.run(nil)
		if w.r.Phase != rollout.Failed || w.r.Cause != (rollout.Cause{Code: rollout.CauseArtifact, Text: want}) || w.writes != before {
			t.Errorf("%s %+v, %d writes to aliases", w.r.Phase, w.r.Cause, w.writes-before)
		}
	}
}

func TestTheImageThatWasVerifiedIsShipped(t *testing.T) {
	w := building(rollout.Build{State: rollout.BuildReady, Digest: "sha256:new"})
	w.r.Release.Digest = "sha256:new"
	if w.run(nil); w.r.Phase != rollout.Succeeded {
		t.Errorf("%s %+v", w.r.Phase, w.r.Cause)
	}
}

func TestWhereNothingBuildsAMissingImageSaysWhatIsMissing(t *testing.T) {
	w := building(rollout.Build{State: rollout.BuildAbsent, Reason: "there is no image tagged abc1234def in acme/checkout, and nothing here builds one"})
	w.r.Builds = false
	w.run(nil)
	if want := (rollout.Cause{Code: rollout.CauseBuild, Text: w.build.Reason}); w.r.Phase != rollout.Failed || w.r.Cause != want {
		t.Errorf("%s %+v", w.r.Phase, w.r.Cause)
	}
}

// The image is looked for all the time; the code host is asked once a minute at most,
// and not at all while it tells by itself.
func TestTheCodeHostIsAskedSeldomAndTheRegistryOften(t *testing.T) {
	for name, c := range map[string]struct {
		build rollout.Build
		heard bool // the code host tells of the run all the time
		asked int  // in five minutes
		poll  time.Duration
	}{
		"nobody has begun":     {build: rollout.Build{State: rollout.BuildAbsent}, asked: 6, poll: 5 * time.Second},
		"the run is not known": {build: rollout.Build{State: rollout.BuildRunning, Looked: noon}, asked: 20, poll: 5 * time.Second},
		"the run is known":     {build: rollout.Build{State: rollout.BuildRunning, Run: 7, Looked: noon, Rest: time.Minute}, asked: 5, poll: 15 * time.Second},
		"it is left alone":     {build: rollout.Build{State: rollout.BuildRunning, Run: 7, Looked: noon, Rest: 4 * time.Minute}, asked: 1, poll: 15 * time.Second},
		"the run tells":        {build: rollout.Build{State: rollout.BuildRunning, Run: 7, Looked: noon.Add(time.Hour), Rest: time.Minute}, asked: 0, poll: 15 * time.Second},
	} {
		w := building(c.build)
		if asked := w.asked(5 * time.Minute); asked != c.asked || w.r.Wake.Sub(w.now) != c.poll {
			t.Errorf("%s: asked %d times, looks every %s", name, asked, w.r.Wake.Sub(w.now))
		}
	}
}

func TestAnImageKeepsTheRunThatMadeIt(t *testing.T) {
	w := building(rollout.Build{State: rollout.BuildRunning, Run: 7, Attempt: 2, URL: "https://git.example/runs/7", Looked: noon})
	w.tick()
	w.build = rollout.Build{State: rollout.BuildReady, Digest: "sha256:new"}
	w.run(until(rollout.Checking))
	want := rollout.Build{State: rollout.BuildReady, Digest: "sha256:new", Run: 7, Attempt: 2, URL: "https://git.example/runs/7"}
	if diff := cmp.Diff(want, *w.r.Build); diff != "" {
		t.Error(diff)
	}
}

func TestABuildThatFailedForAnEarlierRolloutIsAskedForAtOnce(t *testing.T) {
	w := building(rollout.Build{State: rollout.BuildRunning, Run: 7, Looked: noon})
	w.tick()
	w.build = rollout.Build{State: rollout.BuildAbsent}
	w.now = w.r.Wake
	if i := w.advance(); i.Kind != rollout.DoBuild {
		t.Errorf("intent %+v", i)
	}
}

func TestAFailedBuildSaysWhichJobAndStep(t *testing.T) {
	for want, f := range map[string]*rollout.Failure{
		"the build failed: job test, step Unit tests": {Job: "test", Step: "Unit tests"},
		"the build failed: job test":                  {Job: "test"},
		"the build failed: tests are red":             {Log: []string{"want 1, got 2"}},
	} {
		w := building(rollout.Build{State: rollout.BuildFailed, URL: "https://git.example/runs/7", Reason: "tests are red", Failure: f})
		if w.run(nil); w.r.Cause != (rollout.Cause{Code: rollout.CauseBuild, Text: want}) {
			t.Errorf("%+v, want %q", w.r.Cause, want)
		}
	}
}

// faults.md D8: stuck, or waiting for somebody who does not come.
func TestABuildThatIsNotOverInTimeSaysHowItStood(t *testing.T) {
	for want, b := range map[string]rollout.Build{
		"it was not over in time: nobody has begun its build":                                {State: rollout.BuildAbsent},
		"it was not over in time: nobody knows which run builds it":                          {State: rollout.BuildRunning},
		"it was not over in time: its build is still under way":                              {State: rollout.BuildRunning, Run: 7},
		"it was not over in time: its build waits for somebody to approve staging, security": {State: rollout.BuildRunning, Run: 7, Waits: []string{"staging", "security"}},
	} {
		w := building(b)
		began := w.now
		w.asked(2 * time.Hour)
		if w.r.Phase != rollout.Failed || w.r.Cause.Code != rollout.CauseDeadline || w.r.Cause.Text != want || w.r.Ended.Sub(began) > 31*time.Minute {
			t.Errorf("%s after %s: %+v", w.r.Phase, w.r.Ended.Sub(began), w.r.Cause)
		}
	}
}

// A workflow that holds its rollout back from traffic does not make a build patient.
func TestABuildThatIsStuckEndsInTimeThoughItsRolloutIsHeld(t *testing.T) {
	w := building(rollout.Build{State: rollout.BuildRunning})
	w.r.Pause = &rollout.Pause{Code: rollout.PauseHeld, Since: w.now, Until: w.now.Add(4 * time.Hour)}
	began := w.now
	w.run(nil)
	if w.r.Phase != rollout.Failed || w.r.Cause.Code != rollout.CauseDeadline || w.now.Sub(began) > time.Hour {
		t.Errorf("%s %+v after %s", w.r.Phase, w.r.Cause, w.now.Sub(began))
	}
}
