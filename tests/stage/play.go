package stage

import (
	"context"
	"net/http"
	"net/http/httptest"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/slipway-dev/slipway/cmd/sandbox/world"
	"github.com/slipway-dev/slipway/rollout"
	"github.com/slipway-dev/slipway/sandbox/slack"
)

// play does what one line says.
func (s *stage) play(words []string) {
	verbs := map[string]func(who string, rest []string){
		"types": s.types, "presses": s.presses, "sees": s.sees, "sends": s.forges,
	}
	if len(words) > 1 {
		if verb, ok := verbs[words[1]]; ok {
			verb(words[0], words[2:])
			return
		}
	}
	lines := map[string]func(rest []string){
		"in": func(rest []string) { s.channel = rest[0] }, "phase": s.phase, "live": s.live, "blue": s.blue,
		"channel": s.says, "messages": s.count, "traffic": s.traffic, "after": s.after, "kill": s.kill,
		"together": s.together, "rollouts": s.rollouts, "cause": s.cause, "locked": s.locked, "paused": s.paused, "probing": s.probing, "health": s.health, "slack": s.slack,
		"thread": s.thread, "build": s.build, "runs": s.runs, "deployments": s.deployments, "checks": s.checks, "branch": s.branch, "push": s.push,
		"github": s.github, "verified": s.verified, "bot": s.dies, "links": s.links, "digest": s.digest,
		"policy": s.policy, "alarm": s.alarm, "version": s.fails, "incidents": s.incidents, "incident": s.incident, "topic": s.hears, "both": s.pressBoth, "events": s.events,
	}
	line, ok := lines[words[0]]
	if !ok {
		s.t.Fatalf("line %d: nobody knows what %q means", s.line, words)
	}
	line(words[1:])
}

// types: ana types /deploy prod abc123. $bad stands for the bad commit, $vouchers
// for the one at the head of that branch, and so on.
func (s *stage) types(who string, rest []string) {
	text := strings.Join(rest[1:], " ")
	for _, c := range s.World().Commits {
		if c.Service == s.channel && c.Branch != "" {
			text = strings.NewReplacer("$"+c.Behaviour, c.SHA[:9], "$"+c.Branch, c.SHA[:9]).Replace(text)
		}
	}
	if _, err := s.World().Slack.Command(context.Background(), s.person(who), s.channelID(), rest[0], text); err != nil {
		s.fail("%s could not type: %v", who, err)
	}
	s.settle()
}

// settle lets the bot do what it was asked for: in the bubble time only passes
// when everybody is waiting for it.
func (s *stage) settle() { time.Sleep(100 * time.Millisecond) }

// sees: ana sees 'did you mean', privately; somebody is Ana or Ben.
func (s *stage) sees(who string, rest []string) {
	people := []string{who}
	if who == "somebody" {
		people = both()
	}
	s.eventually(who+" sees "+rest[0], func() bool {
		return slices.ContainsFunc(people, func(one string) bool {
			return slices.ContainsFunc(s.messages(one), func(m slack.MessageView) bool { return m.Ephemeral && says(m, rest[0]) })
		})
	})
}

// says: channel says 'rolled back', for everybody.
func (s *stage) says(rest []string) {
	s.eventually("the channel says "+rest[1], func() bool {
		return slices.ContainsFunc(s.messages("ben"), func(m slack.MessageView) bool {
			return !m.Ephemeral && strings.Contains(m.Text+string(m.Blocks), rest[1])
		})
	})
}

// count: messages 'abc123' 1, so many messages about it since the story began, and no
// more: those before it are edited, too.
func (s *stage) count(rest []string) {
	s.eventually(rest[1]+" messages say "+rest[0], func() bool {
		n := 0
		for _, m := range s.messages("ben") {
			if !m.Ephemeral && m.TS >= s.since && says(m, rest[0]) {
				n++
			}
		}
		return strconv.Itoa(n) == rest[1]
	})
}

func target(service, environment string) rollout.Target {
	return rollout.Target{Service: service, Environment: environment}
}

// phase: phase prod shifting
func (s *stage) phase(rest []string) {
	s.eventually("phase "+rest[1], func() bool {
		r, there := s.latest(rest[0])
		return there && r.Phase == rollout.Phase(rest[1])
	})
}

// cause: cause prod verdict
func (s *stage) cause(rest []string) {
	if r, _ := s.latest(rest[0]); r.Cause.Code != rest[1] {
		s.fail("the cause is %q", r.Cause.Code)
	}
}

