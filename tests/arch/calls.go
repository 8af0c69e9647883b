package arch

import (
	"fmt"
	"go/ast"
	"slices"
	"strings"
)

// A Call is a function that may be named in some folders only.
type Call struct {
	Package string   // import path
	Names   []string // which functions; a leading "!" in the first means all but these
	Only    []string // the folders where it is fine
	Why     string
}

// Calls is what code takes from its caller instead of from the world.
func Calls() []Call {
	edges := []string{"cmd/...", "tests/...", "infra/examples/..."}
	return []Call{
		{"time", []string{"Now", "Since", "Until", "Sleep", "Tick"}, edges, "the clock is an input"},
		{"os", []string{"Getenv", "LookupEnv", "Environ"}, edges, "configuration is an input"},
		{"math/rand/v2", []string{"!", "New", "NewPCG", "NewChaCha8", "NewZipf", "Rand", "PCG", "ChaCha8", "Source"}, edges, "randomness is an input"},
		{"math/rand", []string{"!", "New", "NewSource", "NewZipf", "Rand", "Source"}, edges, "randomness is an input"},
		{"context", []string{"TODO"}, nil, "the caller has a context"},
	}
}

// CheckCalls returns a sentence for every use of a function outside its folders.
func CheckCalls(files []File, calls []Call) []string {
	var found []string
	for _, f := range files {
		ast.Inspect(f.Syntax, func(n ast.Node) bool {
			sel, ok := n.(*ast.SelectorExpr)
			if !ok {
				return true
			}
			pkg, ok := sel.X.(*ast.Ident)
			if !ok {
				return true
			}
			for _, c := range calls {
				if f.Imports[pkg.Name] == c.Package && c.means(sel.Sel.Name) && !slices.ContainsFunc(c.Only, f.isIn) {
					found = append(found, fmt.Sprintf("%s: %s.%s, but %s", f.At(sel), pkg.Name, sel.Sel.Name, c.Why))
				}
			}
			return true
		})
	}
	return found
}

func (f File) isIn(pattern string) bool { return matches(pattern, f.Folder) }

func (c Call) means(name string) bool {
	if strings.HasPrefix(c.Names[0], "!") {
		return !slices.Contains(c.Names, name)
	}
	return slices.Contains(c.Names, name)
}
