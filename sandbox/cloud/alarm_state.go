package cloud

import (
	"fmt"
	"strconv"
	"strings"
	"time"
)

// watch is an alarm as it is now: it is evaluated for each minute whose datapoint has
// come since the last time, so what it says does not depend on who asks when.
func (a *Account) watch(name string, now time.Time) (watched, error) {
	w := a.alarms[name]
	after, err := a.evaluate(w, now)
	switch {
	case err != nil:
		return w, err
	case after.Since.Equal(w.Since): // a restart evaluates the same minutes once more
		a.alarms[name] = after
		return after, nil
	default:
		return after, a.keep(after)
	}
}

func (a *Account) evaluate(w watched, now time.Time) (watched, error) {
	last := a.lastArrived(now)
	first := max(w.Judged+1, last-keptHours*60)
	if first > last {
		return w, nil
	}
	points, err := a.readings(w.Alarm, first, last, now)
	if err != nil {
		return w, err
	}
	for m := first; m <= last; m++ {
		w.Judged = m
		at := minute{At: m + 1}.start().Add(a.lag())
		if at.Before(w.Until) {
			continue
		}
		if state, reason := w.judge(points, m); state != w.State {
			w = w.turn(state, reason, at)
		}
	}
	return w, nil
}

// reading is an alarm's metric in one minute.
type reading struct {
	at    time.Time
	value float64
}

func (r reading) String() string {
	return decimal(r.value) + r.at.UTC().Format(" (02/01/06 15:04:05)")
}

// decimal writes a number with a point in it, always.
func decimal(v float64) string {
	s := strconv.FormatFloat(v, 'f', -1, 64)
	if !strings.Contains(s, ".") {
		s += ".0"
	}
	return s
}

// readings are those that the evaluations of some minutes look at, by minute.
func (a *Account) readings(al Alarm, first, last int64, now time.Time) (map[int64]reading, error) {
	f, ok := a.functions[al.FunctionName]
	if !ok {
		return nil, nil
	}
	if err := a.settle(f, now.Truncate(time.Minute)); err != nil {
		return nil, err
	}
	byMinute := map[int64]reading{}
	for _, p := range a.datapoints(MetricsQuery{
		FunctionName: al.FunctionName, Alias: LiveAlias,
		From: minute{At: first - int64(al.OutOf) + 1}.start(), To: minute{At: last + 1}.start(),
	}, now) {
		value := float64(p.Errors)
		if al.Metric == MetricDuration {
			value = p.P95MS
		}
		byMinute[minuteOf(p.At)] = reading{p.At, value}
	}
	return byMinute, nil
}

// judge says what the last OutOf minutes up to one amount to. Where missing ones say
// nothing and fewer than Breaches are there, all that are there have to breach, as in
// CloudWatch's "premature" alarms.
func (al Alarm) judge(points map[int64]reading, m int64) (state, reason string) {
	var above, below []reading // the newest first
	for i := m; i > m-int64(al.OutOf); i-- {
		switch r, ok := points[i]; {
		case ok && r.value > al.Threshold:
			above = append(above, r)
		case ok:
			below = append(below, r)
		}
	}
	there := len(above) + len(below)
	missing, breaches, need := al.OutOf-there, len(above), al.Breaches
	switch al.TreatMissing {
	case Breaching:
		breaches += missing
	case NotBreaching:
	case Ignore:
		if there == 0 {
			return al.State, al.Reason
		}
		need = min(need, there)
	default:
		if there == 0 {
			return AlarmUnknown, fmt.Sprintf("Insufficient Data: %s unknown.", were(missing, "datapoint"))
		}
		need = min(need, there)
	}
	if breaches >= need {
		return AlarmRed, al.crossed(above, missing, AlarmRed)
	}
	return AlarmOK, al.crossed(below, missing, AlarmOK)
}

// crossed is why an alarm came into a state, in CloudWatch's words.
func (al Alarm) crossed(by []reading, missing int, to string) string {
	if len(by) == 0 {
		treated := map[string]string{AlarmRed: "Breaching", AlarmOK: "NonBreaching"}[to]
		return fmt.Sprintf("Threshold Crossed: no datapoints were received for %s and %s treated as [%s].",
			count(missing, "period"), were(missing, "missing datapoint"), treated)
	}
	is, need := "greater than", al.Breaches
	if to == AlarmOK {
		is, need = "not greater than", al.OutOf-al.Breaches+1
	}
	const shown = 5
	var said []string
	for _, r := range by[:min(shown, len(by))] {
		said = append(said, r.String())
	}
	verb := "was"
	if len(by) > 1 {
		verb = "were"
	}
	return fmt.Sprintf("Threshold Crossed: %d out of the last %d datapoints [%s] %s %s the threshold (%s) (minimum %s for %s -> %s transition).",
		len(by), al.OutOf, strings.Join(said, ", "), verb, is, decimal(al.Threshold), count(need, "datapoint"), al.State, to)
}

func count(n int, what string) string {
	if n == 1 {
		return "1 " + what
	}
	return fmt.Sprintf("%d %ss", n, what)
}

func were(n int, what string) string {
	if n == 1 {
		return count(n, what) + " was"
	}
	return count(n, what) + " were"
}
