package commandtest

import (
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/slipway-dev/slipway/rollout"
)

// Dispatched is a run that the host has started, and for which order.
type Dispatched struct {
	rollout.Run
	Order   rollout.Order
	Started time.Time
	Comment string // with which a gate of it was opened last; empty while none was
}

// Title is the run's, which holds the correlation as the workflow's run-name does.
func (d Dispatched) Title() string { return "build " + d.Order.SHA[:7] + " for " + d.Order.Correlation }

// Runs are all that were started, in order.
func (h *Host) Runs() []Dispatched {
	h.mu.Lock()
	defer h.mu.Unlock()
	return slices.Clone(h.runs)
}

// Set moves a run on, to where the change puts it.
func (h *Host) Set(run int64, change func(*rollout.Run)) {
	h.mu.Lock()
	defer h.mu.Unlock()
	if d := h.run(run); d != nil {
		change(&d.Run)
		d.Updated = h.now()
	}
}

// run is one of the runs, or nil.
func (h *Host) run(id int64) *Dispatched {
	i := slices.IndexFunc(h.runs, func(d Dispatched) bool { return d.ID == id })
	if i < 0 {
		return nil
	}
	return &h.runs[i]
}

// Dispatch starts a run, for each order that it gets.
func (h *Host) Dispatch(ctx context.Context, o rollout.Order) (r rollout.Run, err error) {
	err = h.call(ctx, "Dispatch", func() error {
		id := int64(len(h.runs) + 1)
		started := rollout.Run{ID: id, Attempt: 1, State: rollout.RunQueued, URL: fmt.Sprintf("https://git.example/runs/%d", id), Updated: h.now()}
		h.runs = append(h.runs, Dispatched{Run: started, Order: o, Started: h.now()})
		r = rollout.Run{State: rollout.RunQueued}
		if !h.Silent {
			r = started
		}
		return nil
	})
	if err != nil {
		return rollout.Run{}, err
	}
	return r, nil
}

// Find looks for the first run with the order's correlation that was started since, and
// is listed by now.
func (h *Host) Find(ctx context.Context, o rollout.Order) (r rollout.Run, found bool, err error) {
	err = h.call(ctx, "Find", func() error {
		i := slices.IndexFunc(h.runs, func(d Dispatched) bool {
			visible := !d.Started.Before(o.Since) && h.now().Sub(d.Started) >= h.Late
			return visible && d.Order.Service == o.Service && rollout.Correlates(d.Title(), o.Correlation)
		})
		if found = i >= 0; found {
			r = h.runs[i].Run
		}
		return nil
	})
	return r, found && err == nil, err
}

// Look is how a run stands.
func (h *Host) Look(ctx context.Context, _ string, run int64) (r rollout.Run, err error) {
	err = h.call(ctx, "Look", func() error {
		d := h.run(run)
		if d == nil {
			return &rollout.Error{Kind: rollout.NotFound, Message: "There is no such run."}
		}
		r = d.Run
		return nil
	})
	return r, err
}

// Cancel ends a run that has not ended.
func (h *Host) Cancel(ctx context.Context, _ string, run int64) error {
	return h.call(ctx, "Cancel", func() error {
		if d := h.run(run); d != nil && !d.State.Ended() {
			d.State, d.Reason, d.Updated = rollout.RunCancelled, "its run was cancelled", h.now()
		}
		return nil
	})
}

// Approve opens the named gates of those that a run waits at; a refusal when it waits
// at none of them. The run goes on once it waits at none at all.
func (h *Host) Approve(ctx context.Context, _ string, run int64, gates []string, comment string) error {
	return h.call(ctx, "Approve", func() error {
		d := h.run(run)
		named := func(gate string) bool { return slices.Contains(gates, gate) }
		if d == nil || d.State != rollout.RunWaiting || !slices.ContainsFunc(d.Waits, named) {
			return rollout.Refuse("nothing_waits", "That run waits for nobody.", "")
		}
		d.Waits = slices.DeleteFunc(slices.Clone(d.Waits), named)
		d.Comment, d.Updated = comment, h.now()
		if len(d.Waits) == 0 {
			d.State, d.Waits = rollout.RunGoing, nil
		}
		return nil
	})
}
