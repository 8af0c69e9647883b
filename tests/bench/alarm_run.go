package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"

	"golang.org/x/sync/errgroup"

	"github.com/slipway-dev/slipway/bot/job"
	"github.com/slipway-dev/slipway/rollout"
	"github.com/slipway-dev/slipway/sandbox/cloud"
	"github.com/slipway-dev/slipway/tests/bench/account"
	"github.com/slipway-dev/slipway/tests/bench/functions"
	"github.com/slipway-dev/slipway/tests/bench/line"
)

// leg is a way that was measured: how long it took, and the calls that it had to make.
type leg struct {
	began, end time.Time
	calls      []line.Call
	decided    time.Time // when the rollback was committed; zero where there is none
}

// answered is what came of one alarm.
type answered struct{ thread, alias leg }

// alarm turns the alarm of a target red, and sees its thread posted. Where that is the
// policy, or somebody clicks, it sees the alias restored too.
func (p *place) alarm(ctx context.Context, t *stricken) (answered, error) {
	began := time.Now()
	var a answered
	g, all := errgroup.WithContext(ctx)
	g.Go(func() error { return p.signal(all, t, cloud.AlarmRed, began) })
	g.Go(func() error { return until(all, func() bool { _, ok := p.posted(t, began); return ok }) })
	if err := g.Wait(); err != nil {
		return a, err
	}
	clicked := began
	if t.Environment == byHand {
		if err := p.quiet(ctx); err != nil {
			return a, err
		}
		clicked = time.Now()
		if err := p.click(ctx, t); err != nil {
			return a, err
		}
	}
	if err := until(ctx, func() bool { _, ok := p.restored(t, clicked); return ok }); err != nil {
		return a, err
	}
	if err := p.quiet(ctx); err != nil {
		return a, err
	}
	var err error
	if a.thread, err = p.threadOf(t, began); err == nil {
		a.alias, err = p.aliasOf(t, clicked)
	}
	if err == nil {
		err = p.back(t)
	}
	return a, err
}

// errNoThread says that nobody in Slack knows of an alarm.
var errNoThread = errors.New("it has no thread")

// posted is the call that began a target's thread.
func (p *place) posted(t *stricken, since time.Time) (line.Call, bool) {
	return first(p.line.Since(since), func(c line.Call) bool {
		form, err := url.ParseQuery(string(c.Body))
		return err == nil && c.Operation == "POST /api/chat.postMessage" && c.Status == http.StatusOK && form.Get("channel") == t.channel && strings.Contains(form.Get("text"), t.function())
	})
}

// restored is the call that gave all of the traffic back.
func (p *place) restored(t *stricken, since time.Time) (line.Call, bool) {
	return first(p.line.Since(since), func(c line.Call) bool {
		return c.Operation == "UpdateAlias" && c.Status == http.StatusOK && strings.Contains(c.Path, "/"+t.function()+"/aliases/live")
	})
}

func first(all []line.Call, is func(line.Call) bool) (line.Call, bool) {
	i := slices.IndexFunc(all, is)
	if i < 0 {
		return line.Call{}, false
	}
	return all[i], true
}

// threadOf is the way to a target's thread: of the process that heard of the alarm until
// it had sent the notice, and of the one that posted it.
func (p *place) threadOf(t *stricken, began time.Time) (leg, error) {
	calls := p.line.Since(began)
	post, ok := p.posted(t, began)
	sent, too := first(calls, func(c line.Call) bool { return isThread(group(c)) })
	if !ok || !too {
		return leg{}, errNoThread
	}
	l := leg{began: began, end: post.End}
	for _, c := range calls {
		if c.By == sent.By && !c.Began.After(sent.Began) {
			l.calls = append(l.calls, c)
		}
	}
	for _, w := range p.crew.Done() {
		if !slices.Contains(w.Groups, group(sent)) || w.Began.After(post.Began) || w.End.Before(post.End) {
			continue
		}
		for _, c := range calls {
			if c.By == w.By && !c.Began.Before(w.Began) && c.Began.Before(post.Began) {
				l.calls = append(l.calls, c)
			}
		}
	}
	l.calls = append(l.calls, post)
	return l, nil
}

