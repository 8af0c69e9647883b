package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/slipway-dev/slipway/aws/alarms"
	"github.com/slipway-dev/slipway/rollout"
)

// hearing is an office that listens to the alarms of tests/events.
type hearing struct {
	*office
	heard []string
	asked []rollout.Target // for drills
	sums  []string         // the times for which summaries were asked for
	fails error            // of whatever it does
}

func newHearing() *hearing {
	h := &hearing{office: newOffice()}
	h.ears = ears{
		from: alarms.Sources{Accounts: []string{"123456789012"}, Topics: []string{"arn:aws:sns:eu-central-1:123456789012:alarms"}},
		hear: func(_ context.Context, s rollout.Signal) error {
			h.heard = append(h.heard, fmt.Sprintf("%s %s", s.Name, s.State))
			return h.fails
		},
		drill: func(_ context.Context, t rollout.Target) error {
			h.asked = append(h.asked, t)
			return h.fails
		},
		sum: func(_ context.Context, at time.Time) error {
			h.sums = append(h.sums, at.Format(time.RFC3339))
			return h.fails
		},
	}
	return h
}

// event is one of tests/events.
func event(t *testing.T, name string) string {
	t.Helper()
	raw, err := os.ReadFile("../../tests/events/" + name + ".json")
	if err != nil {
		t.Fatal(err)
	}
	return string(raw)
}

func TestAlarmsAreHeardWhicheverWayTheyCome(t *testing.T) {
	for name, want := range map[string][]string{
		"sns-metric":         {"checkout-errors ALARM"},
		"sns-several":        {"checkout-errors ALARM", "checkout-errors OK"},
		"sns-composite":      {"checkout-prod ALARM"},
		"sns-percentile":     {"checkout-latency INSUFFICIENT_DATA"},
		"eventbridge-metric": {"checkout-errors ALARM"},
		"lambda-composite":   {"checkout-prod ALARM"},
	} {
		h := newHearing()
		if _, err := h.Handle(t.Context(), []byte(event(t, name))); err != nil || !slices.Equal(h.heard, want) {
			t.Errorf("%s: %v, %v", name, h.heard, err)
		}
	}
}

// faults.md C1: what comes again is for the commands to know; nothing here keeps it away.
func TestASignalThatFailsComesAgainWithAllOfItsEvent(t *testing.T) {
	h := newHearing()
	h.fails = errors.New("the table is gone")
	for range 2 {
		if _, err := h.Handle(t.Context(), []byte(event(t, "sns-several"))); !errors.Is(err, h.fails) || errors.Is(err, errForeign) {
			t.Error(err)
		}
	}
	if len(h.heard) != 4 {
		t.Errorf("it heard %v", h.heard)
	}
}

// faults.md C3
func TestAStrangersSignalIsDroppedWithALineThatCanBeCounted(t *testing.T) {
	for name, c := range map[string]struct{ event, old, new, what string }{
		"another topic":   {"sns-metric", ":alarms\",", ":666\",", "topic"},
		"another account": {"eventbridge-metric", "123456789012", "666666666666", "account"},
		"another region":  {"lambda-metric", "eu-central-1", "us-east-1", "region"},
	} {
		h := newHearing()
		h.from.Regions = []string{"eu-central-1"}
		if _, err := h.Handle(t.Context(), []byte(strings.ReplaceAll(event(t, c.event), c.old, c.new))); err != nil || h.heard != nil {
			t.Errorf("%s: heard %v, %v", name, h.heard, err)
		}
		var line map[string]any
		if err := json.Unmarshal(h.log.Bytes(), &line); err != nil {
			t.Fatal(err)
		}
		if line["dropped"] != c.what || line["message"] != "a signal of an alarm is dropped" || line["level"] != "WARN" || line["alarm"] == "" || line["account"] == nil || line["region"] == nil || line["topic"] == nil {
			t.Errorf("%s: the log says %v", name, line)
		}
	}
}

func TestTheScheduleAsksForADrill(t *testing.T) {
	h := newHearing()
	const asks = `{"do":"drill","service":"checkout","environment":"staging"}`
	if _, err := h.Handle(t.Context(), []byte(asks)); err != nil || len(h.asked) != 1 || h.asked[0] != (rollout.Target{Service: "checkout", Environment: "staging"}) {
		t.Errorf("%v, %v", h.asked, err)
	}
	h.fails = errors.New("the table is gone")
	if _, err := h.Handle(t.Context(), []byte(asks)); !errors.Is(err, h.fails) {
		t.Error(err)
	}
}

