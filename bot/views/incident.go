package views

import (
	"fmt"

	"github.com/slipway-dev/slipway/rollout"
)

// How much is shown of what an alarm says of itself. Its name alone may have 255
// characters, and its reason 1,023.
const (
	maxAlarm  = 80  // its name
	maxAccord = 200 // its reason, and what its people say of it
	maxOthers = 2   // names of other alarms that are red too
)

// Incident is the one message of an incident, which is edited in place until it is over
// and still tells afterwards what it was. What somebody needs who was just woken comes
// first: what is wrong, what was done, what changed, whether it is to blame, and what to
// press. The details are below.
func Incident(i rollout.Incident, o Options) Message {
	return message(
		paragraph("state", append([]line{incidentHead(i, o)}, heeded(i, o)...)...),
		paragraph("done", done(i, o)...),
		paragraph("suspect", suspected(i)...),
		paragraph("evidence", append(blame(i), kept(i))...),
		incidentButtons(i, o),
		paragraph("alarm", append(alarmSays(i), runbook(i, o))...),
		paragraph("commits", suspectShips(i)...),
		paragraph("errors", failing(i)...),
		paragraph("metric", plotWords(i)...),
		plotChart(i),
	)
}

// incidentHead is what stands in the notification.
func incidentHead(i rollout.Incident, o Options) line {
	if !i.Open() {
		return about(i, "🟢 ").say(": over after " + duration(i.Closed.Sub(i.Opened)))
	}
	sign := "🔴 "
	if i.Acked != nil || snoozed(i, o) {
		sign = "🟠 "
	}
	alarm, red := firstAlarm(i)
	l := about(i, sign).quote(": ", alarm.Name, maxAlarm)
	switch {
	case alarm.Name == "":
		l = l.say(": an alarm is red since ").when(i.Opened)
	case red == 0:
		return l.say(" was red and has no data now, which is not health; since ").when(i.Opened)
	default:
		l = l.say(" is red since ").when(i.Opened)
	}
	if red > 1 {
		l = l.say(fmt.Sprintf(" (%d alarms)", red))
	}
	return l
}

// about begins with a sign, and says where it is, and that it is meant to be where it is
// a drill.
func about(i rollout.Incident, sign string) line {
	if drill(i) {
		sign += "🧪 Drill · "
	}
	return say(sign).strong(i.Target.Service).say(" in ").strong(i.Target.Environment)
}

// drill says that a drill is suspected: what is wrong was to be expected, and somebody
// who was woken may sleep on.
func drill(i rollout.Incident) bool { return i.Suspect != nil && i.Suspect.Drill }

// firstAlarm is the alarm to name, and how many are red now.
func firstAlarm(i rollout.Incident) (first rollout.Alarm, red int) {
	for _, a := range i.Alarms {
		if a.State != rollout.AlarmRed {
			continue
		}
		if red == 0 {
			first = a
		}
		red++
	}
	if red == 0 && len(i.Alarms) > 0 {
		first = i.Alarms[0]
	}
	return first, red
}

// snoozed says that somebody wants to hear no more of it for now.
func snoozed(i rollout.Incident, o Options) bool {
	return i.Snoozed != nil && o.Now.Before(i.Snoozed.Until)
}

// heeded is who has said something about it, and how often it came again.
func heeded(i rollout.Incident, o Options) []line {
	var ack, snooze, again line
	if a := i.Acked; a != nil && i.Open() {
		ack = say("🙋 ").who(a.By).say(" is at it since ").when(a.At).say(".")
	} else if a != nil {
		ack = say("🙋 ").who(a.By).say(" was at it.")
	}
	if i.Open() && snoozed(i, o) {
		snooze = say("🔕 Snoozed by ").who(i.Snoozed.By).say(" until ").when(i.Snoozed.Until).say(".")
	}
	if i.Reopened > 0 {
		again = say(fmt.Sprintf("🔁 It was over and began again: %s.", often(i.Reopened)))
	}
	return []line{ack, snooze, again}
}

func often(n int) string {
	if n == 1 {
		return "once"
	}
	return fmt.Sprintf("%d times", n)
}

// alarmSays is what the alarms say of themselves, all of it in the words of others. Why
// one is well again is no news to anybody.
func alarmSays(i rollout.Incident) []line {
	first, _ := firstAlarm(i)
	var says line
	if first.State == rollout.AlarmRed {
		says = says.quote("🔔 It says: ", first.Reason, maxAccord)
	}
	lines := []line{says, line(nil).quote("🔔 About it: ", first.Description, maxAccord)}
	var others line
	left := 0
	for _, a := range i.Alarms {
		switch {
		case a.ID == first.ID:
		case left < maxOthers && len(others) == 0:
			others = line(nil).quote("Red in it, too: ", a.Name, maxAlarm)
			left++
		case left < maxOthers:
			others = others.quote(", ", a.Name, maxAlarm)
			left++
		default:
			left++
		}
	}
	if n := left - maxOthers; n > 0 {
		others = others.say(fmt.Sprintf(" and %d more", n))
	}
	return append(lines, others)
}

// runbook leads to what to do about the alarms of the service while there is something to
// be done.
func runbook(i rollout.Incident, o Options) line {
	if !i.Open() || webPage(o.Runbook) == "" {
		return nil
	}
	return say("📖 What to do when it is red").page("runbook", o.Runbook)
}
