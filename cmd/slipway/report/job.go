package report

import (
	"context"
	"fmt"
	"io"
	"strings"

	"github.com/slipway-dev/slipway/cmd/slipway/params"
)

// job is one call of the command.
type job struct {
	scale
	page      string // a file, or nothing: print
	out, talk io.Writer
}

// section is a place on the page, and what comes to stand there.
type section struct {
	name, text string
	goals      []goal
	pictures   []*picture
}

// run does it all.
func (j job) run(ctx context.Context) error {
	all := parts(j.scale, params.Standard())
	for _, p := range all {
		if err := p.valid(); err != nil {
			return &params.Wrong{Err: err}
		}
	}
	if err := j.check(all); err != nil {
		return &params.Wrong{Err: fmt.Errorf("--page: %w", err)}
	}
	sections, err := j.simulate(ctx, all)
	if err != nil {
		return err
	}
	return j.finish(sections)
}

// finish tells last that a goal was missed: the page is there by then.
func (j job) finish(sections []section) error {
	if err := j.publish(sections); err != nil {
		return err
	}
	return j.verdict(sections)
}

// simulate makes the parts one after the other, as each uses all cores. Plots
// are left out where there is no place for them.
func (j job) simulate(ctx context.Context, all []part) (sections []section, err error) {
	for _, p := range all {
		if p.plot && j.page == "" {
			continue
		}
		t, err := p.run(ctx, watch(j.talk, p))
		if err != nil {
			return nil, err
		}
		if len(sections) == 0 || sections[len(sections)-1].name != p.section {
			sections = append(sections, section{name: p.section})
		}
		last := &sections[len(sections)-1]
		last.text += t.text
		last.goals = append(last.goals, t.goals...)
		if t.picture != nil {
			last.pictures = append(last.pictures, t.picture)
		}
	}
	for i := range sections {
		sections[i].text += account(sections[i].goals, j.runs)
	}
	return sections, nil
}

// verdict is an error that names the goals that were missed, or nil.
func (j job) verdict(sections []section) error {
	if j.runs < fewest {
		fmt.Fprintf(j.talk, "goals: not checked, since that takes --runs of %d or more\n", fewest)
		return nil
	}
	var goals []goal
	for _, s := range sections {
		goals = append(goals, s.goals...)
	}
	sad := missed(goals)
	if len(sad) == 0 {
		fmt.Fprintf(j.talk, "goals: all %d held\n", len(goals))
		return nil
	}
	var b strings.Builder
	for _, g := range sad {
		b.WriteString("\n  " + g.String())
	}
	return fmt.Errorf("goals missed, %d of %d:%s", len(sad), len(goals), b.String())
}
