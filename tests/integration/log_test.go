package integration

import (
	"encoding/json"
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/slipway-dev/slipway/rollout"
	"github.com/slipway-dev/slipway/tests/deployed"
)

// entry is a line of a log, as far as it is looked at here.
type entry struct {
	Message     string `json:"message"`
	Level       string `json:"level"`
	Function    string `json:"function"`
	Operation   string `json:"operation"`
	Outcome     string `json:"outcome"`
	Correlation string `json:"correlation_id"`
}

// faults.md I1, I2: the front's answer, the worker's job, each tick and each
// message, down to the last call of AWS.
func TestOneIDLeadsFromSlacksRequestToTheLastCall(t *testing.T) {
	p := deploy(t, deployed.Options{})
	asked := p.types("/deploy", "staging abc123")
	p.eventually("it is live", func() bool { return p.rollout("staging").Phase == rollout.Succeeded && p.outbox() == 0 })

	id := ""
	p.eventually("the front says which request it queued", func() bool {
		p.healthz() // MiniStack takes a function's last lines when it calls it again
		for _, e := range p.entries("front") {
			if e.Outcome == "queued" {
				id = e.Correlation
			}
		}
		return id != ""
	})
	for function, operations := range map[string][]string{
		"worker": {"DescribeImages", "TransactWriteItems", "SendMessage", "StartExecution"},
		"ticker": {"ListAliases", "GetMetricStatistics", "PublishVersion", "UpdateAlias", "TransactWriteItems", "SendMessage"},
	} {
		var made []string
		for _, e := range p.entries(function) {
			if e.Operation != "" && e.Operation != "GetSecretValue" && e.Correlation != id {
				t.Errorf("the %s made the call %s for %q, not %q", function, e.Operation, e.Correlation, id)
			}
			made = append(made, e.Operation)
		}
		for _, o := range operations {
			if !slices.Contains(made, o) {
				t.Errorf("the log of the %s does not tell of %s", function, o)
			}
		}
	}
	p.holdsNoSecret(asked.TriggerID, asked.ResponseURL)
}

// healthz calls the front, and nobody else.
func (p *place) healthz() {
	p.t.Helper()
	q, err := http.NewRequestWithContext(p.t.Context(), http.MethodGet, p.URL+"/healthz", nil)
	p.must(err)
	got, err := http.DefaultClient.Do(q)
	p.must(err)
	p.must(got.Body.Close())
	if got.StatusCode != http.StatusOK {
		p.t.Fatalf("healthz: %s", got.Status)
	}
}

// entries are the lines of a function. Each is a record by itself, and says whose
// it is.
func (p *place) entries(function string) (all []entry) {
	p.t.Helper()
	for _, line := range p.lines(function) {
		var e entry
		if err := json.Unmarshal([]byte(line), &e); err != nil || e.Message == "" || e.Level == "" || e.Function != function {
			p.t.Errorf("not a record of the %s: %v %q", function, err, line)
		}
		all = append(all, e)
	}
	return all
}

// holdsNoSecret says that no log has one of the secrets, nor one of these.
func (p *place) holdsNoSecret(more ...string) {
	p.t.Helper()
	for _, secret := range append(more, p.World.Secrets.SigningSecret, p.World.Secrets.BotToken) {
		if secret == "" {
			p.t.Error("one of the secrets is empty")
		}
		for _, function := range deployed.Functions() {
			for _, line := range p.lines(function) {
				if strings.Contains(line, secret) {
					p.t.Errorf("a line of the %s holds a secret: %s", function, line)
				}
			}
		}
	}
}
