package rollout

import "fmt"

// claim makes live the rollout's own: all of its traffic on the stable version,
// and stamped with the new owner's fence, which makes every RevisionId that an
// earlier owner has read stale. At a first deploy there is nothing to claim.
func (t *turn) claim() (intent Intent, claimed bool) {
	live, there := t.o.Aliases[Live]
	switch {
	case !there && t.First() && t.Drill == nil:
		return Intent{}, true
	case !there:
		return t.end(Failed, Cause{Code: CauseNoStable, Text: "there is no alias live, so nothing to compare with or to go back to"}), false
	case live.Routing != All(t.Stable) && !t.adopts(live.Routing):
		return t.end(Failed, t.foreign(live)), false
	case live.Routing != All(t.Stable) || !t.owns(live):
		t.Wake = t.at
		return t.point(Live, All(t.Stable), live), false
	}
	if a := t.Adopted; a != nil && a.Seen.IsZero() {
		t.Adopted = &Move{From: a.From, To: a.To, Seen: t.at}
	}
	return Intent{}, true
}

// adopts says that a routing is the split that the rollout found and may end. It
// does so once: whoever splits live again is not fought.
func (t *turn) adopts(now Routing) bool {
	return t.Adopted != nil && t.Adopted.Seen.IsZero() && now == t.Adopted.From
}

// owns says that the alias carries this rollout's fence.
func (t *turn) owns(a AliasNow) bool {
	s, ours := ParseStamp(a.Description)
	return ours && s.Rollout == t.ID && s.Fence == t.Fence
}

// unfit says why a version cannot become the candidate; empty when it can.
func (t *turn) unfit(c Published) string {
	stable := t.o.StableVersion
	switch {
	case c.Failed != "":
		return "the version could not be made: " + c.Failed
	case c.Version == t.Stable:
		return fmt.Sprintf("%s is live already", t.Stable)
	case stable == nil || len(t.Strategy.Steps) == 0 || c.Role == "" || stable.Role == "":
		return ""
	case c.Role != stable.Role:
		return t.unlike(c, "execution roles", c.Role, stable.Role)
	case c.DeadLetter != stable.DeadLetter:
		return t.unlike(c, "dead-letter targets", c.DeadLetter, stable.DeadLetter)
	}
	return ""
}

// unlike is the sentence about two versions that no alias can split between.
func (t *turn) unlike(c Published, field, candidate, stable string) string {
	say := func(s string) string {
		if s == "" {
			return "none"
		}
		return s
	}
	return fmt.Sprintf("the traffic cannot be shared between %s and %s, because their %s differ: %s and %s", t.Stable, c.Version, field, say(stable), say(candidate))
}
