// Package counted has decorators that count what goes through them: the ports work as
// before, and what comes of them is in the metrics.
package counted
