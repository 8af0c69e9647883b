package crew_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/slipway-dev/slipway/tests/bench/account"
	"github.com/slipway-dev/slipway/tests/bench/crew"
	"github.com/slipway-dev/slipway/tests/runtime"
)

// office is a function that takes a second for each event, and what was seen of that.
type office struct {
	mu     sync.Mutex
	events []string
	busy   int // processes, at the moment
	most   int
	answer func(event string) (runtime.Answer, error)
}

func (o *office) Invoke(_ context.Context, event []byte) (runtime.Answer, error) {
	o.mu.Lock()
	o.events = append(o.events, string(event))
	o.busy++
	o.most = max(o.most, o.busy)
	o.mu.Unlock()
	time.Sleep(time.Second)
	o.mu.Lock()
	defer o.mu.Unlock()
	o.busy--
	if o.answer != nil {
		return o.answer(string(event))
	}
	return runtime.Answer{Body: []byte(`{}`)}, nil
}

// of is a crew of so many processes of the function.
func of(o *office, n int) *crew.Crew {
	all := map[string]crew.Process{}
	for i := range n {
		all[fmt.Sprint("worker-", i)] = o
	}
	return crew.New(all)
}

func TestEachProcessDoesOneThingAtATime(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		o := &office{}
		c := of(o, 2)
		began := time.Now()
		var all sync.WaitGroup
		for range 6 {
			all.Go(func() {
				if body, err := c.Do(t.Context(), []byte("alarm")); err != nil || string(body) != "{}" {
					t.Errorf("%s, %v", body, err)
				}
			})
		}
		synctest.Wait()
		if c.Idle() {
			t.Error("two of them are at work")
		}
		all.Wait()
		done := c.Done()
		if took := time.Since(began); o.most != 2 || took != 3*time.Second || !c.Idle() || len(done) != 6 {
			t.Errorf("%d at a time, %s, %d done", o.most, took, len(done))
		}
		if w := done[0]; !w.Began.Equal(began) || w.End.Sub(w.Began) != time.Second || w.Groups != nil || !strings.HasPrefix(w.By, "worker-") {
			t.Errorf("%+v", w)
		}
	})
}

func TestAnEventThatFailsOrFindsNobodyIsAnError(t *testing.T) {
	broken := errors.New("the process has ended")
	for name, answer := range map[string]func(string) (runtime.Answer, error){
		"no such table": func(string) (runtime.Answer, error) {
			return runtime.Answer{Body: []byte("no such table"), Error: true}, nil
		},
		"the process has ended": func(string) (runtime.Answer, error) { return runtime.Answer{}, broken },
	} {
		synctest.Test(t, func(t *testing.T) {
			if _, err := of(&office{answer: answer}, 1).Do(t.Context(), nil); err == nil || !strings.Contains(err.Error(), name) {
				t.Errorf("%s: %v", name, err)
			}
		})
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := of(&office{}, 0).Do(ctx, nil); !errors.Is(err, context.Canceled) {
		t.Error(err)
	}
}

// post runs the mail for some time, with messages that lie there at first.
func post(t *testing.T, o *office, workers int, lasts time.Duration, all ...account.Message) *crew.Mail {
	t.Helper()
	m := &crew.Mail{
		Crew:  of(o, workers),
		Take:  func() []account.Message { out := all; all = nil; return out },
		Event: func(all ...account.Message) ([]byte, error) { return json.Marshal(all) },
	}
	ctx, stop := context.WithTimeout(t.Context(), lasts)
	defer stop()
	if err := m.Run(ctx); err != nil {
		t.Error(err)
	}
	return m
}

func message(queue, group, body string) account.Message {
	return account.Message{Queue: queue, Group: group, Body: body}
}

// bodies are what was in each event.
func bodies(t *testing.T, events []string) (out []string) {
	t.Helper()
	for _, e := range events {
		var all []account.Message
		if err := json.Unmarshal([]byte(e), &all); err != nil {
			t.Fatal(err)
		}
		var b []string
		for _, m := range all {
			b = append(b, m.Body)
		}
		out = append(out, strings.Join(b, " "))
	}
	return out
}

func TestAnEventHasTenMessagesOfOneQueueAtMost(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		o := &office{}
		all := []account.Message{message("urgent", "u", "back")}
		for i := range 12 {
			all = append(all, message("jobs", fmt.Sprint(i), fmt.Sprint(i)))
		}
		m := post(t, o, 5, 3*time.Second, all...)
		got := bodies(t, o.events)
		slices.Sort(got)
		if want := []string{"0 1 2 3 4 5 6 7 8 9", "10 11", "back"}; !slices.Equal(got, want) || !m.Empty() || m.Again() != 0 {
			t.Errorf("%q, %d came again", got, m.Again())
		}
	})
}

