package rollout

// create brings the alias live into being, all of it on the candidate, which has
// passed its health check. There is nothing to share traffic with, to compare with
// or to go back to, so that once it is seen there the rollout is over. An alias
// that is not our own work is somebody else's, and is left alone.
func (t *turn) create() Intent {
	live, there := t.o.Aliases[Live]
	switch {
	case there && live.Routing == All(t.Candidate) && t.owns(live):
		t.Move, t.Moves = &Move{To: live.Routing, Seen: t.at}, 1
		return t.end(Succeeded, Cause{})
	case there:
		return t.end(Failed, t.foreign(live))
	case !t.at.Before(t.Deadline):
		return t.overdue()
	}
	t.Move = &Move{To: All(t.Candidate)}
	t.Wake = t.at
	return t.point(Live, All(t.Candidate), AliasNow{})
}
