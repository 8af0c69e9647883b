package job_test

import (
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/slipway-dev/slipway/bot/job"
	"github.com/slipway-dev/slipway/commands/grammar"
)

var prod = grammar.Target{Service: "checkout", Environment: "prod"}

func command(t *testing.T, c grammar.Command) job.Job {
	t.Helper()
	body, err := grammar.Marshal(c)
	if err != nil {
		t.Fatal(err)
	}
	return job.Job{ID: "trigger", Team: "T1", User: "UANA", Channel: "C1", Received: time.Date(2026, 11, 22, 12, 0, 0, 0, time.UTC), Command: body}
}

func click(action string) job.Job {
	return job.Job{ID: "trigger", User: "UANA", Click: &job.Click{Action: action, Value: "01J", Message: "1.2"}}
}

func shortcut(callback string) job.Job {
	return job.Job{ID: "trigger", User: "UANA", Channel: "C1", Shortcut: &job.Shortcut{Callback: callback, Message: "1.2", Value: "01J"}}
}

func submit(callback string) job.Job {
	return job.Job{ID: "trigger", User: "UANA", Channel: "C1", Submit: &job.Submit{Callback: callback, Message: "1.2", Value: "01J", Action: job.AbortAction, Asked: time.Date(2026, 11, 22, 12, 0, 0, 0, time.UTC)}}
}

func event(kind string) job.Job {
	return job.Job{ID: job.EventID("d-1"), Event: &job.Event{
		Delivery: "d-1", Kind: kind, Repository: "acme/checkout", SHA: "abc1234def5678abc1234def5678abc1234def56",
		Run: 1 << 60, Attempt: 2, Title: "build 01J", Event: "workflow_dispatch", Before: "def5678abc1234def5678abc1234def5678abc12", Status: "completed", Conclusion: "success",
		URL: "https://git.example/runs/1", Branch: "main", Subject: "Round half to even", Author: "Ana Silva",
		Updated: time.Date(2026, 11, 22, 12, 0, 0, 0, time.UTC),
	}}
}

// ofBranch is an event of no run.
func ofBranch(kind string) job.Job {
	j := event(kind)
	j.Event.Run = 0
	return j
}

func TestAJobIsReadAsItWasQueued(t *testing.T) {
	for _, want := range []job.Job{
		command(t, grammar.Deploy{Target: prod, Ref: "abc123"}), command(t, grammar.Form{Service: "checkout"}), click(job.PauseAction),
		{ID: "Ev1", User: "UANA", Home: &job.Home{}},
		{ID: "trigger", User: "UANA", Click: &job.Click{Action: job.ServiceAction, Value: "checkout", View: &job.View{ID: "V1"}}},
		{ID: "trigger", User: "UANA", Click: &job.Click{Action: job.VersionAction, Value: "abc1234", View: &job.View{ID: "V1", Filled: &job.Filled{
			Service: "checkout", Environment: "prod", Version: "abc1234", Ref: "main", Strategy: "canary",
		}}}},
		{ID: "trigger", User: "UANA", Click: &job.Click{Action: job.PauseAction, Value: "01J", View: &job.View{ID: "V1", Home: true}}},
		shortcut(job.WhyShortcut), submit(job.RollbackDialog), event(job.RunEvent),
	} {
		body, err := job.Marshal(want)
		if err != nil {
			t.Fatal(err)
		}
		got, err := job.Unmarshal(body)
		if diff := cmp.Diff(want, got); err != nil || diff != "" {
			t.Errorf("%v %s", err, diff)
		}
	}
}

