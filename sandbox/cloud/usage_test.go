package cloud

import (
	"testing"
	"time"
)

// logged is what is logged of checkout in the minutes between two, by so many of them.
func (w *world) logged(from, to, period int) []Usage {
	w.t.Helper()
	start := time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)
	minute := func(n int) time.Time { return start.Add(time.Duration(n) * time.Minute) }
	all, err := w.Usage("checkout", minute(from), minute(to), time.Duration(period)*time.Minute)
	must(w.t, err)
	return all
}

// 1200 calls a minute of 91 ms on average keep 1.8 environments busy, and now and then 5 or 6.
func TestEnvironmentsBeginColdOnceAndStayWarm(t *testing.T) {
	w := open(t, nil)
	must(t, w.SetTraffic("checkout", 1200))
	w.now = w.now.Add(30 * time.Minute)
	all := w.logged(0, 30, 10)
	if len(all) != 3 || all[0].Version != "42" || all[0].Calls < 11_000 {
		t.Fatalf("%+v", all)
	}
	if all[0].Cold < 4 || all[0].Cold > 7 || all[1].Cold+all[2].Cold > 3 {
		t.Errorf("%d cold starts, then %d and %d", all[0].Cold, all[1].Cold, all[2].Cold)
	}
	billed := float64(all[1].BilledMS) / float64(all[1].Calls)
	if billed < 90 || billed > 93 || all[1].Bytes != 500*all[1].Calls {
		t.Errorf("%.2f ms of a call, %d bytes of %d", billed, all[1].Bytes, all[1].Calls)
	}
}

func TestAColdStartIsBilled(t *testing.T) {
	w := open(t, nil)
	w.call("41")
	w.now = w.now.Add(time.Minute)
	if all := w.logged(0, 1, 1); len(all) != 1 || all[0] != (Usage{At: all[0].At, Version: "41", Calls: 1, Cold: 1, BilledMS: 271, Bytes: 500}) {
		t.Errorf("%+v", all)
	}
}

// An environment that had no call for six minutes is gone.
func TestAnEnvironmentIsWarmForSixMinutes(t *testing.T) {
	for gap, cold := range map[int]int64{1: 0, 5: 0, 6: 1, 60: 1} {
		w := open(t, nil)
		w.call("42")
		w.now = w.now.Add(time.Duration(gap) * time.Minute)
		w.call("42")
		w.now = w.now.Add(time.Minute)
		if all := w.logged(gap, gap+1, 1); len(all) != 1 || all[0].Calls != 1 || all[0].Cold != cold {
			t.Errorf("after %d minutes: %+v; want %d cold", gap, all, cold)
		}
	}
}

// What a minute logs is there when it has ended; the log says nothing of aliases.
func TestTheLogHasAllCallsOfMinutesThatAreOver(t *testing.T) {
	w := open(t, nil)
	for _, called := range []string{"live", "42", "blue", "$LATEST"} {
		w.call(called)
	}
	if all := w.logged(0, 1, 1); len(all) != 0 {
		t.Errorf("before the minute is over: %+v", all)
	}
	w.now = w.now.Add(time.Minute)
	all := w.logged(0, 1, 1)
	if len(all) != 3 || all[0].Version != "$LATEST" || all[1].Version != "41" || all[2].Version != "42" || all[2].Calls != 2 {
		t.Errorf("%+v", all)
	}
	if _, err := w.Usage("none", w.now, w.now, time.Minute); err == nil {
		t.Error("there is a log of no function")
	}
}

func TestConcurrencyIsThatOfTheBusiestMinute(t *testing.T) {
	w := open(t, nil)
	must(t, w.SetTraffic("checkout", 600))
	w.now = w.now.Add(5 * time.Minute)
	must(t, w.SetTraffic("checkout", 60_000)) // 91 at a time
	w.now = w.now.Add(5 * time.Minute)
	all, err := w.Minutes(MetricsQuery{FunctionName: "checkout", From: w.now.Add(-10 * time.Minute), To: w.now.Add(-time.Minute), Period: 10 * time.Minute})
	must(t, err)
	if len(all) != 1 || all[0].Concurrency < 105 || all[0].Concurrency > 125 || all[0].P99MS <= all[0].P95MS {
		t.Errorf("%+v", all)
	}
}

// call calls the function once.
func (w *world) call(qualifier string) {
	w.t.Helper()
	_, err := w.Invoke("checkout", qualifier, nil)
	must(w.t, err)
}
