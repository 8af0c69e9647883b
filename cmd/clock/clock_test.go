package clock_test

import (
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/slipway-dev/slipway/cmd/clock"
)

func TestAClockRunsFasterByTheSameFactorEverywhere(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		c, err := clock.Parse("2026-11-23T09:00:00Z/60")
		if err != nil {
			t.Fatal(err)
		}
		base := time.Date(2026, 11, 23, 9, 0, 0, 0, time.UTC)
		passed := time.Duration(rapid.Int64Range(0, int64(time.Hour)).Draw(t, "passed"))
		if got := c.At(base.Add(passed)).Sub(base); got < 60*passed-time.Microsecond || got > 60*passed+time.Microsecond {
			t.Fatalf("after %s it shows %s", passed, got)
		}
		if got := c.Real(60 * passed); got < passed-time.Microsecond || got > passed+time.Microsecond {
			t.Fatalf("%s on it takes %s", 60*passed, got)
		}
	})
}

func TestTheRealClockIsTheMachinesOwn(t *testing.T) {
	c := clock.Real()
	before := time.Now()
	if now := c.Now(); now.Before(before) || !c.IsReal() || c.Real(time.Hour) != time.Hour {
		t.Errorf("%s, %s before", now, before)
	}
}

func TestAClockThatMakesNoSenseIsRefused(t *testing.T) {
	for _, s := range []string{"", "60", "2026-11-23T09:00:00Z", "2026-11-23T09:00:00Z/", "2026-11-23T09:00:00Z/0.5", "2026-11-23T09:00:00Z/NaN", "2026-11-23T09:00:00Z/99999", "noon/60"} {
		if c, err := clock.Parse(s); err == nil {
			t.Errorf("%q is %+v", s, c)
		}
	}
}
