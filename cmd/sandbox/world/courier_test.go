package world

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"math/rand/v2"
	"testing"
	"testing/synctest"
	"time"

	"github.com/slipway-dev/slipway/rollout"
	"github.com/slipway-dev/slipway/sandbox/cloud"
)

// couriers has a courier run over an account with one alarm, which has turned so often,
// until the function that it returns is called.
func couriers(t *testing.T, turns int, tell func(context.Context, rollout.Signal) error) (c *courier, end func()) {
	t.Helper()
	a, err := cloud.New(cloud.Options{Now: time.Now, Rand: rand.New(rand.NewPCG(1, 1)), RequestRate: -1})
	if err != nil {
		t.Fatal(err)
	}
	al := cloud.Alarm{Name: "errors", FunctionName: "checkout", Metric: cloud.MetricErrors, Breaches: 1, OutOf: 1, TreatMissing: cloud.Ignore}
	if err := a.SeedAlarm(al); err != nil {
		t.Fatal(err)
	}
	for i := range turns {
		state := []string{cloud.AlarmRed, cloud.AlarmOK}[i%2]
		if err := a.SetAlarmState("errors", state, fmt.Sprint(i)); err != nil {
			t.Fatal(err)
		}
	}
	c = &courier{world: &World{Cloud: a, o: Options{Real: time.Now, Log: slog.New(slog.DiscardHandler)}}, tell: tell}
	ctx, stop := context.WithCancel(t.Context())
	ended := make(chan error, 1)
	go func() { ended <- c.run(ctx) }()
	return c, func() {
		stop()
		if err := <-ended; err != nil {
			t.Error(err)
		}
	}
}

func left(t *testing.T, c *courier) int {
	t.Helper()
	news, err := c.world.Cloud.Transitions()
	if err != nil {
		t.Fatal(err)
	}
	return len(news)
}

func TestWhatTheBotDoesNotTakeIsToldAgainAndHoldsNothingElseUp(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		told := map[string][]time.Duration{} // after how long, by the reason
		began := time.Now()
		c, end := couriers(t, 2, func(_ context.Context, s rollout.Signal) error {
			told[s.Reason] = append(told[s.Reason], time.Since(began))
			if s.Reason == "0" && len(told["0"]) < 3 {
				return errors.New("the store is busy")
			}
			return nil
		})
		time.Sleep(10 * time.Second)
		end()
		if got := told["0"]; len(got) < 3 || got[1]-got[0] < time.Second || got[2] > 3*time.Second {
			t.Errorf("the first was told after %v", got)
		}
		if got := told["1"]; len(got) == 0 || got[0] > time.Second/2 || left(t, c) != 0 {
			t.Errorf("the second was told after %v, and %d are left", got, left(t, c))
		}
	})
}

func TestSomeTransitionsAreToldTwiceAndNoneIsLost(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		told := map[string]int{}
		c, end := couriers(t, 60, func(_ context.Context, s rollout.Signal) error {
			told[s.Reason]++
			return nil
		})
		time.Sleep(time.Second)
		end()
		twice := 0
		for _, n := range told {
			if n == 2 {
				twice++
			} else if n != 1 {
				t.Errorf("one was told %d times", n)
			}
		}
		if len(told) != 60 || twice == 0 || twice > 30 || left(t, c) != 0 {
			t.Errorf("%d were told, %d of them twice, %d are left", len(told), twice, left(t, c))
		}
	})
}

func TestWhatTheBotDiesOverStays(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c, end := couriers(t, 1, func(ctx context.Context, _ rollout.Signal) error {
			<-ctx.Done()
			return nil
		})
		time.Sleep(time.Second)
		end()
		if n := left(t, c); n != 1 {
			t.Errorf("%d are left", n)
		}
	})
}
