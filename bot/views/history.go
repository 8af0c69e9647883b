package views

import (
	"fmt"

	"github.com/slipway-dev/slipway/commands"
	"github.com/slipway-dev/slipway/commands/grammar"
	"github.com/slipway-dev/slipway/rollout"
	"github.com/slipway-dev/slipway/rollout/judge"
)

// history lists the last rollouts and how they ended.
func history(h commands.HistoryShown) Message {
	page := max(h.Page, 1)
	title := say("📜 ").strong("The last rollouts").say(where(h.Where))
	if len(h.Rollouts) == 0 && page == 1 {
		return message(paragraph("answer", title.say(": there were none yet.")))
	}
	if page > 1 || h.More {
		title = title.say(fmt.Sprintf(" · page %d", page))
	}
	turn := turning(page, h.More, "Newer", "Older", func(page int) grammar.Command {
		return grammar.History{Target: typedTarget(h.Where), Page: page}
	})
	if len(h.Rollouts) == 0 {
		return message(paragraph("answer", title.say(": there are none that old.")), turn)
	}
	var rows [][]line
	for _, r := range h.Rollouts {
		rows = append(rows, historyRow(r))
	}
	header := []string{"When", "What", "Commit", "By", "Result", "Took", "Id"}
	return message(
		paragraph("title", title),
		table(header, rows, "`/deploy history <env> <service>` shows those of one service."),
		turn,
		paragraph("hint", say("How one was judged: `/deploy why <id>`")),
	)
}

func where(t rollout.Target) string {
	s := ""
	if t.Service != "" {
		s += " of " + t.Service
	}
	if t.Environment != "" {
		s += " in " + t.Environment
	}
	return s
}

func historyRow(r rollout.Rollout) []line {
	commit := line(nil).sha(r.Release).quote(" ", r.Release.Subject, maxSubject)
	var took line
	if !r.Ended.IsZero() {
		took = say(duration(r.Ended.Sub(r.Created)))
	}
	return []line{
		line(nil).when(r.Created),
		say(drillSign(r) + r.Target.Service + " → " + r.Target.Environment),
		commit,
		line(nil).who(r.By),
		became(r),
		took,
		line(nil).code(string(r.ID)),
	}
}

// place is where a rollout under way stands, in a few words.
func place(r rollout.Rollout) string {
	switch n := len(r.Strategy.Steps); {
	case r.Phase == rollout.Shifting && r.Manual > 0:
		return "at " + judge.Percent(r.Manual) + ", set by hand"
	case r.Phase == rollout.Shifting && r.Step < n:
		return fmt.Sprintf("at step %d of %d", r.Step+1, n)
	default:
		return "while " + phase(r.Phase)
	}
}

// drillSign is in front of a rollout that is a drill.
func drillSign(r rollout.Rollout) string {
	if r.Drill == nil {
		return ""
	}
	return "🧪 "
}

// became is how a rollout ended, or where it stands, in a few words.
func became(r rollout.Rollout) line {
	if d, over := r.Drilled(); over && d.Passed {
		return say("✅ drill passed")
	} else if over && r.Cause.Code == rollout.CauseDrill {
		return say("🚨 drill failed").quote(": ", d.Why, maxSubject)
	}
	switch r.Phase {
	case rollout.Succeeded:
		return say("✅ live as " + r.Candidate.String())
	case rollout.RolledBack:
		word := "↩️ rolled back"
		if r.Cause.Code == rollout.CauseAbort {
			word = "🛑 aborted"
		}
		if r.Cause.Wanted {
			return say(word+" by ").who(r.Cause.By).quote(": ", r.Cause.Text, maxSubject)
		}
		return say(word+" by itself").quote(": ", r.Cause.Text, maxSubject)
	case rollout.Failed:
		return say("❌ failed").quote(": ", r.Cause.Text, maxSubject)
	case rollout.Cancelled:
		return say("🛑 cancelled").quote(": ", r.Cause.Text, maxSubject)
	case rollout.Pending, rollout.Building, rollout.Deploying, rollout.Checking, rollout.AwaitingApproval,
		rollout.Shifting, rollout.Promoting, rollout.Watching, rollout.RollingBack:
	}
	if r.Pause != nil {
		return say("⏸️ paused " + place(r))
	}
	return say("🚦 " + phase(r.Phase))
}
