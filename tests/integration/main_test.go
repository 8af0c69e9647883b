// Package integration plays the stories of tests/scenario once more, on the bot as
// it runs on AWS, and what else only happens there.
package integration

import (
	"os"
	"testing"
	"time"

	"github.com/slipway-dev/slipway/sandbox/slack"
	"github.com/slipway-dev/slipway/tests/deployed"
)

func TestMain(m *testing.M) { os.Exit(deployed.Main(m, parallel)) }

const (
	// parallel is how many deployments there are at once.
	parallel = 8
	// patience is how long something may take that has to come true, in real time.
	// A story's longest wait takes a minute where nobody else is at work.
	patience = 3 * time.Minute
)

// place is a deployment in which people are.
type place struct {
	*deployed.Deployment
	t *testing.T
}

func deploy(t *testing.T, o deployed.Options) *place {
	t.Helper()
	t.Parallel()
	return &place{Deployment: deployed.Open(t, o), t: t}
}

const (
	ana      = "U0ANA"
	checkout = "C0CHECKOUT"
)

// types is a slash command of Ana's in #checkout.
func (p *place) types(command, text string) slack.Delivery {
	p.t.Helper()
	d, err := p.World.Slack.Command(p.t.Context(), ana, checkout, command, text)
	if err != nil || d.Error != "" {
		p.t.Fatalf("%s %s: %v %s", command, text, err, d.Error)
	}
	return d
}

// seen are the texts that Ana sees in #checkout; private ones or the channel's.
func (p *place) seen(private bool) (texts []string) {
	for _, c := range p.World.Slack.View(ana).Channels {
		if c.ID != checkout {
			continue
		}
		for _, m := range c.Messages {
			if m.Ephemeral == private {
				texts = append(texts, m.Text)
			}
		}
	}
	return texts
}

// eventually waits until something is true.
func (p *place) eventually(what string, is func() bool) {
	p.t.Helper()
	p.Eventually(patience, what, is)
}

func (p *place) must(err error) {
	p.t.Helper()
	if err != nil {
		p.t.Fatal(err)
	}
}

// lines are what a function wrote.
func (p *place) lines(function string) []string {
	p.t.Helper()
	lines, err := p.Lines(function)
	p.must(err)
	return lines
}
