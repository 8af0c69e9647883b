package slack

import "slices"

// RefuseBlocks makes the workspace one that takes no blocks of these kinds ("table",
// "data_visualization"), wherever they stand, as not every workspace has all of them.
// Each call takes the place of the one before.
func (w *Workspace) RefuseBlocks(kinds ...string) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.unknown = kinds
}

// unknownBlocks are the decoded blocks of kinds that the workspace does not take, in
// Slack's words.
func (w *Workspace) unknownBlocks(blocks any, at string) (details []string) {
	walk(blocks, at, func(o map[string]any, at string) {
		if kind, _ := o["type"].(string); slices.Contains(w.unknown, kind) {
			details = append(details, problem{at: at + "/type", says: "unsupported type: " + kind}.String())
		}
	})
	return details
}
