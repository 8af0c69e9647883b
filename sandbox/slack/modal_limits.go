package slack

import "time"

// Limits of views and of what opens them, under https://docs.slack.dev.
const (
	// /interactivity/handling-user-interaction#modal_responses: how long a
	// trigger_id opens a view.
	triggerLife = 3 * time.Second

	// Ours: how long it is known why a trigger_id no longer works.
	triggerMemory = time.Hour

	// /surfaces/modals: how many views lie on each other.
	maxStack = 3

	// /reference/methods/views.open: the size of a view in bytes, "250kb".
	maxViewSize = 250_000

	// /reference/block-kit/block-elements/select-menu-element: how much must be
	// typed before an external menu asks, if it does not say so, in code points.
	minQuery = 3
)
