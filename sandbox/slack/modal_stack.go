package slack

import (
	"fmt"
	"maps"
	"slices"
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

// lay puts a new modal on top of a user's stack.
func (w *Workspace) lay(s shape, userID, channelID string) (panel, error) {
	s.ID = w.opts.NewID("V")
	s.RootViewID = s.ID
	if stack := w.stack(userID); len(stack) > 0 {
		s.RootViewID, s.PreviousViewID = stack[0].RootViewID, &stack[len(stack)-1].ID
	}
	p := w.adopt(panel{shape: s, User: userID, Channel: channelID})
	return p, w.putPanel(p)
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
	return p, w.putPanel(p)
}

// remove closes modals, given bottom to top. What lay on one of them comes to lie on what was below.
func (w *Workspace) remove(gone ...panel) error {
	for _, p := range slices.Backward(gone) {
		for _, above := range slices.Collect(maps.Values(w.panels)) {
			if above.below() != p.ID {
				continue
			}
			above.PreviousViewID = p.PreviousViewID
			if err := w.putPanel(above); err != nil {
				return err
			}
		}
		if err := w.dropPanel(p.ID); err != nil {
			return err
		}
	}
	return nil
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

// putPanel keeps a view. Modals are kept too: in Slack they live in the client,
// which does not go when the workspace does.
func (w *Workspace) putPanel(p panel) error {
	if err := w.write("panel/"+p.ID, p); err != nil {
		return err
	}
	w.panels[p.ID] = p
	w.bump()
	return nil
}

func (w *Workspace) dropPanel(id string) error {
	if w.opts.Disk != nil {
		if err := w.opts.Disk.Delete("panel/" + id); err != nil {
			return err
		}
	}
	delete(w.panels, id)
	for key := range w.offered {
		if key.at.ViewID == id {
			delete(w.offered, key)
		}
	}
	w.bump()
	return nil
}
