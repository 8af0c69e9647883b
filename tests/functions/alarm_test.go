package functions

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/slipway-dev/slipway/rollout"
)

// hears is a policy that listens to the account of tests/events, by its topic.
const hears = `alarms: { accounts: ["123456789012"], regions: [eu-central-1], topics: ["arn:aws:sns:eu-central-1:123456789012:alarms"] }
`

// hearing is a place whose worker listens to alarms.
func hearing(t *testing.T) *place {
	t.Helper()
	p := newPlace(t)
	rest, err := os.ReadFile(policy)
	p.must(err)
	name := filepath.Join(t.TempDir(), "slipway.yaml")
	p.must(os.WriteFile(name, append([]byte(hears), rest...), 0o600))
	p.env = append(p.env, "SLIPWAY_CONFIG="+name)
	return p
}

// alarm is an event of tests/events, of now.
func alarm(t *testing.T, name string) json.RawMessage {
	t.Helper()
	raw, err := os.ReadFile(filepath.Join("../events", name+".json"))
	if err != nil {
		t.Fatal(err)
	}
	now := time.Now().UTC().Format("2006-01-02T15:04:05.000+0000")
	return json.RawMessage(strings.ReplaceAll(string(raw), "2026-11-23T14:03:20.123+0000", now))
}

// incidents are those of checkout in prod.
func (p *place) incidents() []rollout.Incident {
	p.t.Helper()
	rows, err := p.store.Query(p.t.Context(), rollout.Query{Index: rollout.IncidentsIndex(target("prod"))})
	p.must(err)
	var all []rollout.Incident
	for _, row := range rows {
		i, err := rollout.Decode[rollout.Incident](row)
		p.must(err)
		all = append(all, i)
	}
	return all
}

// faults.md C1, C3: each way in, twice; and one that is not allowed.
func TestAnAlarmIsOneIncidentWhicheverWayItComes(t *testing.T) {
	p := hearing(t)
	w := p.start("worker")
	for _, name := range []string{"sns-metric", "eventbridge-metric", "lambda-metric"} {
		for range 2 {
			w.failures(alarm(t, name))
		}
	}
	w.failures(json.RawMessage(strings.ReplaceAll(string(alarm(t, "eventbridge-composite")), "123456789012", "666666666666")))
	if line := w.logged("a signal of an alarm is dropped"); line["dropped"] != "account" {
		t.Errorf("the log says %v", line)
	}
	all := p.incidents()
	if len(all) != 1 || len(all[0].Alarms) != 1 || all[0].Alarms[0].Name != "checkout-errors" {
		t.Fatalf("%+v", all)
	}
	for post := p.post(); len(post.Records) > 0; post = p.post() {
		w.failures(post)
	}
	posted := 0
	for _, c := range p.Slack.View("U0ANA").Channels {
		for _, m := range c.Messages {
			if strings.Contains(m.Text, "checkout-errors") {
				posted++
			}
		}
	}
	if posted != 1 {
		t.Errorf("%d messages: %s", posted, w.Log())
	}
}
