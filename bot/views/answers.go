package views

import (
	"fmt"

	"github.com/slipway-dev/slipway/commands"
	"github.com/slipway-dev/slipway/rollout"
	"github.com/slipway-dev/slipway/rollout/judge"
)

// started tells only whoever asked; the channel has the rollout's own message.
func started(s commands.Started) Message {
	r := s.Rollout
	l := say("🚀 Started: " + r.Target.Service + " ").sha(r.Release).say(" → " + r.Target.Environment + ".")
	if r.IsRollback {
		l = say(fmt.Sprintf("↩️ Rolling back %s in %s: live goes from %s back to %s.", r.Target.Service, r.Target.Environment, r.Candidate, r.Stable))
	}
	return message(paragraph("answer", l.say(" See ").in(r.Channel).say(".")))
}

// changed confirms what somebody made of a rollout under way.
func changed(c commands.Changed) Message {
	r := c.Rollout
	l := say(did(c) + " · " + r.Target.Service + " ").sha(r.Release).say(" in " + r.Target.Environment + ".")
	return message(paragraph("answer", l.say(" See ").in(r.Channel).say(".")))
}

func did(c commands.Changed) string {
	switch c.Action {
	case "promote":
		return "⏫ Promoting"
	case "pause":
		return "⏸️ Paused"
	case "resume":
		return "▶️ Resumed"
	case "approve":
		return "👍 Approved on GitHub, the build goes on"
	case "abort":
		if c.Rollout.Phase == rollout.Cancelled {
			return "🛑 Cancelled"
		}
		return "↩️ Aborted, the traffic goes back"
	case "rollback":
		if c.Rollout.Phase == rollout.Cancelled {
			return "🛑 Cancelled, no traffic had moved"
		}
		return "↩️ Rolling back"
	case "weight":
		return "🚦 Set to " + judge.Percent(c.Rollout.Weight())
	default:
		return "✅ Done: " + c.Action
	}
}

func holdChanged(h commands.HoldChanged) Message {
	if h.Hold == nil {
		return message(paragraph("answer", say(fmt.Sprintf("🔓 Unlocked: %s in %s. Deploys get through again.", h.Target.Service, h.Target.Environment))))
	}
	l := say(fmt.Sprintf("🔒 Locked: %s in %s", h.Target.Service, h.Target.Environment))
	return message(paragraph("answer", held(l, *h.Hold), unlock(h.Target)))
}

// Held tells the channel that a target was locked or unlocked.
func Held(n rollout.Notice) Message {
	if n.Lock == nil {
		return message(paragraph("lock", say("🔒 A lock was changed by ").who(n.By).say(". To see them: `/deploy status`")))
	}
	t := n.Lock.Target
	if n.Kind == rollout.Unlocked || n.Lock.Held == nil {
		return message(paragraph("lock", say("🔓 ").strong("Unlocked").say(" by ").who(n.By).say(fmt.Sprintf(": %s in %s. Deploys get through again.", t.Service, t.Environment))))
	}
	l := say("🔒 ").strong("Locked").say(" by ").who(n.By).say(fmt.Sprintf(": %s in %s", t.Service, t.Environment))
	return message(paragraph("lock", held(l, *n.Lock.Held), unlock(t)))
}

// held adds to a line until when and why.
func held(l line, h rollout.Hold) line {
	if !h.Until.IsZero() {
		l = l.say(" until ").when(h.Until)
	}
	return l.quote(". Reason: ", h.Reason, maxQuote)
}

func unlock(t rollout.Target) line {
	return say(fmt.Sprintf("Deploys are kept out, rollbacks still work. When it is sorted out: `/deploy unlock %s %s`", t.Environment, t.Service))
}