func TestAGroupIsHandledInOrderAndNeverTwiceAtOnce(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		o := &office{}
		late := []account.Message{message("jobs", "a", "3"), message("jobs", "b", "4")}
		m := &crew.Mail{
			Crew: of(o, 5), Event: func(all ...account.Message) ([]byte, error) { return json.Marshal(all) },
		}
		began, first := time.Now(), []account.Message{message("jobs", "a", "1"), message("jobs", "a", "2")}
		m.Take = func() (out []account.Message) {
			out, first = first, nil
			if time.Since(began) > 500*time.Millisecond {
				out, late = append(out, late...), nil
			}
			return out
		}
		ctx, stop := context.WithTimeout(t.Context(), 4*time.Second)
		defer stop()
		if err := m.Run(ctx); err != nil {
			t.Error(err)
		}
		if got := bodies(t, o.events); !slices.Equal(got, []string{"1 2", "4", "3"}) {
			t.Errorf("%q", got)
		}
	})
}

func TestWhatFailsComesBackAfterTheVisibilityTimeOutAndHoldsUpItsGroup(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		o, began := &office{}, time.Now()
		var times []time.Duration
		o.answer = func(string) (runtime.Answer, error) {
			times = append(times, time.Since(began))
			if len(times) > 1 {
				return runtime.Answer{Body: []byte(`{"batchItemFailures":[]}`)}, nil
			}
			return runtime.Answer{Body: []byte(`{"batchItemFailures":[{"itemIdentifier":"1"},{"itemIdentifier":"2"}]}`)}, nil
		}
		var all []account.Message
		for i, group := range []string{"b", "a", "a", "c", "d", "e", "f", "g", "h", "i", "a"} { // the last one is not in the first event
			all = append(all, message("jobs", group, fmt.Sprint(i)))
		}
		m := post(t, o, 1, 2*time.Minute, all...)
		if got := bodies(t, o.events); !slices.Equal(got, []string{"0 1 2 3 4 5 6 7 8 9", "1 2 10"}) || m.Again() != 2 || !m.Empty() {
			t.Errorf("%q, %d came again", got, m.Again())
		}
		if len(times) != 2 || times[1]-times[0] < 90*time.Second {
			t.Errorf("it was handled after %s", times)
		}
	})
}

func TestAQueueHasTenEventsUnderWayAtMost(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		o, all := &office{}, []account.Message{}
		for i := range 150 {
			all = append(all, message("jobs", fmt.Sprint(i), "hello"))
		}
		if m := post(t, o, 20, 5*time.Second, all...); o.most != 10 || len(o.events) != 15 || !m.Empty() {
			t.Errorf("%d at a time, %d events", o.most, len(o.events))
		}
	})
}

func TestAFunctionThatFailsOnItsQueueEndsTheRun(t *testing.T) {
	for name, body := range map[string]string{"no JSON": "no", "an unknown message": `{"batchItemFailures":[{"itemIdentifier":"7"}]}`} {
		synctest.Test(t, func(t *testing.T) {
			o := &office{answer: func(string) (runtime.Answer, error) { return runtime.Answer{Body: []byte(body)}, nil }}
			sent := []account.Message{message("jobs", "a", "1")}
			m := &crew.Mail{
				Crew: of(o, 1), Take: func() []account.Message { out := sent; sent = nil; return out },
				Event: func(all ...account.Message) ([]byte, error) { return json.Marshal(all) },
			}
			if err := m.Run(t.Context()); err == nil {
				t.Errorf("%s is let through", name)
			}
		})
	}
}

func TestWhatIsUnderWayWhenTheRunEndsIsNoFailure(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		o := &office{answer: func(string) (runtime.Answer, error) { return runtime.Answer{}, errors.New("killed") }}
		post(t, o, 1, 500*time.Millisecond, message("jobs", "a", "1"))
		if len(o.events) != 1 {
			t.Errorf("%d events", len(o.events))
		}
	})
}
