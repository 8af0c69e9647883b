package main

import (
	"bytes"
	"context"
	"time"

	"github.com/slipway-dev/slipway/rollout"
	"github.com/slipway-dev/slipway/rollout/judge"
)

// memory is a store without a disk. Like a real one it encodes what it is given;
// once it is frozen it forgets that, so that the same tick can be run again.
type memory struct {
	rows   map[rollout.Key]rollout.Stored
	frozen bool
	last   [][]byte // what the latest commit wrote
}

func (m *memory) Load(_ context.Context, k rollout.Key) (rollout.Stored, error) {
	s, ok := m.rows[k]
	if !ok {
		return s, &rollout.MissingError{Key: k}
	}
	s.Body = bytes.Clone(s.Body)
	return s, nil
}

func (m *memory) Query(context.Context, rollout.Query) ([]rollout.Stored, error) { return nil, nil }

func (m *memory) Commit(_ context.Context, c rollout.Change) error {
	m.last = m.last[:0]
	for _, r := range c.Put {
		body, err := rollout.Encode(r)
		if err != nil {
			return err
		}
		m.last = append(m.last, body)
		if !m.frozen {
			rev, _ := r.Rev()
			m.rows[r.Key()] = rollout.Stored{Key: r.Key(), Rev: rev, Body: body}
		}
	}
	return nil
}

// still is an account in which everything is there at once and nothing is wrong.
// Delete is never asked for.
func (s *still) Delete(context.Context, rollout.Target, rollout.Version) error { return nil }

// It is every port of a tick, and answers without any work of its own.
type still struct {
	aliases   map[rollout.Alias]rollout.AliasNow
	published []rollout.Published
	minutes   []judge.Minute
	frozen    bool // nothing that is asked for happens any more
}

func (s *still) State(context.Context, rollout.Target, rollout.Release) (rollout.Build, error) {
	return rollout.Build{State: rollout.BuildReady, Digest: digest}, nil
}

func (s *still) Start(context.Context, rollout.Target, rollout.Release, rollout.ID) error { return nil }

func (s *still) List(context.Context, rollout.Target) ([]rollout.Published, error) {
	return s.published, nil
}

func (s *still) Publish(_ context.Context, _ rollout.Target, r rollout.Release, _ rollout.ID) error {
	if !s.frozen {
		s.published = append([]rollout.Published{{Version: "42", Release: r, Ready: true}}, s.published...)
	}
	return nil
}

func (s *still) Aliases(context.Context, rollout.Target) (map[rollout.Alias]rollout.AliasNow, error) {
	return s.aliases, nil
}

func (s *still) Point(_ context.Context, _ rollout.Target, i rollout.Intent) error {
	if !s.frozen {
		s.aliases[i.Alias] = rollout.AliasNow{Routing: i.Routing, Description: i.Stamp, Revision: i.Revision + "+"}
	}
	return nil
}

// Minutes has both versions do equally well at 2,000 calls a minute.
func (s *still) Minutes(_ context.Context, q rollout.MinutesQuery) ([]judge.Minute, error) {
	s.minutes = s.minutes[:0]
	share := s.aliases[rollout.Live].Routing.Share(q.Candidate)
	for at := q.From; at.Before(q.To); at = at.Add(time.Minute) {
		s.minutes = append(s.minutes, judge.Minute{
			At: at, Candidate: calls(share), Stable: calls(1 - share),
		})
	}
	return s.minutes, nil
}

// calls are those of one minute of a version that has this share of them.
func calls(share float64) *judge.Counts {
	return &judge.Counts{Invocations: int64(2000 * share), Errors: int64(10 * share), Slow: int64(40 * share)}
}

func (s *still) Check(_ context.Context, _ rollout.Target, v rollout.Version) (rollout.Health, error) {
	return rollout.Health{Version: v, OK: true, Status: 200}, nil
}

// Send is where notices end.
func (s *still) Send(context.Context, string, int64) error { return nil }

func (s *still) Probe(_ context.Context, _ rollout.Target, _ rollout.Version, n int, _ time.Duration) (judge.Counts, error) {
	return judge.Counts{Invocations: int64(n)}, nil
}
