package main

import (
	"context"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/slipway-dev/slipway/rollout"
	"github.com/slipway-dev/slipway/sandbox/cloud"
	"github.com/slipway-dev/slipway/tests/bench/account"
)

// storm is what became of one.
type storm struct {
	began     time.Time
	gusts     []gust
	heard     []time.Duration // from the arrival of each message until it was heard
	incidents int
	threads   int             // messages that began one
	posted    []time.Duration // from the first red news of each target to its thread
	thread    time.Duration   // the same of the one that is bad
	back      leg             // to its restored alias
	calls     account.Counts
	refused   int           // of the calls to Slack, since there were too many
	again     int           // messages of the queue that had to come again
	calm      time.Duration // from the last news until nothing was left to do
	memory    int64         // of a worker, at most, in bytes
}

// look sees what has become of everything.
func (s *storm) look(ctx context.Context, p *place, targets []*stricken) (err error) {
	s.calls, s.again = account.Counts{}, p.mail.Again()
	for _, c := range p.line.Since(s.began) {
		s.calls[account.Call{Service: c.Service, Operation: c.Operation}]++
		if c.Service == "Slack" && c.Status == http.StatusTooManyRequests {
			s.refused++
		}
	}
	for _, w := range p.workers {
		s.memory = max(s.memory, w.PeakMemory())
	}
	rows, err := p.store.Query(ctx, rollout.Query{Index: rollout.AllIncidentsIndex})
	if err != nil {
		return err
	}
	s.incidents = len(rows)
	if s.threads, err = p.threads(ctx); err != nil {
		return err
	}
	for _, t := range targets {
		if err := s.of(p, t); err != nil {
			return fmt.Errorf("%s: %w", t.Target, err)
		}
	}
	return nil
}

// of is what became of one target.
func (s *storm) of(p *place, t *stricken) (err error) {
	first := s.gusts[slices.IndexFunc(s.gusts, func(g gust) bool { return g.target == t && g.state == cloud.AlarmRed })]
	came := s.began.Add(first.comes)
	post, ok := p.posted(t, s.began)
	if !ok {
		return errNoThread
	}
	s.posted = append(s.posted, post.End.Sub(came))
	if !t.bad {
		return nil
	}
	s.thread = post.End.Sub(came)
	if s.back, err = p.aliasOf(t, came); err != nil {
		return err
	}
	return p.back(t)
}

// threads is how many messages there are that are no rollout's.
func (p *place) threads(ctx context.Context) (int, error) {
	ours := map[string]bool{}
	for _, id := range p.rollouts() {
		row, err := p.store.Load(ctx, rollout.PostedKey(string(id)))
		if rollout.IsMissing(err) {
			continue
		}
		if err != nil {
			return 0, err
		}
		m, err := rollout.Decode[rollout.Posted](row)
		if err != nil {
			return 0, err
		}
		ours[m.Channel+m.TS] = true
	}
	n := 0
	for _, c := range p.slack.View(account.Person).Channels {
		for _, m := range c.Messages {
			if !ours[c.ID+m.TS] {
				n++
			}
		}
	}
	return n, nil
}

// figures stand beside what is the case without a storm.
func (s storm) figures(alone []answered) []figure {
	name := fmt.Sprintf("%d alarm messages in %.0f s: ", len(s.gusts), stormOver.Seconds())
	slack := fmt.Sprintf("chat.postMessage %d, chat.update %d", s.calls.Times("POST /api/chat.postMessage"), s.calls.Times("POST /api/chat.update"))
	var back []time.Duration
	for _, l := range aliases(alone) {
		back = append(back, l.took())
	}
	out := []figure{
		{what: name + "incidents, of as many targets", value: float64(s.incidents), limit: stormTargets + 1, exact: true},
		{what: name + "threads in Slack", value: float64(s.threads), limit: float64(s.incidents), exact: true},
		{what: name + "one is heard, at the median", unit: "s", value: median(s.heard).Seconds()},
		{what: name + "the slowest", unit: "s", value: slices.Max(s.heard).Seconds()},
		{what: name + "the bad deploy in their midst is taken back", unit: "s", value: s.back.took().Seconds(), limit: mostToAlias.Seconds(), beside: "the same alone", base: median(back).Seconds()},
		{what: name + "its thread is posted", unit: "s", value: s.thread.Seconds(), limit: mostToThread.Seconds()},
		{what: name + "the slowest thread", unit: "s", value: slices.Max(s.posted).Seconds()},
		{what: name + "calls to AWS (" + strings.Split(s.calls.String(), ", Slack")[0] + ")", value: float64(s.calls.AWS())},
		{what: name + "calls to Slack (" + slack + ")", value: float64(s.calls.Of("Slack"))},
		{what: name + "of them, refused as too many in a minute", value: float64(s.refused)},
		{what: name + "notices that came again for that, 90 s later", value: float64(s.again)},
		{what: name + "until the last edit is in Slack", unit: "s", value: s.calm.Seconds()},
	}
	if s.memory > 0 {
		out = append(out, figure{what: name + "memory of a worker at most", unit: "MiB", value: mebi(s.memory)})
	}
	return out
}
