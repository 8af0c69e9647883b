package rollout_test

import (
	"testing"
	"time"

	"github.com/slipway-dev/slipway/rollout"
)

func TestALaterLookTakesThePlaceOfAnEarlierOne(t *testing.T) {
	at := time.Date(2026, 11, 22, 12, 0, 0, 0, time.UTC)
	earlier, later := rollout.Viewer{User: "U0ANA", At: at}, rollout.Viewer{User: "U0ANA", At: at.Add(time.Millisecond)}
	before, guard := earlier.Rev()
	after, _ := later.Rev()
	if earlier.Key() != later.Key() || after <= before || guard != rollout.Newer {
		t.Errorf("%v at %d, then %v at %d", earlier.Key(), before, later.Key(), after)
	}
	if got := later.Indexes(); len(got) != 1 || got[0] != rollout.ViewersIndex {
		t.Errorf("it is in %v", got)
	}
}
