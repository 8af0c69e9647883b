package commands_test

import (
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/slipway-dev/slipway/commands"
	"github.com/slipway-dev/slipway/commands/commandtest"
	"github.com/slipway-dev/slipway/commands/grammar"
	"github.com/slipway-dev/slipway/rollout"
)

// Whatever moves meanwhile, and whoever clicks on what: what is deployed is the commit
// that was shown, to whom it was shown, on what was live then, in time, and once.
func TestWhateverIsConfirmedIsWhatWasShown(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		w := newWorld(t)
		b := &bustle{world: w, t: t, host: w.codeHost(), used: map[string]bool{}}
		b.asksFirst()
		for range rapid.IntRange(5, 30).Draw(t, "events") {
			b.event()
		}
		b.verify(prod)
	})
}

// bustle is a world in which main and live move while people click.
type bustle struct {
	*world
	t     *rapid.T
	host  *commandtest.Host
	plans []shown
	used  map[string]bool // proposals that were confirmed or dismissed
}

// shown is a plan that somebody was shown, with what was live then.
type shown struct {
	commands.Planned
	who      string
	at       time.Time
	revision string
}

func (b *bustle) event() {
	switch rapid.SampledFrom([]string{"deploy", "confirm", "confirm", "confirm", "dismiss", "push", "by hand", "wait", "abort"}).Draw(b.t, "event") {
	case "deploy":
		if out, err := b.asks(rel, grammar.Deploy{Target: prod, Ref: "main"}); err == nil {
			b.keep(rel, b.planned(out, err))
		}
	case "confirm":
		b.click(rapid.SampledFrom([]string{rel, rel, dev}).Draw(b.t, "who"))
	case "dismiss":
		if p, there := b.drawn(); there {
			if _, err := b.Dismiss(b.context(), b.request(rel), p.Proposal); err == nil {
				b.used[p.Proposal] = true
			}
		}
	case "push":
		sha := rapid.SampledFrom([]string{"aaaa", "bbbb", "cccc"}).Draw(b.t, "sha") + mainSHA[4:]
		b.host.Add("checkout", rollout.Release{SHA: sha}, "main")
	case "by hand":
		b.byHand(prod, rollout.All(rapid.SampledFrom([]rollout.Version{"40", "41"}).Draw(b.t, "version")))
	case "wait":
		b.now = b.now.Add(time.Duration(rapid.IntRange(1, 6).Draw(b.t, "minutes")) * time.Minute)
	case "abort":
		_, _ = b.asks(rel, grammar.Abort{Subject: grammar.Subject{Target: prod}}) // when there is something to stop
	}
}

// click confirms one of the plans.
func (b *bustle) click(who string) {
	p, there := b.drawn()
	if !there {
		return
	}
	revision := b.aliases(prod)[rollout.Live].Revision
	switch out, _ := b.confirm(who, p.Proposal); out := out.(type) {
	case commands.Started:
		late := b.now.Sub(p.at) >= rollout.ProposalLife
		if out.Rollout.Release.SHA != p.Release.SHA || who != p.who || b.used[p.Proposal] || late || revision != p.revision {
			b.t.Fatalf("%s began %s at %s; shown to %s at %s: %+v", who, out.Rollout.Release.SHA, b.now, p.who, p.at, p.Planned)
		}
		b.used[p.Proposal] = true
	case commands.Planned:
		b.keep(who, out)
	}
}

func (b *bustle) keep(who string, p commands.Planned) {
	if p.Proposal != "" {
		b.plans = append(b.plans, shown{p, who, b.now, b.aliases(prod)[rollout.Live].Revision})
	}
}

// drawn is one of the plans; false when there is none yet.
func (b *bustle) drawn() (shown, bool) {
	if len(b.plans) == 0 {
		return shown{}, false
	}
	return rapid.SampledFrom(b.plans).Draw(b.t, "plan"), true
}
