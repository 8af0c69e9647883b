package stage

import (
	"context"
	"encoding/json"
	"slices"
	"strings"
	"sync"

	"github.com/slipway-dev/slipway/sandbox/slack"
)

// presses: ana presses 'Roll back'. It is in the newest message or, with "on incident
// prod", in that of the newest incident. With "again" it is the button that was pressed
// before, in its message: a slow page still shows it.
func (s *stage) presses(who string, rest []string) {
	label, where := rest[0], rest[1:]
	again := slices.Equal(where, []string{"again"})
	s.eventually("a button "+label, func() bool {
		if !again && !s.find(who, label, where) {
			return false
		}
		_, err := s.World().Slack.Click(context.Background(), s.person(who), s.channelID(), s.pressed, s.action, "")
		return err == nil || again
	})
	s.settle()
}

// find looks for a button in an incident's message, in the newest message that somebody
// sees, or in the newest that everybody does.
func (s *stage) find(who, label string, where []string) bool {
	var m slack.MessageView
	if len(where) > 1 {
		m = s.told(where[len(where)-1])
	} else {
		all := s.messages(who)
		public := slices.DeleteFunc(slices.Clone(all), func(m slack.MessageView) bool { return m.Ephemeral })
		if m = all[len(all)-1]; button(m.Blocks, label) == "" {
			m = public[len(public)-1]
		}
	}
	s.pressed, s.action = m.TS, button(m.Blocks, label)
	return s.action != ""
}

// button finds the action id of a button by its label.
func button(blocks json.RawMessage, label string) string {
	var all []struct {
		Elements []struct {
			ActionID string `json:"action_id"`
			Text     struct {
				Text string `json:"text"`
			} `json:"text"`
		} `json:"elements"`
	}
	if json.Unmarshal(blocks, &all) != nil {
		return ""
	}
	for _, b := range all {
		for _, e := range b.Elements {
			if e.ActionID != "" && strings.Contains(e.Text.Text, label) {
				return e.ActionID
			}
		}
	}
	return ""
}

// both are Ana and Ben.
func both() []string { return []string{"ana", "ben"} }

// together: together /deploy prod abc123, typed by both in the same moment
func (s *stage) together(rest []string) {
	s.atOnce(func(who string) { s.types(who, rest) })
}

// pressBoth: both press 'Acknowledge' on incident prod, in the same moment
func (s *stage) pressBoth(rest []string) {
	s.eventually("a button "+rest[1], func() bool { return s.find("ben", rest[1], rest[2:]) })
	s.atOnce(func(who string) { s.presses(who, []string{rest[1], "again"}) })
}

func (s *stage) atOnce(does func(who string)) {
	var wg sync.WaitGroup
	for _, who := range both() {
		wg.Go(func() { does(who) })
	}
	wg.Wait()
}
