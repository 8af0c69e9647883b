package ingress_test

import (
	"net/http"
	"strings"
	"sync"
	"testing"
)

// faults.md A5, A14
func TestARepeatedRequestGetsTheSameAnswerAndIsDoneOnce(t *testing.T) {
	for name, body := range map[string]string{
		"with a trigger":    typed("/deploy staging abc123"),
		"without a trigger": typed("/deploy staging abc123", "trigger_id", ""),
	} {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t)
			var answers []string
			stamp := signed(commands, body).Header.Get("X-Slack-Request-Timestamp")
			for retry := range 4 {
				r := signedAt(commands, body, stamp)
				if retry > 0 {
					r.Header.Set("X-Slack-Retry-Num", string(rune('0'+retry)))
				}
				answers = append(answers, said(t, w.serve(r)))
			}
			for _, a := range answers {
				if a != answers[0] {
					t.Errorf("%q differs from %q", a, answers[0])
				}
			}
			if w.queue.calls != 4 {
				t.Errorf("the queue was asked %d times", w.queue.calls)
			}
			w.queue.only(t)
		})
	}
}

// faults.md A14
func TestARetryCountsWhenTheFirstDeliveryWasLost(t *testing.T) {
	w := newWorld(t)
	r := signed(commands, typed("/deploy staging abc123"))
	r.Header.Set("X-Slack-Retry-Num", "1")
	r.Header.Set("X-Slack-Retry-Reason", "http_timeout")
	said(t, w.serve(r))
	w.queue.only(t)
}

func TestWithoutATriggerEveryRequestHasItsOwnId(t *testing.T) {
	w := newWorld(t)
	for _, line := range []string{"/deploy staging abc123", "/deploy staging abc124"} {
		for _, odd := range []string{"", "with blank", strings.Repeat("1", 256)} {
			said(t, w.serve(signed(commands, typed(line, "trigger_id", odd))))
		}
	}
	if len(w.queue.jobs) != 6 {
		t.Errorf("%d jobs", len(w.queue.jobs))
	}
	for _, j := range w.queue.jobs {
		if len(j.ID) != 64 {
			t.Errorf("odd id %q", j.ID)
		}
	}
}

func TestManyAtOnceAreServedApart(t *testing.T) {
	w := newWorld(t)
	var wg sync.WaitGroup
	for range 50 {
		wg.Go(func() {
			if got := w.serve(signed(interactions, pressed(t))); got.Code != http.StatusOK {
				t.Errorf("got %d", got.Code)
			}
		})
		wg.Go(func() { said(t, w.serve(signed(commands, typed("/deploy status prod", "trigger_id", "other")))) })
	}
	wg.Wait()
	if len(w.queue.jobs) != 2 || w.queue.calls != 100 {
		t.Errorf("%d jobs of %d calls", len(w.queue.jobs), w.queue.calls)
	}
}
