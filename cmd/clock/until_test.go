package clock_test

import (
	"context"
	"testing"
	"time"

	"github.com/slipway-dev/slipway/cmd/clock"
)

func TestWhoWaitsByAFastClockWaitsLess(t *testing.T) {
	c, err := clock.Parse("2026-11-23T09:00:00Z/6000")
	if err != nil {
		t.Fatal(err)
	}
	began, until := time.Now(), c.Now().Add(5*time.Minute) // 50 ms
	<-c.Until(t.Context(), until)
	if took := time.Since(began); took < 40*time.Millisecond || took > 10*time.Second {
		t.Error(took)
	}
	<-c.Until(t.Context(), until) // is over
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	<-c.Until(ctx, until.Add(1000*time.Hour))
}
