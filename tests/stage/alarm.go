package stage

import (
	"context"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/slipway-dev/slipway/rollout"
	"github.com/slipway-dev/slipway/sandbox/cloud"
	"github.com/slipway-dev/slipway/sandbox/slack"
)

// policy: policy prod 'judge looks on', 'judge acts', 'alarms roll back' or 'people
// roll back', from now on
func (s *stage) policy(rest []string) {
	set, there := s.World().Switches(rest[0])
	switch rest[1] {
	case "judge looks on":
		set.Shadow = true
	case "judge acts":
		set.Shadow = false
	case "alarms roll back":
		set.RollBack = true
	case "people roll back":
		set.RollBack = false
	default:
		there = false
	}
	if !there {
		s.t.Fatalf("line %d: nobody knows the policy %q", s.line, rest)
	}
	s.must(s.World().Switch(context.Background(), rest[0], set))
}

// byHand is how long an alarm stays red that was fired by hand, in simulated time.
const byHand = 30 * time.Minute

// alarm: alarm prod errors fires, or clears, by hand; alarm prod errors is ALARM, sooner
// or later
func (s *stage) alarm(rest []string) {
	name := s.channel + "-" + rest[0] + "-" + rest[1]
	switch rest[2] {
	case "fires":
		s.must(s.World().Cloud.ForceAlarm(name, cloud.AlarmRed, "by hand", byHand))
	case "clears":
		s.must(s.World().Cloud.ForceAlarm(name, cloud.AlarmOK, "by hand", 0))
	default:
		s.eventually(name+" is "+rest[3], func() bool {
			all, err := s.World().Cloud.Alarms()
			return err == nil && slices.ContainsFunc(all, func(a cloud.Alarm) bool { return a.Name == name && a.State == rest[3] })
		})
	}
	s.settle()
}

// fails: version prod v41 fails 20% of its calls from now on, wherever it runs
func (s *stage) fails(rest []string) {
	percent, err := strconv.ParseFloat(strings.TrimSuffix(rest[3], "%"), 64)
	s.must(err)
	functions, err := s.World().Cloud.Functions(s.World().Clock.Now())
	s.must(err)
	for _, f := range functions {
		for _, v := range f.Versions {
			if f.Latest.FunctionName == s.channel+"-"+rest[0] && "v"+v.Version == rest[1] {
				b := v.Behaviour
				b.ErrorRate = percent / 100
				s.must(s.World().Cloud.SetBehaviour(v.Digest(), b))
				return
			}
		}
	}
	s.t.Fatalf("line %d: there is no %s in %s", s.line, rest[1], rest[0])
}

// incidents: incidents prod 1, so many there were, each with one message
func (s *stage) incidents(rest []string) {
	s.eventually("incidents "+rest[1], func() bool {
		all := s.allIncidents(rest[0])
		n := 0
		for _, m := range s.messages("ben") {
			if slices.ContainsFunc(all, func(i rollout.Incident) bool { return s.ts(i.ID) == m.TS }) {
				n++
			}
		}
		return strconv.Itoa(len(all)) == rest[1] && n == len(all)
	})
}

// incident: incident prod open, over or kept, as the bot has it; incident prod says
// 'v42 is worse' and lacks 'v41 is worse' in its message; replies 'is at it' in its
// thread; offers 'Roll back' as a button, or withholds it
func (s *stage) incident(rest []string) {
	what := rest[len(rest)-1]
	looks := map[string]func(i rollout.Incident, m slack.MessageView) bool{
		"open":      func(i rollout.Incident, _ slack.MessageView) bool { return i.Open() },
		"over":      func(i rollout.Incident, _ slack.MessageView) bool { return !i.Open() },
		"kept":      func(i rollout.Incident, _ slack.MessageView) bool { return i.Kept != "" },
		"untold":    func(i rollout.Incident, m slack.MessageView) bool { return i.ID != "" && m.TS == "" },
		"says":      func(_ rollout.Incident, m slack.MessageView) bool { return says(m, what) },
		"lacks":     func(_ rollout.Incident, m slack.MessageView) bool { return m.TS != "" && !says(m, what) },
		"offers":    func(_ rollout.Incident, m slack.MessageView) bool { return button(m.Blocks, what) != "" },
		"withholds": func(_ rollout.Incident, m slack.MessageView) bool { return m.TS != "" && button(m.Blocks, what) == "" },
		"replies": func(_ rollout.Incident, m slack.MessageView) bool {
			return slices.ContainsFunc(m.Replies, func(r slack.MessageView) bool { return says(r, what) })
		},
	}
	look, ok := looks[rest[1]]
	if !ok {
		s.t.Fatalf("line %d: nobody knows what an incident that %q is", s.line, rest[1])
	}
	s.eventually("the incident "+strings.Join(rest[1:], " "), func() bool {
		all := s.allIncidents(rest[0])
		return len(all) > 0 && look(all[0], s.told(rest[0]))
	})
}

func says(m slack.MessageView, what string) bool { return strings.Contains(m.Text, what) }

// hears: topic hears 'was taken back', whoever is away
func (s *stage) hears(rest []string) {
	s.eventually("the topic hears "+rest[1], func() bool {
		for _, a := range s.World().Announced() {
			if strings.Contains(a.Subject, rest[1]) {
				return true
			}
		}
		return false
	})
}

// events: events alarm rolled_back, that is what the service's workflows were told, in
// that order
func (s *stage) events(rest []string) {
	s.eventually("the workflows hear "+strings.Join(rest, " "), func() bool {
		var types []string
		for _, e := range s.World().GitHub.Events(s.repository()) {
			types = append(types, e.Type)
		}
		return slices.Equal(types, rest)
	})
}

// allIncidents are those of the channel's service in an environment, the newest first.
func (s *stage) allIncidents(environment string) []rollout.Incident {
	index := rollout.IncidentsIndex(target(s.channel, environment))
	rows, err := s.Store().Query(context.Background(), rollout.Query{Index: index, Descending: true})
	s.must(err)
	var all []rollout.Incident
	for _, row := range rows {
		i, err := rollout.Decode[rollout.Incident](row)
		s.must(err)
		all = append(all, i)
	}
	return all
}

// told is the message of the newest incident, as everybody sees it; empty while there is
// none.
func (s *stage) told(environment string) slack.MessageView {
	all := s.allIncidents(environment)
	if len(all) == 0 {
		return slack.MessageView{}
	}
	ts := s.ts(all[0].ID)
	for _, m := range s.messages("ben") {
		if ts != "" && m.TS == ts {
			return m
		}
	}
	return slack.MessageView{}
}

// ts is that of a notice's message; empty while it is not posted.
func (s *stage) ts(notice string) string {
	row, err := s.Store().Load(context.Background(), rollout.PostedKey(notice))
	if rollout.IsMissing(err) {
		return ""
	}
	s.must(err)
	p, err := rollout.Decode[rollout.Posted](row)
	s.must(err)
	return p.TS
}
