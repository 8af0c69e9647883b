package ingress

import (
	"maps"
	"slices"
)

// Paths are all paths that a POST is taken on.
func (f *Front) Paths() []string { return slices.Sorted(maps.Keys(f.routes)) }
