package commands

import (
	"context"
	"fmt"
	"slices"
	"unicode/utf8"

	"github.com/bmatcuk/doublestar/v4"

	"github.com/slipway-dev/slipway/rollout"
)

// flagged are the files of a comparison that are below a service's watched paths.
func (c *Commands) flagged(service string, ships *rollout.Comparison) []string {
	if ships == nil {
		return nil
	}
	var out []string
	for _, file := range ships.Files {
		if slices.ContainsFunc(c.Policy.service(service).Watched, func(pattern string) bool { return doublestar.MatchUnvalidated(pattern, file) }) {
			out = append(out, file)
		}
	}
	return out
}

// ships are the records that have it told, in the thread of a rollout's message, what
// that ships. Where nobody has compared yet, whoever tells of it asks [Commands.Shipping].
func (c *Commands) ships(r rollout.Rollout, a ask) []rollout.Record {
	notice := rollout.Notice{ID: string(r.ID) + "/ships", Version: 1, Kind: rollout.Ships, Channel: r.Channel, Rollout: r.ID, By: r.By, At: r.Created}
	switch {
	case !a.compared && c.comparable(a.target, a.version, a.release):
		return []rollout.Record{notice}
	case a.ships == nil || len(a.ships.Commits) == 0:
		return nil
	}
	return []rollout.Record{c.shipping(r, *a.ships), notice}
}

// Shipping is what a rollout ships, as it was when it began. If nobody has compared
// the commits yet that is done now, and kept. It is zero when there is nothing to tell
// of: no commits, or nobody knows which.
func (c *Commands) Shipping(ctx context.Context, r rollout.Rollout) (rollout.Shipping, error) {
	kept, err := load[rollout.Shipping](ctx, c.Store, rollout.ShippingKey(r.ID))
	if !rollout.IsMissing(err) {
		return kept, err
	}
	found, _ := c.compare(ctx, r.Target, rollout.Published{Version: r.Stable, Release: r.StableRelease}, r.Release)
	if found == nil || len(found.Commits) == 0 {
		return rollout.Shipping{}, nil
	}
	s := c.shipping(r, *found)
	err = c.Store.Commit(ctx, rollout.Change{Put: []rollout.Record{s}})
	if err != nil && !rollout.IsConflict(err) { // whoever was faster has kept the same
		return rollout.Shipping{}, fmt.Errorf("keep what %s ships: %w", r.ID, err)
	}
	return s, nil
}

// shipping is a comparison as it is kept: small, whatever somebody has committed.
func (c *Commands) shipping(r rollout.Rollout, ships rollout.Comparison) rollout.Shipping {
	flagged := firstWords(c.flagged(r.Target.Service, &ships))
	ships.Commits, _ = firstOf(slices.Clone(ships.Commits), storedCommits)
	for i := range ships.Commits {
		ships.Commits[i] = stored(ships.Commits[i])
	}
	ships.Partial = ships.Partial || len(ships.Files) > 0 || len(ships.Commits) < ships.Ahead
	ships.Files, ships.URL = nil, address(ships.URL)
	return rollout.Shipping{Rollout: r.ID, Comparison: ships, Flagged: flagged}
}

const (
	// storedCommits is how many commits, and how many files, a record tells of.
	storedCommits = 50
	// storedWords is how many bytes it keeps of what somebody else wrote: a
	// message's first line can be a hundred thousand. A longer address is none.
	storedWords = 300
)

// stored is a commit as it is kept.
func stored(c rollout.Commit) rollout.Commit {
	c.Subject, c.Author, c.URL = begins(c.Subject), begins(c.Author), address(c.URL)
	return c
}

func firstWords(list []string) []string {
	list, _ = firstOf(slices.Clone(list), storedCommits)
	for i := range list {
		list[i] = begins(list[i])
	}
	return list
}

// begins is the beginning of some words, in whole letters.
func begins(words string) string {
	if len(words) <= storedWords {
		return words
	}
	end := storedWords
	for end > 0 && !utf8.RuneStart(words[end]) {
		end--
	}
	return words[:end] + "…"
}

// address is an address that is short enough to be kept, or none: the beginning of
// one leads somewhere else.
func address(url string) string {
	if len(url) > storedWords {
		return ""
	}
	return url
}
