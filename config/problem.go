package config

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/agext/levenshtein"
)

// Problem is one thing that is wrong with a file.
type Problem struct {
	File         string
	Line, Column int    // from 1
	Path         string // of the key, such as environments.prod.strategy.kind; empty for the file
	Message      string // what is wrong and what was expected
	Suggestion   string // what may have been meant; may be empty
}

// String is the problem as compilers write them.
func (p Problem) String() string {
	line := fmt.Sprintf("%s:%d:%d: ", p.File, p.Line, p.Column)
	if p.Path != "" {
		line += p.Path + ": "
	}
	line += p.Message
	if p.Suggestion != "" {
		line += fmt.Sprintf("; did you mean %q?", p.Suggestion)
	}
	return line
}

// Problems are all that is wrong with a file, from its top to its end.
type Problems []Problem

// Error has one line for each problem.
func (p Problems) Error() string {
	lines := make([]string, len(p))
	for i, problem := range p {
		lines[i] = problem.String()
	}
	return strings.Join(lines, "\n")
}

// sorted returns what was found, in the order of the file.
func (r *reader) sorted() Problems {
	slices.SortStableFunc(r.problems, func(a, b Problem) int {
		return cmp.Or(cmp.Compare(a.Line, b.Line), cmp.Compare(a.Column, b.Column))
	})
	return r.problems
}

// complain reports a problem with the value at a path, or what is nearest
// above it when the path isn't in the file.
func (r *reader) complain(path, format string, args ...any) {
	r.suggest(path, "", format, args...)
}

func (r *reader) suggest(path, suggestion, format string, args ...any) {
	r.problems = append(r.problems, Problem{
		File: r.file, Line: r.near(path).line, Column: r.near(path).column,
		Path: path, Message: fmt.Sprintf(format, args...), Suggestion: suggestion,
	})
}

// near returns the position of a path, or of the section around it.
func (r *reader) near(path string) position {
	for {
		if at, ok := r.positions[path]; ok {
			return at
		}
		if path == "" {
			return position{1, 1}
		}
		path = path[:max(0, strings.LastIndexAny(path, ".["))]
	}
}

// closest returns the candidate that a word was probably meant to be; empty
// when none is close.
func closest(word string, candidates []string) string {
	best, found := 3, ""
	for _, c := range candidates {
		d := levenshtein.Distance(strings.ToLower(word), strings.ToLower(c), nil)
		if d < best && d < len(c) {
			best, found = d, c
		}
	}
	return found
}
