package slack

// spot is a place with the person who looks at it.
type spot struct {
	user     User
	channel  Channel // of a message
	message  Message
	panel    panel // without an id in a message
	elements []element
}

func (s spot) inView() bool { return s.panel.ID != "" }

// spotKey names what one person sees of one message.
type spotKey struct{ user, channel, ts string }

func (s spot) key() spotKey { return spotKey{s.user.ID, s.message.Channel, s.message.TS} }

// look finds a place that the user can see and act in.
func (w *Workspace) look(userID string, at Place) (spot, error) {
	if at.ViewID != "" {
		return w.lookAtView(userID, at.ViewID)
	}
	user, channel, err := w.present(userID, at.Channel)
	if err != nil {
		return spot{}, err
	}
	m, found := w.message(at.Channel, at.TS)
	if !found || m.Deleted || m.EphemeralTo != "" && m.EphemeralTo != userID {
		return spot{}, refuse("message_not_found")
	}
	blocks, err := decodeBlocks(m.Blocks)
	return spot{user: user, channel: channel, message: m, elements: w.elementsOf(blocks)}, err
}

func (w *Workspace) lookAtView(userID, viewID string) (spot, error) {
	user, err := w.person(userID)
	if err != nil {
		return spot{}, err
	}
	p, found := w.panels[viewID]
	if !found || p.User != userID || w.covered(p) {
		return spot{}, refuse("view_not_found")
	}
	blocks, err := p.decoded()
	return spot{user: user, panel: p, elements: w.elementsOf(blocks)}, err
}

// covered tells whether a modal lies below another.
func (w *Workspace) covered(p panel) bool {
	for _, other := range w.panels {
		if other.below() == p.ID {
			return true
		}
	}
	return false
}

// person finds somebody who is still there.
func (w *Workspace) person(userID string) (User, error) {
	user, known := w.user(userID)
	if !known || user.Deleted {
		return user, refuse("user_not_found")
	}
	return user, nil
}

// find looks for an element that the user can see.
func (s spot) find(blockID, actionID string) (element, error) {
	for _, e := range s.elements {
		if e.id() == actionID && (blockID == "" || e.block == blockID) && e.visibleTo(s.user.ID) {
			return e, nil
		}
	}
	return element{}, refuse("action_not_found")
}