// The time is the one that the schedule was set for, in whichever zone it says it.
func TestTheScheduleAsksForASummary(t *testing.T) {
	for asks, want := range map[string]string{
		`{"do":"summary","at":"2026-11-23T08:00:00Z"}`:      "2026-11-23T08:00:00Z",
		`{"at":"2026-11-23T09:00:00+01:00","do":"summary"}`: "2026-11-23T09:00:00+01:00",
	} {
		h := newHearing()
		if _, err := h.Handle(t.Context(), []byte(asks)); err != nil || len(h.sums) != 1 || h.sums[0] != want || h.asked != nil {
			t.Errorf("%s: %v, %v", asks, h.sums, err)
		}
		h.fails = errors.New("the table is gone")
		if _, err := h.Handle(t.Context(), []byte(asks)); !errors.Is(err, h.fails) {
			t.Error(err)
		}
	}
}

// faults.md C10: what is of none of the five kinds, or of two, is done for nobody.
func TestWhatIsOfNoKindIsForeignAndDoesNothing(t *testing.T) {
	alarm := event(t, "eventbridge-metric")
	for _, raw := range []string{
		``, `null`, `[]`, `"drill"`, `{}`, `{"Records":[]}`, `{"do":"drill"}`, `{"do":"drill","service":"checkout"}`, `{"do":"sweep"}`,
		`{"do":"tick","service":"checkout","environment":"prod"}`, `{"do":"drill","service":"checkout","environment":"prod","ref":"main"}`,
		`{"do":"drill","service":"checkout","environment":"prod"}{}`, `{"do":"drill","service":7,"environment":"prod"}`,
		`{"do":"summary"}`, `{"do":"summary","at":""}`, `{"do":"summary","at":"<aws.scheduler.scheduled-time>"}`, `{"do":"summary","at":"2026-11-23"}`,
		`{"do":"summary","at":1764000000}`, `{"do":"summary","at":null}`, `{"do":"summary","at":"2026-11-23T08:00:00Z","channel":"C1"}`, `{"do":"summary","at":"2026-11-23T08:00:00Z"}{}`,
		`{"do":"summary","at":"2026-11-23T08:00:00Z","service":"checkout"}`, `{"do":"drill","at":"2026-11-23T08:00:00Z"}`, `["summary","2026-11-23T08:00:00Z"]`,
		`{"resource":"/{proxy+}","path":"/slack/events","httpMethod":"POST","body":` + quoted(t, alarm) + `}`,
		strings.Replace(alarm, "{", `{"do":"drill","service":"checkout","environment":"prod","Records":[{"EventSource":"aws:sns"}],`, 1),
		event(t, "foreign-configuration-change"), event(t, "foreign-contributor"),
	} {
		h := newHearing()
		if _, err := h.Handle(t.Context(), []byte(raw)); !errors.Is(err, errForeign) || h.heard != nil || h.asked != nil || h.sums != nil {
			t.Errorf("%.80s: heard %v, drilled %v, summed up %v, %v", raw, h.heard, h.asked, h.sums, err)
		}
	}
}

func quoted(t *testing.T, text string) string {
	t.Helper()
	body, err := json.Marshal(text)
	if err != nil {
		t.Fatal(err)
	}
	return string(body)
}

// faults.md C9: an address in a message is nobody's to fetch, and the message is an error.
func TestABrokenSignalIsAnErrorAndRepeatsNothingOfIt(t *testing.T) {
	for _, name := range []string{"broken-text", "broken-confirmation"} {
		h := newHearing()
		_, err := h.Handle(t.Context(), []byte(event(t, name)))
		if err == nil || errors.Is(err, errForeign) || h.heard != nil || strings.Contains(err.Error(), "169.254") || strings.Contains(err.Error(), "Deploy went fine") {
			t.Errorf("%s: heard %v, %v", name, h.heard, err)
		}
	}
}

func TestAPanicIsAnErrorOfTheEvent(t *testing.T) {
	h := newHearing()
	h.hear = func(context.Context, rollout.Signal) error { panic("at the disco") }
	if _, err := h.Handle(t.Context(), []byte(event(t, "sns-metric"))); err == nil || !strings.Contains(err.Error(), "panic: at the disco") || !strings.Contains(err.Error(), "signals_test.go") {
		t.Error(err)
	}
}
