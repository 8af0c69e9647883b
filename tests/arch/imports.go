package arch

import (
	"fmt"
	"maps"
	"slices"
	"strings"
)

// CheckImports returns a sentence for every import that goes against the rows.
func CheckImports(files []File, arrows []Arrow) []string {
	var found []string
	for _, f := range files {
		row, ok := rowOf(arrows, f.Folder)
		if !ok {
			found = append(found, fmt.Sprintf("%s: no row of the layout speaks of %s", f.Path, f.Folder))
			continue
		}
		for _, p := range slices.Sorted(maps.Values(f.Imports)) {
			if !row.allows(p) {
				found = append(found, fmt.Sprintf("%s: may not import %s: %s", f.Path, p, row.Why))
			}
		}
	}
	return found
}

// CheckReach returns a sentence for every package that reaches what it must not,
// with the way there.
func CheckReach(files []File, bans []Ban) []string {
	graph := map[string][]string{} // folder → import paths
	for _, f := range files {
		graph[f.Folder] = append(graph[f.Folder], slices.Collect(maps.Values(f.Imports))...)
	}
	var found []string
	for _, ban := range bans {
		for _, folder := range slices.Sorted(maps.Keys(graph)) {
			if !matches(ban.Package, folder) {
				continue
			}
			if way := walk(graph, folder, ban.Reaches, map[string]bool{}); way != nil {
				found = append(found, fmt.Sprintf("%s: %s", strings.Join(way, " → "), ban.Why))
			}
		}
	}
	return found
}

// walk returns the way from a folder to the first import that matches, or nil.
func walk(graph map[string][]string, folder, goal string, seen map[string]bool) []string {
	if seen[folder] {
		return nil
	}
	seen[folder] = true
	next := slices.Compact(slices.Sorted(slices.Values(graph[folder])))
	for _, p := range next {
		if matches(goal, p) {
			return []string{folder, p}
		}
	}
	for _, p := range next {
		ours, ok := strings.CutPrefix(p, Module+"/")
		if !ok {
			continue
		}
		if way := walk(graph, ours, goal, seen); way != nil {
			return append([]string{folder}, way...)
		}
	}
	return nil
}

func rowOf(arrows []Arrow, folder string) (Arrow, bool) {
	i := slices.IndexFunc(arrows, func(a Arrow) bool { return matches(a.Package, folder) })
	if i < 0 {
		return Arrow{}, false
	}
	return arrows[i], true
}

func (a Arrow) allows(path string) bool {
	isIn := func(path string) func(string) bool {
		return func(pattern string) bool { return matches(pattern, path) }
	}
	if ours, ok := strings.CutPrefix(path, Module+"/"); ok {
		return slices.ContainsFunc(a.Ours, isIn(ours))
	}
	if first, _, _ := strings.Cut(path, "/"); strings.Contains(first, ".") {
		return slices.ContainsFunc(a.Others, isIn(path))
	}
	// The standard library.
	world := []string{"net/...", "os/...", "syscall", "database/..."}
	return !a.Core || path == "net/url" || !slices.ContainsFunc(world, isIn(path))
}

// matches says whether a path is the pattern, or below it when the pattern ends
// in "/...".
func matches(pattern, path string) bool {
	if pattern == "..." {
		return true
	}
	folder, deep := strings.CutSuffix(pattern, "/...")
	return path == folder || deep && strings.HasPrefix(path, folder+"/")
}