// group is that of the message which a call sends; empty for any other call.
func group(c line.Call) string {
	var m struct{ MessageGroupID string }
	if c.Operation != "SendMessage" || json.Unmarshal(c.Body, &m) != nil {
		return ""
	}
	return m.MessageGroupID
}

// isThread says that a group is of the messages about an incident, or a rollout, as it is:
// replies and errands have an id with more parts.
func isThread(group string) bool {
	id, notice := strings.CutPrefix(group, "notice/")
	return notice && !strings.Contains(id, "/")
}

// aliasOf is the way to a target's restored alias, all of it by one process, but for the
// front's where somebody clicked. Then Slack is asked who that is, too.
func (p *place) aliasOf(t *stricken, began time.Time) (leg, error) {
	update, ok := p.restored(t, began)
	if !ok {
		return leg{}, errors.New("the alias was not restored")
	}
	l := leg{began: began, end: update.End}
	for _, c := range p.line.Since(began) {
		asks := c.Operation == "POST /api/users.info" || c.Operation == "POST /api/auth.test"
		if (asks || c.By == update.By || c.By == string(functions.Front)) && !c.Began.After(update.Began) {
			l.calls = append(l.calls, c)
		}
		if c.By == update.By && l.decided.IsZero() && decides(c) {
			l.decided = c.End
		}
	}
	if l.decided.IsZero() || l.decided.After(update.Began) {
		return l, errors.New("the alias was restored before anybody had decided that")
	}
	return l, nil
}

// decides says that a call commits a rollback.
func decides(c line.Call) bool {
	var written struct {
		TransactItems []struct {
			Put struct {
				Item struct {
					PK   struct{ S string }
					Body struct{ B []byte }
				}
			}
		}
	}
	if c.Operation != "TransactWriteItems" || c.Status != http.StatusOK || json.Unmarshal(c.Body, &written) != nil {
		return false
	}
	for _, w := range written.TransactItems {
		it := w.Put.Item
		if !strings.HasPrefix(it.PK.S, rollout.RolloutKey("").String()) {
			continue
		}
		r, err := rollout.Decode[rollout.Rollout](rollout.Stored{Body: it.Body.B})
		if err == nil && r.Phase == rollout.RollingBack {
			return true
		}
	}
	return false
}

// back sees that live is what it was before the deploy.
func (p *place) back(t *stricken) error {
	live, err := p.cloud.GetAlias(t.function(), cloud.LiveAlias)
	if err == nil && (live.FunctionVersion != "41" || len(live.AdditionalVersionWeights) > 0) {
		err = fmt.Errorf("live of %s is %s %v", t.Target, live.FunctionVersion, live.AdditionalVersionWeights)
	}
	return err
}

// click presses the button that takes a target's suspect back.
func (p *place) click(ctx context.Context, t *stricken) error {
	for _, c := range p.slack.View(account.Person).Channels {
		for _, m := range c.Messages {
			block := holds(m.Blocks, job.BackAction)
			if c.ID != t.channel || block == "" {
				continue
			}
			d, err := p.slack.Click(ctx, account.Person, t.channel, m.TS, job.BackAction, block)
			if err == nil && d.Error != "" {
				err = fmt.Errorf("click: %s", d.Error)
			}
			return err
		}
	}
	return fmt.Errorf("there is no button in the thread of %s", t.Target)
}

// holds is the id of the block with an action.
func holds(blocks []byte, action string) string {
	var all []struct {
		BlockID  string `json:"block_id"`
		Elements []struct {
			ActionID string `json:"action_id"`
		}
	}
	if json.Unmarshal(blocks, &all) != nil {
		return ""
	}
	for _, b := range all {
		for _, e := range b.Elements {
			if e.ActionID == action {
				return b.BlockID
			}
		}
	}
	return ""
}