func TestAJobThatIsNotUnderstoodIsRefused(t *testing.T) {
	for name, body := range map[string]string{
		"nothing":             ``,
		"null":                `null`,
		"a list":              `[]`,
		"no JSON":             `deploy prod`,
		"neither":             `{"id":"1","user":"U1"}`,
		"both":                `{"command":{},"click":{"action":"a","value":"b","message":"c"}}`,
		"a click at home":     `{"home":{},"click":{"action":"a","value":"b","message":"c"}}`,
		"a home with more":    `{"home":{"user":"UBEN"}}`,
		"a field that is new": `{"click":{"action":"a","value":"b","message":"c"},"sudo":true}`,
		"a click with more":   `{"click":{"action":"a","value":"b","message":"c","service":"checkout"}}`,
		"another one after":   `{"click":{"action":"a","value":"b","message":"c"}} {}`,
		"a brace after":       `{"click":{"action":"a","value":"b","message":"c"}}}`,
		"an event and more":   `{"event":{"delivery":"1"},"home":{}}`,
		"an event with more":  `{"event":{"delivery":"1","payload":{}}}`,
		"cut off":             `{"click":{"action":"a"`,
	} {
		if j, err := job.Unmarshal([]byte(body)); err == nil || !cmp.Equal(j, job.Job{}) {
			t.Errorf("%s: %+v, %v", name, j, err)
		}
	}
}

// A job that an earlier version has queued.
func TestAJobOfAnEarlierVersionIsStillRead(t *testing.T) {
	j, err := job.Unmarshal([]byte(`{"id":"1","team":"T1","user":"UANA","channel":"C1","response_url":"","received":"2026-11-22T12:00:00Z","click":{"action":"slipway_pause","value":"01J","message":"1.2"}}`))
	if err != nil || *j.Click != (job.Click{Action: job.PauseAction, Value: "01J", Message: "1.2"}) {
		t.Errorf("%+v, %v", j.Click, err)
	}
}

func TestAJobThatCannotBeEncodedIsAnError(t *testing.T) {
	if _, err := job.Marshal(job.Job{Command: []byte("{")}); err == nil || !strings.Contains(err.Error(), "encode a job") {
		t.Error(err)
	}
}

func TestWhatTakesTrafficBackGoesBeforeTheRest(t *testing.T) {
	for name, c := range map[string]struct {
		job    job.Job
		urgent bool
	}{
		"rollback":          {command(t, grammar.Rollback{Target: prod}), true},
		"abort":             {command(t, grammar.Abort{Subject: grammar.Subject{Target: prod}}), true},
		"deploy":            {command(t, grammar.Deploy{Target: prod, Ref: "abc123"}), false},
		"pause":             {command(t, grammar.Pause{Subject: grammar.Subject{Target: prod}}), false},
		"a rollback button": {click(job.RollbackAction), true},
		"an abort button":   {click(job.AbortAction), true},
		"a promote button":  {click(job.PromoteAction), false},
		"an alarm's button": {click(job.BackAction), true},
		"going back anyway": {click(job.BackAnywayAction), true},
		"being at it":       {click(job.AckAction), false},
		"a broken one":      {job.Job{Command: []byte("{")}, false},
		"asking to go back": {shortcut(job.RollbackShortcut), true},
		"asking why":        {shortcut(job.WhyShortcut), false},
		"going back, asked": {submit(job.RollbackDialog), true},
		"another dialog":    {submit("slipway_other"), false},
		"the Home tab":      {job.Job{Home: &job.Home{}}, false},
		"a deploy button":   {click(job.ShipAction), false},
		"news of a build":   {event(job.RunEvent), false},
	} {
		if c.job.Urgent() != c.urgent {
			t.Errorf("%s: urgent %v", name, c.job.Urgent())
		}
	}
}

