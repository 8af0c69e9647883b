package rollout

// rescued says that the engine's last resort has put live back on the stable
// version, because ticks kept failing or had stopped. A rollout that goes back
// by itself by now does so to its end.
func (t *turn) rescued() bool {
	live, there := t.o.Aliases[Live]
	if !there || t.Phase == RollingBack || live.Routing != All(t.Stable) || !t.owns(live) {
		return false
	}
	s, _ := ParseStamp(live.Description)
	return s.Rescued
}

// closeRescued ends such a rollout. Nobody knows why its ticks had stopped, so the
// target stays locked until a person has looked.
func (t *turn) closeRescued() Intent {
	t.LockAfter = true
	return t.end(RolledBack, Cause{Code: CauseRescued, Text: "nobody had looked after it for too long, so the safety net took the traffic back"})
}
