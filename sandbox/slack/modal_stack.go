package slack

import (
	"fmt"
	"maps"
)

// adopt completes an app's view with what Slack adds to every one.
func (w *Workspace) adopt(p panel) panel {
	p.TeamID, p.InstalledTeamID = w.opts.TeamID, w.opts.TeamID
	p.AppID, p.BotID = w.opts.AppID, w.botID()
	p.Hash = fmt.Sprintf("%d.%s", w.opts.Now().Unix(), w.opts.NewID("h"))
	return p
}

// stack is what a user has open, bottom to top.
func (w *Workspace) stack(userID string) (out []panel) {
	above := map[string]panel{}
	for _, p := range w.panels {
		if p.User == userID && p.Type == modalKind {
			above[p.below()] = p
		}
	}
	for p, more := above[""]; more; p, more = above[p.ID] {
		out = append(out, p)
	}
	return out
}

// lay puts a new modal of a user on top of others.
func (w *Workspace) lay(s shape, userID, channelID string, stack []panel) panel {
	s.ID = w.opts.NewID("V")
	s.RootViewID = s.ID
	if len(stack) > 0 {
		s.RootViewID, s.PreviousViewID = stack[0].RootViewID, &stack[len(stack)-1].ID
	}
	return w.adopt(panel{shape: s, User: userID, Channel: channelID})
}

// replace puts another view in the place of one. What the user chose stays
// where the block_id and the action_id are the same.
func (w *Workspace) replace(p panel, s shape) (panel, error) {
	blocks, err := s.decoded()
	if err != nil {
		return p, err
	}
	s.ID, s.RootViewID, s.PreviousViewID = p.ID, p.RootViewID, p.PreviousViewID
	if s.ExternalID == "" {
		s.ExternalID = p.ExternalID
	}
	s.State.Values = p.State.Values.keep(w.elementsOf(blocks))
	p.shape = s
	p = w.adopt(p)
	return p, w.commit(w.panelRow(p))
}

// remove closes modals of one stack, which lie next to each other. What lay on
// them comes to lie on what was below the first, which is the lowest.
func (w *Workspace) remove(gone ...panel) (rows []row) {
	ids := map[string]bool{}
	for _, p := range gone {
		ids[p.ID] = true
		rows = append(rows, row{"panel/" + p.ID, nil, func() {
			delete(w.panels, p.ID)
			w.forget(Place{ViewID: p.ID})
		}})
	}
	for _, above := range w.panels {
		if ids[above.below()] && !ids[above.ID] {
			above.PreviousViewID = gone[0].PreviousViewID
			rows = append(rows, w.panelRow(above))
		}
	}
	return rows
}

// unique refuses an external_id that another view has.
func (w *Workspace) unique(externalID, viewID string) error {
	for _, p := range w.panels {
		if externalID != "" && p.ExternalID == externalID && p.ID != viewID {
			return refuse("duplicate_external_id")
		}
	}
	return nil
}

// panelRow is a view. Modals are kept too: in Slack they live in the client,
// which does not go when the workspace does.
func (w *Workspace) panelRow(p panel) row {
	return row{"panel/" + p.ID, p, func() { w.panels[p.ID] = p }}
}

// forget drops what was chosen and offered in a place that is gone.
func (w *Workspace) forget(gone Place) {
	maps.DeleteFunc(w.offered, func(key offerKey, _ map[string]any) bool { return key.at == gone })
	maps.DeleteFunc(w.picked, func(key spotKey, _ chosen) bool {
		return Place{Channel: key.channel, TS: key.ts} == gone
	})
}
