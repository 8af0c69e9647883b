package slack

// full is all that is chosen: by hand, or else beforehand by the app. An element
// without either is there too, with null or an empty list. channelID is where
// the user was, for those that begin with the current conversation.
func (w *Workspace) full(elements []element, byHand chosen, channelID string) chosen {
	all := chosen{}
	for _, e := range elements {
		p := w.choosers[e.kind()]
		if p.passing {
			continue
		}
		value := answer{"type": e.kind(), p.field: e.props[p.initial]}
		if zone := e.text("timezone"); zone != "" {
			value["timezone"] = zone
		}
		if value[p.field] == nil && e.props["default_to_current_conversation"] == true && channelID != "" {
			value[p.field] = here(p, channelID)
		}
		if value[p.field] == nil && p.many {
			value[p.field] = []any{}
		}
		all.set(e, value)
	}
	for block, actions := range byHand.keep(elements) {
		for action, value := range actions {
			all[block][action] = value
		}
	}
	return all
}

func here(p chooser, channelID string) any {
	if p.many {
		return []any{channelID}
	}
	return channelID
}

// keepChoice remembers what the user chose, for state.values.
func (w *Workspace) keepChoice(s *spot, e element, value answer) error {
	if w.choosers[e.kind()].passing {
		return nil
	}
	if !s.inView() {
		picked := w.picked[s.key()].keep(s.elements)
		picked.set(e, value)
		w.picked[s.key()] = picked
		return nil
	}
	values := s.panel.State.Values.keep(s.elements)
	values.set(e, value)
	s.panel.State.Values = values
	return w.commit(w.panelRow(s.panel))
}

// shown is a view as its user and the app see it, with the whole state.
func (w *Workspace) shown(p panel) (shape, error) {
	blocks, err := p.decoded()
	if err != nil {
		return p.shape, err
	}
	p.State.Values = w.full(w.elementsOf(blocks), p.State.Values, p.Channel)
	return p.shape, nil
}
