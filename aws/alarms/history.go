package alarms

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/cloudwatch"
	"github.com/aws/aws-sdk-go-v2/service/cloudwatch/types"
)

// Change is an alarm going from one state to another.
type Change struct {
	At       time.Time
	From, To State
	Reason   string // CloudWatch's words for it; untrusted
}

// History gives an alarm's changes of state in From ≤ t < To, in order of time.
func (a *Alarms) History(ctx context.Context, name string, from, to time.Time) ([]Change, error) {
	in := &cloudwatch.DescribeAlarmHistoryInput{
		AlarmName: aws.String(name), AlarmTypes: []types.AlarmType{types.AlarmTypeMetricAlarm, types.AlarmTypeCompositeAlarm},
		HistoryItemType: types.HistoryItemTypeStateUpdate, ScanBy: types.ScanByTimestampAscending,
		StartDate: aws.Time(from), EndDate: aws.Time(to), MaxRecords: aws.Int32(100),
	}
	var all []Change
	for pages := cloudwatch.NewDescribeAlarmHistoryPaginator(a.client, in); pages.HasMorePages(); {
		page, err := pages.NextPage(ctx)
		if err != nil {
			return nil, domain("read the alarm's history", err)
		}
		for _, item := range page.AlarmHistoryItems {
			at := aws.ToTime(item.Timestamp).UTC()
			if at.Before(from) || !at.Before(to) {
				continue
			}
			c, err := read(aws.ToString(item.HistoryData))
			if err != nil {
				return nil, domain("tell the alarm's history", err)
			}
			if c.At = at; c.From != c.To { // that it was made is no change
				all = append(all, c)
			}
		}
	}
	slices.SortStableFunc(all, func(x, y Change) int { return x.At.Compare(y.At) })
	return all, nil
}

// read reads what CloudWatch notes of a change.
func read(data string) (Change, error) {
	type state struct {
		Value  State  `json:"stateValue"`
		Reason string `json:"stateReason"`
	}
	var note struct {
		Old state `json:"oldState"`
		New state `json:"newState"`
	}
	if err := json.Unmarshal([]byte(data), &note); err != nil {
		return Change{}, fmt.Errorf("read a change: %w", err)
	}
	for _, s := range []State{note.Old.Value, note.New.Value} {
		if s != OK && s != Red && s != Unknown {
			return Change{}, fmt.Errorf("read a change: %q is no state of an alarm", s)
		}
	}
	return Change{From: note.Old.Value, To: note.New.Value, Reason: note.New.Reason}, nil
}
