package commands

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"time"

	"golang.org/x/sync/errgroup"

	"github.com/slipway-dev/slipway/rollout"
)

// Checkup looks at one thing that Slipway relies on, and changes nothing.
type Checkup struct {
	Name string // "alias wiring"
	// Each is done for every target; nil for a checkup of the whole installation.
	Each func(ctx context.Context, t rollout.Target) []rollout.Diagnosis
	// All is done once; nil for a checkup of targets.
	All func(ctx context.Context) []rollout.Diagnosis
}

const (
	checkupLimit  = 20 * time.Second // of one checkup of one thing
	checkupsLimit = time.Minute      // of them all
	checkupsOnce  = 4                // how many are done at the same time
)

// Examine does every checkup, those of targets for the ones that match; empty parts mean
// all. What it finds comes worst first. A checkup that breaks down or takes too long
// is a finding, too, and keeps none of the others from being done.
func (c *Commands) Examine(ctx context.Context, where rollout.Target) Examined {
	began := c.Real()
	ctx, cancel := context.WithTimeout(ctx, checkupsLimit)
	defer cancel()
	var together errgroup.Group
	together.SetLimit(checkupsOnce)
	all := c.examinations(where)
	found := make([][]rollout.Diagnosis, len(all))
	for i, e := range all {
		together.Go(func() error {
			found[i] = c.examined(ctx, e)
			return nil
		})
	}
	_ = together.Wait() // none of them gives an error
	out := Examined{Where: where, Diagnoses: slices.Concat(found...), Took: c.Real().Sub(began)}
	slices.SortStableFunc(out.Diagnoses, func(a, b rollout.Diagnosis) int { return cmp.Compare(badness(b.Grade), badness(a.Grade)) })
	return out
}

// examination is one checkup of one thing.
type examination struct {
	check, about string
	do           func(context.Context) []rollout.Diagnosis
}

// examinations are those to be done, in the order of the checkups.
func (c *Commands) examinations(where rollout.Target) []examination {
	var out []examination
	for _, check := range slices.Concat(c.Checkups, c.ownCheckups()) {
		if check.All != nil {
			out = append(out, examination{check: check.Name, do: check.All})
		}
		if check.Each == nil {
			continue
		}
		for _, t := range c.Policy.targets(where) {
			out = append(out, examination{
				check: check.Name, about: t.String(),
				do: func(ctx context.Context) []rollout.Diagnosis { return check.Each(ctx, t) },
			})
		}
	}
	return out
}

// examined does an examination, and waits no longer for it than there is time. One that
// does not heed its context goes on by itself until it is done, and nobody hears of it.
func (c *Commands) examined(ctx context.Context, e examination) []rollout.Diagnosis {
	if ctx.Err() != nil {
		return e.unknown("There was no time left to look at it.")
	}
	ctx, cancel := context.WithTimeout(ctx, checkupLimit)
	defer cancel()
	done := make(chan []rollout.Diagnosis, 1)
	go func() {
		defer func() {
			if broken := recover(); broken != nil {
				c.Log.ErrorContext(ctx, "a checkup broke down", "check", e.check, "about", e.about, "panic", fmt.Sprint(broken))
				done <- e.unknown("The checkup itself broke down; the log has more.")
			}
		}()
		done <- e.named(e.do(ctx))
	}()
	select {
	case found := <-done:
		return found
	case <-ctx.Done():
		return e.unknown("It took too long to look at it.")
	}
}

// unknown is what is found of something that could not be looked at.
func (e examination) unknown(why string) []rollout.Diagnosis {
	return []rollout.Diagnosis{{
		Check: e.check, About: e.about, Grade: rollout.GradeUnknown, Found: why, Remedy: "Try again in a moment: `/deploy doctor`",
	}}
}

// named adds what a finding is of, where it does not say.
func (e examination) named(found []rollout.Diagnosis) []rollout.Diagnosis {
	out := slices.Clone(found)
	for i := range out {
		out[i].Check, out[i].About = cmp.Or(out[i].Check, e.check), cmp.Or(out[i].About, e.about)
	}
	return out
}

// badness orders the grades. What could not be looked at may be as bad as can be.
func badness(g rollout.Grade) int {
	return slices.Index([]rollout.Grade{rollout.GradeSound, rollout.GradeAiling, rollout.GradeUnknown, rollout.GradeBroken}, g)
}
