package worker_test

import (
	"errors"
	"net/http"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/slipway-dev/slipway/bot/job"
	"github.com/slipway-dev/slipway/commands"
	"github.com/slipway-dev/slipway/rollout"
)

const incident = "01INCIDENT"

// alarms commits the next state of an incident, with its notice and whatever else.
func (w *world) alarms(change func(*rollout.Incident), too ...rollout.Record) rollout.Incident {
	w.t.Helper()
	w.states++
	i := rollout.Incident{
		ID: incident, Revision: w.states, Target: rollout.Target{Service: "checkout", Environment: "prod"}, Channel: channel, Opened: time.Now(),
		Alarms:  []rollout.Alarm{{Signal: rollout.Signal{ID: "arn:1", Name: "checkout-errors", State: rollout.AlarmRed, Description: "<!channel>"}}},
		Suspect: &rollout.Suspect{Rollout: id, Candidate: "42", Stable: "41", By: ben},
	}
	if change != nil {
		change(&i)
	}
	n := rollout.Notice{ID: incident, Version: w.states, Kind: rollout.Alarmed, Channel: channel, Incident: incident, At: time.Now()}
	w.put(append(too, i, n)...)
	return i
}

// alarmed is a world in which an incident's message was posted.
func alarmed(t *testing.T) (*world, *pipeline) {
	t.Helper()
	w, p := pipelined(t)
	w.alarms(nil)
	ok(t, w.Deliver(t.Context(), incident))
	return w, p
}

// ofIncident is a click by ana on a button of the incident's message.
func (w *world) ofIncident(action string, change ...func(*job.Job)) job.Job {
	w.t.Helper()
	return w.pressed(action, append([]func(*job.Job){func(j *job.Job) { j.Click.Value = incident }}, change...)...)
}

// faults.md C1, C6
func TestAnIncidentHasOneMessageThatIsEditedInPlace(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w, _ := pipelined(t)
		w.Runbook = func(service string) string { return "https://wiki.example.com/" + service }
		w.alarms(nil)
		ok(t, w.Deliver(t.Context(), incident))
		ok(t, w.Deliver(t.Context(), incident)) // a second word of it costs nothing
		first := w.message()
		contains(t, "the message", first.Text, "🔴 *checkout* in *prod*: checkout-errors is red")
		contains(t, "the alarm's words", first.Text, "&lt;!channel&gt;")
		contains(t, "the runbook", first.Text, "(<https://wiki.example.com/checkout|runbook>)")
		w.alarms(func(i *rollout.Incident) { i.Closed = time.Now() })
		ok(t, w.Deliver(t.Context(), incident))
		contains(t, "the message", w.message().Text, "🟢 ")
		equal(t, "its ts", w.message().TS, first.TS)
		equal(t, "posts", len(w.wire.at("chat.postMessage")), 1)
		equal(t, "in the outbox", w.outbox(), 0)
	})
}

// faults.md B15
func TestAnIncidentWhoseChannelIsGoneIsToldInTheFallback(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w, _ := pipelined(t)
		ok(t, w.slack.Archive(channel))
		w.alarms(nil)
		ok(t, w.Deliver(t.Context(), incident))
		equal(t, "in the fallback", len(w.seen(ben, fallback)), 1)
	})
}

// reply is the notice of an entry of the incident's log.
func reply(entry int) rollout.Notice {
	return rollout.Notice{ID: incident + "/1", Version: 1, Kind: rollout.Reply, Channel: channel, Incident: incident, Entry: entry, At: time.Now()}
}

func TestWhatHappensInAnIncidentIsToldInItsThread(t *testing.T) {
	for name, posted := range map[string]bool{"whose message is there": true, "whose message is not there yet": false} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				w, _ := pipelined(t)
				acked := func(i *rollout.Incident) { *i = i.Ack(ben, time.Now()) }
				w.alarms(acked)
				if posted {
					ok(t, w.Deliver(t.Context(), incident))
				}
				w.put(reply(1))
				ok(t, w.Deliver(t.Context(), incident+"/1"))
				ok(t, w.Deliver(t.Context(), incident+"/1"))
				contains(t, "the reply", w.threaded().Text, "<@UBEN> is at it")
				equal(t, "in the outbox", w.outbox(), 0)
				_, err := w.disk.Load(t.Context(), rollout.PostedKey(incident+"/1"))
				equal(t, "forgotten", rollout.IsMissing(err), true)
			})
		})
	}
}

// faults.md B17: Slack has it, and its answer got lost.
func TestWhatIsToldOfAnIncidentIsFoundBeforeItIsPostedAgain(t *testing.T) {
	lost := func(q *http.Request, do func() error) error {
		if err := do(); err != nil || !strings.HasSuffix(q.URL.Path, "chat.postMessage") {
			return err
		}
		return errors.New("connection reset")
	}
	for _, told := range []string{incident, incident + "/1"} {
		t.Run(told, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				w, _ := pipelined(t)
				w.alarms(func(i *rollout.Incident) { *i = i.Ack(ben, time.Now()) }, reply(1))
				if told != incident {
					ok(t, w.Deliver(t.Context(), incident))
				}
				w.wire.effect = lost
				if err := w.Deliver(t.Context(), told); err == nil {
					t.Error("it was taken for sent")
				}
				w.wire.effect = nil
				time.Sleep(time.Minute)
				ok(t, w.Deliver(t.Context(), incident+"/1"))
				ok(t, w.Deliver(t.Context(), incident))
				w.threaded()
				equal(t, "in the outbox", w.outbox(), 0)
			})
		})
	}
}

