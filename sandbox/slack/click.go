package slack

import "context"

// Click presses a button in a message: it is [Workspace.Act] without a choice.
func (w *Workspace) Click(ctx context.Context, userID, channelID, ts, actionID, blockID string) (Delivery, error) {
	return w.Act(ctx, userID, Place{Channel: channelID, TS: ts}, blockID, actionID, Choice{})
}
