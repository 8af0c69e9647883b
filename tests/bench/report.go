package main

import (
	_ "embed"
	"fmt"
	"math"
	"runtime"
	"strings"
)

// figure is one thing that was measured.
type figure struct {
	what   string
	unit   string
	value  float64
	limit  float64 // the goal: no more than this; 0 for none
	beside string  // what it is compared with; empty for nothing
	base   float64 // the same of that
}

// wide is how far a goal has to be missed before that fails the run.
const wide = 2

func (f figure) holds() bool { return f.limit == 0 || f.value <= f.limit }

func (f figure) ratio() float64 { return f.value / f.base }

// report is all figures, in the order in which they were measured.
type report struct{ figures []figure }

// missed are the goals that are missed by far.
func (r report) missed() []error {
	var out []error
	for _, f := range r.figures {
		if f.limit > 0 && f.value > wide*f.limit {
			out = append(out, fmt.Errorf("%s: %s %s, more than %d times the goal of %s", f.what, short(f.value), f.unit, wide, short(f.limit)))
		}
	}
	return out
}

// table is the figures as Markdown.
func (r report) table() string {
	var b strings.Builder
	b.WriteString("| what | figure | goal | beside | ratio |\n|---|--:|---|---|--:|\n")
	for _, f := range r.figures {
		goal, beside, ratio := "", "", ""
		switch {
		case f.limit > 0 && f.holds():
			goal = fmt.Sprintf("≤ %s: holds", short(f.limit))
		case f.limit > 0:
			goal = fmt.Sprintf("≤ %s: **missed**", short(f.limit))
		}
		if f.beside != "" {
			beside = fmt.Sprintf("%s: %s", f.beside, short(f.base))
			ratio = short(f.ratio()) + " ×"
		}
		fmt.Fprintf(&b, "| %s | %s | %s | %s | %s |\n", f.what, strings.TrimSpace(short(f.value)+" "+f.unit), goal, beside, ratio)
	}
	return b.String()
}

// short is a number with three digits that say something.
func short(v float64) string {
	if math.Abs(v) >= 100 {
		return fmt.Sprintf("%.0f", v)
	}
	return fmt.Sprintf("%.3g", v)
}

//go:embed method.md
var method string

// page is docs/benchmarks.md: the method with the table in its place.
func (r report) page() string {
	machine := fmt.Sprintf("%d cores, %s/%s, %s", runtime.NumCPU(), runtime.GOOS, runtime.GOARCH, runtime.Version())
	return strings.NewReplacer("{{machine}}", machine, "{{table}}", strings.TrimSpace(r.table())).Replace(method)
}