func TestWhatAnIncidentHasForgottenIsNotTold(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w, _ := alarmed(t)
		w.put(reply(7))
		ok(t, w.Deliver(t.Context(), incident+"/1"))
		equal(t, "replies", len(w.message().Replies), 0)
		equal(t, "in the outbox", w.outbox(), 0)
		contains(t, "the log", w.log.String(), "forgotten")
	})
}

func TestANoticeOfAnIncidentThatIsGoneStays(t *testing.T) {
	for _, n := range []rollout.Notice{reply(1), {ID: incident, Version: 1, Kind: rollout.Alarmed, Channel: channel, Incident: incident}} {
		synctest.Test(t, func(t *testing.T) {
			w, _ := pipelined(t)
			w.put(n)
			if err := w.Deliver(t.Context(), n.ID); err == nil {
				t.Error("it was taken for sent")
			}
			equal(t, "in the outbox", w.outbox(), 1)
		})
	}
}

func TestTheButtonsOfAnIncidentDoWhatTheySay(t *testing.T) {
	for action, call := range map[string]string{job.BackAction: "back from", job.AckAction: "acknowledge", job.SnoozeAction: "snooze"} {
		t.Run(action, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				w, p := alarmed(t)
				p.answer = func() (commands.Outcome, error) {
					return commands.IncidentChanged{Action: "acknowledge", Incident: rollout.Incident{Target: rollout.Target{Service: "checkout", Environment: "prod"}}}, nil
				}
				w.Handle(t.Context(), w.ofIncident(action))
				if diff := cmp.Diff([]string{call + " " + incident + " by " + ana}, p.calls); diff != "" {
					t.Error(diff)
				}
				contains(t, "the answer", w.answered(), "checkout")
				equal(t, "it is there", len(w.public()), 1) // beside its message, not in its place
			})
		})
	}
}

// faults.md B2, B7
func TestAButtonOutsideItsIncidentsOwnMessageDoesNothing(t *testing.T) {
	for name, forge := range map[string]func(*job.Job){
		"another incident's id":   func(j *job.Job) { j.Click.Value = "01OTHER" },
		"a rollout's id":          func(j *job.Job) { j.Click.Value = id },
		"no id":                   func(j *job.Job) { j.Click.Value = "" },
		"a target for an id":      func(j *job.Job) { j.Click.Value = "checkout/prod" },
		"a copy in the channel":   func(j *job.Job) { j.Click.Message = "1700000000.000100" },
		"no message at all":       func(j *job.Job) { j.Click.Message = "" },
		"a copy in another place": func(j *job.Job) { j.Channel = fallback },
	} {
		for _, action := range []string{job.BackAction, job.AckAction, job.SnoozeAction} {
			t.Run(name+" "+action, func(t *testing.T) {
				synctest.Test(t, func(t *testing.T) {
					w, p := alarmed(t)
					w.Handle(t.Context(), w.ofIncident(action, forge))
					equal(t, "calls", len(p.calls)+len(w.runner.asked), 0)
					contains(t, "the log", w.log.String(), "foreign_button")
					contains(t, "the answer", w.answered(), "not in a message of mine")
				})
			})
		}
	}
}

// faults.md B3: whoever clicks twice hears of it once.
func TestTheSecondOfTwoClicksOnAnIncidentSaysNothing(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w, p := alarmed(t)
		p.answer = func() (commands.Outcome, error) {
			if len(p.calls) > 1 {
				return nil, commands.ErrRepeated
			}
			return commands.IncidentChanged{Action: "acknowledge"}, nil
		}
		j := w.ofIncident(job.AckAction)
		for range 2 {
			w.Handle(t.Context(), j)
		}
		equal(t, "ana sees", len(w.seen(ana, channel)), 2) // the message, and one answer
	})
}

// faults.md B4, B5: the answer takes the question's place, and its buttons go.
func TestARollbackThatIsAskedAboutOnceMoreIsAnsweredInItsPlace(t *testing.T) {
	back := func() (commands.Outcome, error) {
		return commands.Started{Rollout: rollout.Rollout{ID: "R1", IsRollback: true, Channel: fallback}}, nil
	}
	late := func() (commands.Outcome, error) {
		return nil, rollout.Refuse("expired", "That was longer than 10 minutes ago.", "`/rollback prod checkout`")
	}
	cancelled := func() (commands.Outcome, error) { return commands.Dismissed{Back: "41"}, nil }
	for _, c := range []struct {
		action, call, says string
		answer             func() (commands.Outcome, error)
	}{
		{job.BackAnywayAction, "back anyway", "Rolling back", back},
		{job.BackAnywayAction, "back anyway", "10 minutes ago", late},
		{job.DismissAction, "dismiss", "was not taken back", cancelled},
	} {
		t.Run(c.action+" "+c.says, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				w, p := pipelined(t)
				p.answer = c.answer
				asked := commands.BackAsked{Target: rollout.Target{Service: "checkout", Environment: "prod"}, Flagged: []string{"schema.sql"}, Proposal: "01PROPOSAL"}
				w.Handle(t.Context(), w.answersTo(asked, c.action))
				if diff := cmp.Diff([]string{c.call + " 01PROPOSAL by " + ana}, p.calls); diff != "" {
					t.Error(diff)
				}
				seen := w.seen(ana, channel)
				equal(t, "ana sees", len(seen), 1)
				contains(t, "in its place", seen[0].Text, c.says)
				equal(t, "only she", len(w.seen(ben, channel)), 0)
			})
		})
	}
}

func TestWhatIncidentsCannotDoIsAnswered(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w, p := alarmed(t)
		p.answer = func() (commands.Outcome, error) { return nil, errors.New("the table is gone") }
		w.Handle(t.Context(), w.ofIncident(job.BackAction))
		contains(t, "the answer", w.answered(), "a1b2c3")
	})
}