// paused: paused prod inconclusive
func (s *stage) paused(rest []string) {
	s.eventually("paused "+rest[1], func() bool {
		r, there := s.latest(rest[0])
		return there && r.Pause != nil && r.Pause.Code == rest[1]
	})
}

// probing: probing prod
func (s *stage) probing(rest []string) {
	s.eventually("probing", func() bool {
		r, there := s.latest(rest[0])
		return there && !r.Probing.IsZero()
	})
}

// health: health prod v41 passed
func (s *stage) health(rest []string) {
	r, _ := s.latest(rest[0])
	if h := r.Health; h == nil || h.Version.String() != rest[1] || h.OK != (rest[2] == "passed") {
		s.fail("the last health check: %+v", h)
	}
}

// live: live prod v41, or live prod v41 + v42 10%
func (s *stage) live(rest []string) { s.alias("live", rest) }

// blue: blue prod v41
func (s *stage) blue(rest []string) { s.alias("blue", rest) }

func (s *stage) alias(name string, rest []string) {
	want := strings.Join(rest[1:], " ")
	s.eventually(name+" at "+want, func() bool {
		a, err := s.World().Cloud.GetAlias(s.channel+"-"+rest[0], name)
		if err != nil {
			return false
		}
		got := "v" + a.FunctionVersion
		for v, w := range a.AdditionalVersionWeights {
			got += " + v" + v + " " + strconv.FormatFloat(100*w, 'g', 4, 64) + "%"
		}
		return got == want
	})
}

// traffic: traffic prod 0, in calls a minute
func (s *stage) traffic(rest []string) {
	n, err := strconv.ParseFloat(rest[1], 64)
	if err == nil {
		err = s.World().Cloud.SetTraffic(s.channel+"-"+rest[0], n)
	}
	if err != nil {
		s.fail("%v", err)
	}
}

// after: after 10m of simulated time
func (s *stage) after(rest []string) {
	d, err := time.ParseDuration(rest[0])
	if err != nil {
		s.t.Fatal(err)
	}
	c := s.World().Clock
	<-c.Until(s.t.Context(), c.Now().Add(d))
}

// kill ends the bot where it stands and starts it again on what is on the disk.
func (s *stage) kill([]string) {
	s.Kill()
}

// rollouts: rollouts prod 1 open
func (s *stage) rollouts(rest []string) {
	rows, err := s.Store().Query(context.Background(), rollout.Query{Index: rollout.OpenIndex})
	if err != nil || strconv.Itoa(len(rows)) != rest[0] {
		s.fail("%d rollouts are open: %v", len(rows), err)
	}
}

// locked: locked prod yes
func (s *stage) locked(rest []string) {
	row, err := s.Store().Load(context.Background(), rollout.LockKey(target(s.channel, rest[0])))
	if err != nil {
		s.t.Fatal(err)
	}
	l, err := rollout.Decode[rollout.Lock](row)
	if err != nil || (l.Held != nil) != (rest[1] == "yes") {
		s.fail("the lock: %+v, %v", l, err)
	}
}

// slack: slack chat.update fails 12 times, or slack chat.update throttles 6 times
func (s *stage) slack(rest []string) {
	n, err := strconv.Atoi(rest[2])
	if err != nil {
		s.t.Fatal(err)
	}
	if rest[1] == "throttles" {
		s.World().Slack.RateLimit(rest[0], time.Minute, n)
		return
	}
	s.World().Slack.Fail(rest[0], "internal_error", n)
}

// forges: mallory sends /deploy prod abc123, without knowing the secret
func (s *stage) forges(_ string, rest []string) {
	before := len(s.messages("ana"))
	body := "command=" + rest[0] + "&text=" + strings.Join(rest[1:], "+") + "&team_id=" + s.World().Config.Slack.Team + "&user_id=" + world.People()[0].ID
	ts, signature := slack.Sign("not the secret", time.Now(), []byte(body))
	q := httptest.NewRequestWithContext(s.t.Context(), http.MethodPost, "/slack/commands", strings.NewReader(body))
	q.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	q.Header.Set("X-Slack-Request-Timestamp", ts)
	q.Header.Set("X-Slack-Signature", signature)
	w := httptest.NewRecorder()
	s.Front().ServeHTTP(w, q)
	if w.Code != http.StatusUnauthorized || w.Body.Len() != 0 || len(s.messages("ana")) != before {
		s.fail("a forgery got %d %q", w.Code, w.Body)
	}
}