func TestJobsAreKeptInOrderByWhatTheyChange(t *testing.T) {
	byID := grammar.Subject{Rollout: "01JDEPLOY00000000000000000"}
	for name, c := range map[string]struct {
		job   job.Job
		group string
	}{
		"a deploy":             {command(t, grammar.Deploy{Target: prod, Ref: "abc123"}), "target/checkout/prod"},
		"a lock":               {command(t, grammar.Lock{Target: prod, Reason: "lunch"}), "target/checkout/prod"},
		"a status":             {command(t, grammar.Status{Target: prod}), "user/UANA"},
		"a plan":               {command(t, grammar.Plan{Target: prod, Ref: "abc123"}), "user/UANA"},
		"a history":            {command(t, grammar.History{}), "user/UANA"},
		"a why":                {command(t, grammar.Why{Subject: grammar.Subject{Target: prod}}), "user/UANA"},
		"a dashboard":          {command(t, grammar.Dashboard{Target: prod}), "user/UANA"},
		"a summary":            {command(t, grammar.Summary{}), "user/UANA"},
		"links":                {job.Job{User: "UANA", Channel: "C1", Link: &job.Link{}}, "user/UANA"},
		"help":                 {command(t, grammar.Help{}), "user/UANA"},
		"an id":                {command(t, grammar.Promote{Subject: byID}), "user/UANA"},
		"a click":              {click(job.PauseAction), "click/01J"},
		"a why button":         {click(job.WhyAction), "user/UANA"},
		"a broken one":         {job.Job{User: "UANA", Command: []byte("{")}, "user/UANA"},
		"the form":             {command(t, grammar.Form{Service: "checkout"}), "user/UANA"},
		"a choice":             {click(job.ServiceAction), "user/UANA"},
		"a refresh":            {click(job.RefreshAction), "user/UANA"},
		"a button to the form": {click(job.FormAction), "user/UANA"},
		"the Home tab":         {job.Job{User: "UANA", Home: &job.Home{}}, "user/UANA"},
		"a shortcut":           {shortcut(job.RollbackShortcut), "user/UANA"},
		"a dialog":             {submit(job.RollbackDialog), "click/01J"},
		"a deploy button":      {click(job.ShipAction), "click/01J"},
		"its cancel button":    {click(job.DismissAction), "click/01J"},
		"a retry":              {click(job.RetryAction), "click/01J"},
		"an alarm's button":    {click(job.BackAction), "click/01J"},
		"being at it":          {click(job.AckAction), "click/01J"},
		"going back anyway":    {click(job.BackAnywayAction), "click/01J"},
		"a drill":              {command(t, grammar.Drill{Target: prod}), "target/checkout/prod"},
		"the doctor":           {command(t, grammar.Doctor{Target: prod}), "user/UANA"},
		"an approval":          {click(job.ApproveAction), "click/01J"},
		"news of a run":        {event(job.RunEvent), "github/acme/checkout/run/1152921504606846976"},
		"a run's gate":         {event(job.DeploymentEvent), "github/acme/checkout/run/1152921504606846976"},
		"a push":               {ofBranch(job.PushEvent), "github/acme/checkout/push"},
		"checks":               {ofBranch(job.ChecksEvent), "github/acme/checkout/check_suite"},
	} {
		if got := c.job.Group(); got != c.group {
			t.Errorf("%s: %s, want %s", name, got, c.group)
		}
	}
}

func TestAnActionStandsForACommandByItsName(t *testing.T) {
	for action, want := range map[string][2]bool{
		job.TurnAction: {true, true}, job.TurnAction + "/2": {true, true}, job.ShowAction: {false, true}, job.ShowAction + "/all/2": {false, true},
		"": {}, job.PauseAction: {}, job.TurnAction + "2": {}, "/" + job.TurnAction: {}, "slipway_": {},
	} {
		if turns, is := job.StandsFor(action); [2]bool{turns, is} != want {
			t.Errorf("%s: %v %v", action, turns, is)
		}
	}
}

func TestALinkNamesAnIDOfOurs(t *testing.T) {
	const id = "01JZ8Q4T5W6X7Y8Z9ABCDEFGHJ"
	for address, want := range map[string]string{
		"https://bot.example.com/see/" + id: id, "https://bot.example.com/live/see/" + id + "?a=1#b": id, "/see/" + id: id,
		"": "", "/see/": "", "/see/" + id + "/": "", "/see/8" + id[1:]: "", "/see/" + strings.ToLower(id): "", "/see/" + id[:25] + "U": "", "/seen/" + id: "", "https://x/%zz/see/" + id: "",
	} {
		if got := job.Seen(address); got != want {
			t.Errorf("%s: %q", address, got)
		}
	}
}

func FuzzUnmarshal(f *testing.F) {
	f.Add([]byte(`{"id":"1","click":{"action":"a","value":"b","message":"c"}}`))
	f.Add([]byte(`{"id":"1","command":{"name":"help"}}`))
	f.Add([]byte(`null`))
	f.Fuzz(func(t *testing.T, body []byte) {
		j, err := job.Unmarshal(body)
		if err != nil {
			return
		}
		_, _ = j.Group(), j.Urgent()
		if _, err := job.Marshal(j); err != nil {
			t.Errorf("%+v was read and cannot be written: %v", j, err)
		}
	})
}
