package rollout_test

import (
	"errors"
	"fmt"
	"testing"
	"time"

	"github.com/slipway-dev/slipway/rollout"
)

func TestOnlyWhatWillNotPassIsKeptAndOnlyBeforeAnyTraffic(t *testing.T) {
	denied := fmt.Errorf("publish: %w", &rollout.Error{Kind: rollout.Broken, Message: "It may not.", Hint: "Allow it.", Err: errors.New("403")})
	for name, c := range map[string]struct {
		phase rollout.Phase
		was   string
		err   error
		want  string
	}{
		"a permission":           {rollout.Deploying, "", denied, "It may not. Allow it."},
		"without a hint":         {rollout.Checking, "", &rollout.Error{Kind: rollout.Invalid, Message: "It cannot."}, "It cannot."},
		"the same again":         {rollout.Deploying, "It may not. Allow it.", denied, "It may not. Allow it."},
		"another one":            {rollout.Deploying, "It cannot.", denied, "It may not. Allow it."},
		"all is well":            {rollout.Building, "It cannot.", nil, ""},
		"all was well":           {rollout.Building, "", nil, ""},
		"AWS is busy":            {rollout.Building, "It cannot.", &rollout.Error{Kind: rollout.Throttled}, "It cannot."},
		"an upgrade is half-way": {rollout.Building, "", &rollout.Error{Kind: rollout.Upgrading, Message: "newer"}, ""},
		"nobody knows what":      {rollout.Building, "", errors.New("down"), ""},
		"with traffic":           {rollout.Shifting, "", denied, ""},
		"going back":             {rollout.RollingBack, "", denied, ""},
		"it is over":             {rollout.Failed, "It cannot.", nil, "It cannot."},
	} {
		before := rollout.Rollout{ID: "01J", Revision: 4, Phase: c.phase, Problem: c.was}
		after, changed := before.Met(c.err)
		if after.Problem != c.want || changed != (c.was != c.want) || changed != (after.Revision == 5) {
			t.Errorf("%s: %q at %d, to be saved: %v", name, after.Problem, after.Revision, changed)
		}
	}
}

// The next phase's deadline is another story.
func TestAProblemIsOfOnePhase(t *testing.T) {
	w := newWorld(canary())
	w.run(func(r rollout.Rollout) bool { return r.Phase == rollout.Checking })
	w.r.Problem = "It may not."
	w.run(func(r rollout.Rollout) bool { return r.Phase == rollout.Shifting })
	if w.r.Problem != "" {
		t.Errorf("still there: %q", w.r.Problem)
	}
}

// Somebody who finds the alias without its rollout goes by the stamp. It must not
// be out before the rollout itself would have to be.
func TestTheStampOnLiveHoldsAsLongAsTheStepMayTake(t *testing.T) {
	w := newWorld(canary())
	w.counts = traffic(200, 0.001, 0.001)
	steps := 0
	for !w.r.Phase.Ended() {
		w.tick()
		s, ours := rollout.ParseStamp(w.aliases[rollout.Live].Description)
		if w.r.Move == nil || w.r.Move.Seen.IsZero() || !ours {
			continue
		}
		if arrived := w.r.Move.To.Share("42") == w.r.Weight(); arrived && (w.r.Phase == rollout.Shifting || w.r.Phase == rollout.Watching) {
			steps++
			if short := w.r.Deadline.Sub(s.Deadline); short > 0 || short < -5*time.Minute {
				t.Fatalf("in %s the stamp is out %s too early", w.r.Phase, short)
			}
		}
	}
	if w.r.Phase != rollout.Succeeded || steps == 0 {
		t.Errorf("%s %+v after %d", w.r.Phase, w.r.Cause, steps)
	}
}
