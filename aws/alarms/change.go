package alarms

import (
	"encoding/json"

	"github.com/aws/aws-lambda-go/events"

	"github.com/slipway-dev/slipway/rollout"
)

// change is how EventBridge tells of an alarm, and the alarm itself when it calls.
type change struct {
	Name  string `json:"alarmName"`
	State struct {
		Value  string `json:"value"`
		Reason string `json:"reason"`
		Data   string `json:"reasonData"` // JSON in a string
		At     string `json:"timestamp"`
	} `json:"state"`
	Configuration struct {
		Description string `json:"description"`
		Rule        string `json:"alarmRule"` // of an alarm on other alarms
		Metrics     []struct {
			Stat struct { // empty for an expression
				Metric struct {
					Namespace  string            `json:"namespace"`
					Name       string            `json:"name"`
					Dimensions map[string]string `json:"dimensions"`
				} `json:"metric"`
				Period int64  `json:"period"`
				Stat   string `json:"stat"`
			} `json:"metricStat"`
		} `json:"metrics"`
	} `json:"configuration"`
}

// fromBus reads what EventBridge sends.
func fromBus(raw []byte) (Batch, error) {
	var e events.EventBridgeEvent
	if err := decode(raw, &e); err != nil {
		return Batch{}, err
	}
	var c change
	if err := decode(e.Detail, &c); err != nil {
		return Batch{}, err
	}
	id := ""
	if len(e.Resources) == 1 {
		id = e.Resources[0]
	}
	return c.batch(ByBus, id, e.AccountID, e.Region)
}

// fromItself reads what an alarm calls a function with.
func fromItself(raw []byte) (Batch, error) {
	var e struct {
		ARN     string `json:"alarmArn"`
		Account string `json:"accountId"`
		Region  string `json:"region"`
		Data    change `json:"alarmData"`
	}
	if err := decode(raw, &e); err != nil {
		return Batch{}, err
	}
	return e.Data.batch(ByItself, e.ARN, e.Account, e.Region)
}

func (c change) batch(way Way, id, account, region string) (Batch, error) {
	at, err := moment(c.State.At)
	if err != nil {
		return Batch{}, err
	}
	if account == "" {
		return Batch{}, errAccount
	}
	if region == "" {
		return Batch{}, errRegion
	}
	s := rollout.Signal{
		ID: id, Name: c.Name, Account: account, Region: region, State: rollout.AlarmState(c.State.Value), At: at,
		Reason: c.State.Reason, Description: c.Configuration.Description,
		Threshold: threshold(c.State.Data), Children: children(c.Configuration.Rule),
	}
	for _, m := range c.Configuration.Metrics {
		s.Gauges = append(s.Gauges, rollout.Gauge{
			Namespace: m.Stat.Metric.Namespace, Metric: m.Stat.Metric.Name, Dimensions: m.Stat.Metric.Dimensions,
			Statistic: m.Stat.Stat, Period: period(m.Stat.Period),
		})
	}
	if s, err = checked(s); err != nil {
		return Batch{}, err
	}
	return Batch{Way: way, Signals: []rollout.Signal{s}}, nil
}

// threshold is the fixed one that the data of a reason speak of. They are there for
// whoever wants to know more, so that there is none is no error.
func threshold(data string) *float64 {
	var d struct {
		Threshold *float64 `json:"threshold"`
	}
	if json.Unmarshal([]byte(data), &d) != nil {
		return nil
	}
	return d.Threshold
}
