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
	times  float64 // the goal as a multiple of base, in limit's place; 0 for none
	exact  bool    // the goal counts as missed however little is over it: no machine is too busy to count
	beside string  // what it is compared with; empty for nothing
	base   float64 // the same of that
}

// wide is how far a goal that is not exact has to be missed before that fails the run.
const wide = 2

// goal is the most that the value may be, and how it is written; 0 for any.
func (f figure) goal() (most float64, words string) {
	switch {
	case f.times > 0:
		return f.times * f.base, short(f.times) + " ×"
	case f.limit > 0:
		return f.limit, short(f.limit)
	default:
		return 0, ""
	}
}

func (f figure) ratio() float64 { return f.value / f.base }

// report is all figures, in the order in which they were measured.
type report struct{ figures []figure }

// missed are the goals that are missed by far, and the exact ones that are missed at all.
func (r report) missed() []error {
	var out []error
	for _, f := range r.figures {
		switch most, _ := f.goal(); {
		case most > 0 && f.value > wide*most:
			out = append(out, fmt.Errorf("%s: %s %s, more than %d times the goal of %s", f.what, short(f.value), f.unit, wide, short(most)))
		case most > 0 && f.exact && f.value > most:
			out = append(out, fmt.Errorf("%s: %s, more than the goal of %s", f.what, short(f.value), short(most)))
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
		switch most, words := f.goal(); {
		case most > 0 && f.value <= most:
			goal = "≤ " + words + ": holds"
		case most > 0:
			goal = "≤ " + words + ": **missed**"
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
