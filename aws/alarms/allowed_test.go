package alarms_test

import (
	"errors"
	"testing"

	"github.com/slipway-dev/slipway/aws/alarms"
	"github.com/slipway-dev/slipway/rollout"
)

// faults.md C3
func TestOnlyWhatComesFromWhereItMayIsListenedTo(t *testing.T) {
	const topic = "arn:aws:sns:eu-central-1:123456789012:alarms"
	ours := rollout.Signal{Account: "123456789012", Region: "eu-central-1"}
	foreign, abroad := rollout.Signal{Account: "666666666666", Region: "eu-central-1"}, rollout.Signal{Account: "123456789012", Region: "us-east-1"}
	here := alarms.Sources{Accounts: []string{"123456789012"}, Regions: []string{"eu-central-1"}, Topics: []string{topic}}
	anywhere := alarms.Sources{Accounts: here.Accounts}
	for name, c := range map[string]struct {
		batch alarms.Batch
		from  alarms.Sources
		what  string // is not listened to; empty: it is
	}{
		"by the bus":              {alarms.Batch{Way: alarms.ByBus, Signals: []rollout.Signal{ours}}, here, ""},
		"by itself":               {alarms.Batch{Way: alarms.ByItself, Signals: []rollout.Signal{ours}}, here, ""},
		"by our topic":            {alarms.Batch{Way: alarms.ByTopic, Topic: topic, Signals: []rollout.Signal{ours}}, here, ""},
		"by another topic":        {alarms.Batch{Way: alarms.ByTopic, Topic: topic + "2", Signals: []rollout.Signal{ours}}, here, "topic"},
		"by no topic":             {alarms.Batch{Way: alarms.ByTopic, Signals: []rollout.Signal{ours}}, here, "topic"},
		"by a topic of nobody's":  {alarms.Batch{Way: alarms.ByTopic, Topic: topic, Signals: []rollout.Signal{ours}}, anywhere, "topic"},
		"another account":         {alarms.Batch{Way: alarms.ByBus, Signals: []rollout.Signal{foreign}}, here, "account"},
		"another account, hidden": {alarms.Batch{Way: alarms.ByTopic, Topic: topic, Signals: []rollout.Signal{ours, foreign}}, here, "account"},
		"another region":          {alarms.Batch{Way: alarms.ByBus, Signals: []rollout.Signal{abroad}}, here, "region"},
		"any region":              {alarms.Batch{Way: alarms.ByBus, Signals: []rollout.Signal{abroad}}, anywhere, ""},
		"nobody is":               {alarms.Batch{Way: alarms.ByBus, Signals: []rollout.Signal{ours}}, alarms.Sources{}, "account"},
	} {
		err := alarms.Allowed(c.batch, c.from)
		var u *alarms.Unwelcome
		if (err == nil) != (c.what == "") || c.what != "" && (!errors.As(err, &u) || u.What != c.what) {
			t.Errorf("%s: %v", name, err)
		}
	}
	err := alarms.Allowed(alarms.Batch{Way: alarms.ByTopic, Topic: "arn"}, here)
	if err == nil || err.Error() != `the topic "arn" is not listened to` {
		t.Error(err)
	}
}
