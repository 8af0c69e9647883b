package alarms

import (
	"errors"
	"fmt"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/slipway-dev/slipway/rollout"
)

// What is kept of a signal at most, in bytes where nothing else is said. Fifty alarms of a
// target are one record, and that has to fit into a row of 400 KB.
const (
	longestName    = 255 // characters, as CloudWatch has it
	longestText    = 1 << 10
	longestWord    = 255 // of a metric
	mostGauges     = 20  // to find the target by
	mostDimensions = 10  // CloudWatch knows 30
	longestPeriod  = 7 * 24 * time.Hour
)

// checked is a signal that has all that it needs, and no more than can be kept. Account
// and region are those of the alarm's ARN; where the event says them too, it has to agree.
func checked(s rollout.Signal) (rollout.Signal, error) {
	where, err := locate(s.ID)
	switch {
	case err != nil:
		return rollout.Signal{}, err
	case s.Name == "":
		return rollout.Signal{}, errors.New("its name is missing")
	case utf8.RuneCountInString(s.Name) > longestName:
		return rollout.Signal{}, fmt.Errorf("its name has more than %d characters", longestName)
	case s.Account != "" && s.Account != where.account:
		return rollout.Signal{}, errors.New("its account is not that of its ARN")
	case s.Region != "" && s.Region != where.region:
		return rollout.Signal{}, errors.New("its region is not that of its ARN")
	case s.State != rollout.AlarmOK && s.State != rollout.AlarmRed && s.State != rollout.AlarmUnknown:
		return rollout.Signal{}, errors.New("its state is missing, or is none of an alarm's")
	case s.At.IsZero():
		return rollout.Signal{}, errors.New("the time of its state is missing")
	case s.At.Year() < 1 || s.At.Year() > 9999: // a zone can make it so, and it could not be kept
		return rollout.Signal{}, errTime
	}
	s.Account, s.Region = where.account, where.region
	s.Name, s.Reason, s.Description = cut(s.Name, longestText), cut(s.Reason, longestText), cut(s.Description, longestText)
	s.Comparison = cut(s.Comparison, longestWord)
	s.Gauges = bounded(s.Gauges)
	return s, nil
}

// bounded are the metrics that can be kept, the first ones.
func bounded(all []rollout.Gauge) []rollout.Gauge {
	var kept []rollout.Gauge
	for _, g := range all {
		if len(kept) == mostGauges || g.Metric == "" || len(g.Dimensions) > mostDimensions {
			continue
		}
		d := make(map[string]string, len(g.Dimensions))
		for name, value := range g.Dimensions {
			d[word(name)] = word(value)
		}
		kept = append(kept, rollout.Gauge{
			Namespace: word(g.Namespace), Metric: word(g.Metric), Dimensions: d, Statistic: word(g.Statistic), Period: g.Period,
		})
	}
	return kept
}

func word(text string) string { return cut(text, longestWord) }

// cut shortens a text to that many bytes, between characters.
func cut(text string, most int) string {
	const more = "…"
	text = strings.ToValidUTF8(text, "�")
	if len(text) <= most {
		return text
	}
	end := most - len(more)
	for !utf8.RuneStart(text[end]) {
		end--
	}
	return text[:end] + more
}

// period is a metric's period; 0 when it makes no sense.
func period(seconds int64) time.Duration {
	if seconds <= 0 || seconds > int64(longestPeriod/time.Second) {
		return 0
	}
	return time.Duration(seconds) * time.Second
}

// moment reads a time as events have it, "2019-10-02T17:04:40.985+0000" or RFC 3339. It
// is zero when it is missing; an error never repeats what was there.
func moment(text string) (time.Time, error) {
	if text == "" {
		return time.Time{}, nil
	}
	for _, layout := range []string{"2006-01-02T15:04:05Z0700", time.RFC3339} {
		if at, err := time.Parse(layout, text); err == nil {
			return at.UTC(), nil
		}
	}
	return time.Time{}, errTime
}
