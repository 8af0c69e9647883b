package commandtest_test

import (
	"errors"
	"testing"
	"time"

	"github.com/slipway-dev/slipway/commands/commandtest"
	"github.com/slipway-dev/slipway/rollout"
)

func TestTheMonitorSaysWhatItWasTold(t *testing.T) {
	m := commandtest.NewMonitor()
	m.Set(rollout.Signal{ID: "arn", Name: "errors", Region: "eu-central-1"}, map[string]string{"service": "checkout"})
	noon := time.Date(2026, 11, 22, 12, 0, 0, 0, time.UTC)
	m.Say([]rollout.Reading{{At: noon}, {At: noon.Add(time.Minute)}}, []rollout.Failing{{Text: "a", Last: noon}, {Text: "b"}, {Text: "c"}})
	found, _ := m.Alarms(t.Context(), "eu-central-1", []string{"others", "errors", "arn"})
	tags, _ := m.Tags(t.Context(), "arn")
	readings, _ := m.Series(t.Context(), rollout.SeriesQuery{From: noon, To: noon.Add(time.Minute)})
	lines, _ := m.Failing(t.Context(), rollout.Target{}, "42", noon, noon, 1)
	if len(found) != 2 || found[0].ID != "arn" || found[1].Name != "errors" || tags["service"] != "checkout" || len(readings) != 1 || len(lines) != 1 || lines[0].Text != "b" {
		t.Errorf("%+v %v %v %v", found, tags, readings, lines)
	}
	if found, err := m.Alarms(t.Context(), "us-east-1", []string{"errors"}); err != nil || len(found) != 0 {
		t.Errorf("another region's: %+v, %v", found, err)
	}
	m.Unset("arn")
	if found, err := m.Alarms(t.Context(), "", []string{"arn"}); err != nil || len(found) != 0 {
		t.Errorf("deleted: %+v, %v", found, err)
	}
	if calls := m.Calls(); len(calls) != 6 || len(m.Calls()) != 0 {
		t.Errorf("%v", calls)
	}
	m.Before = func(string) error { return errDown }
	_, alarm := m.Alarms(t.Context(), "", []string{"arn"})
	_, tag := m.Tags(t.Context(), "arn")
	_, series := m.Series(t.Context(), rollout.SeriesQuery{})
	_, failing := m.Failing(t.Context(), rollout.Target{}, "42", noon, noon, 1)
	for _, err := range []error{alarm, tag, series, failing} {
		if !errors.Is(err, errDown) {
			t.Error(err)
		}
	}
}

func TestTheOutsideRemembersWhatItHeardEvenWhenItsAnswerIsLost(t *testing.T) {
	o := &commandtest.Outside{}
	all := func() error {
		return errors.Join(
			o.Page(t.Context(), rollout.Page{Key: "01J"}),
			o.Event(t.Context(), "checkout", "alarm", map[string]string{"state": "ALARM"}),
			o.Publish(t.Context(), "subject", "body"),
		)
	}
	heard := func() int { return len(o.Pages()) + len(o.Events()) + len(o.Announced()) }
	if err := all(); err != nil || heard() != 3 || o.Events()[0].Facts["state"] != "ALARM" || o.Announced()[0].Body != "body" {
		t.Errorf("%v, heard %d", err, heard())
	}
	o.After = func(string) error { return errDown }
	if err := all(); !errors.Is(err, errDown) || heard() != 6 {
		t.Errorf("%v, heard %d", err, heard())
	}
	o.Before = func(string) error { return errDown }
	if err := all(); !errors.Is(err, errDown) || heard() != 6 {
		t.Errorf("%v, heard %d", err, heard())
	}
}
