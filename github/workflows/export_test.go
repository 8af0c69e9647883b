package workflows

// What is tested by itself.
var (
	Tail    = tail
	Started = started
)
