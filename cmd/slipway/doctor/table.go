package doctor

import (
	"encoding/json"
	"fmt"
	"io"
	"os"
	"strings"
	"time"

	"golang.org/x/term"

	"github.com/slipway-dev/slipway/cmd/slipway/params"
	"github.com/slipway-dev/slipway/cmd/slipway/release"
	"github.com/slipway-dev/slipway/cmd/wiring"
	"github.com/slipway-dev/slipway/commands"
	"github.com/slipway-dev/slipway/rollout"
)

// finding is everything that the doctor has to say, what is worst first.
type finding struct {
	commands.Examined
	leftOut []wiring.LeftOut
}

// count is how many were found to be so.
func (f finding) count(g rollout.Grade) (n int) {
	for _, d := range f.Diagnoses {
		if d.Grade == g {
			n++
		}
	}
	return n
}

// code is the exit code.
func (f finding) code() int {
	switch {
	case f.count(rollout.GradeBroken) > 0:
		return release.CodeFailed
	case f.count(rollout.GradeUnknown) > 0:
		return release.CodeInconclusive
	}
	return release.CodeOK
}

// json is for programs.
func (f finding) json(out io.Writer) error {
	return encode(out, struct {
		Diagnoses []rollout.Diagnosis `json:"diagnoses"`
		LeftOut   []wiring.LeftOut    `json:"left_out"`
		Seconds   float64             `json:"seconds"`
	}{append([]rollout.Diagnosis{}, f.Diagnoses...), append([]wiring.LeftOut{}, f.leftOut...), f.Took.Seconds()})
}

func encode(out io.Writer, v any) error {
	e := json.NewEncoder(out)
	e.SetEscapeHTML(false)
	if err := e.Encode(v); err != nil {
		return fmt.Errorf("print what was found: %w", err)
	}
	return nil
}

// table is for people.
func (f finding) table(out io.Writer, p palette) error {
	var b strings.Builder
	for _, d := range f.Diagnoses {
		about := d.Check
		if d.About != "" {
			about += " of " + d.About
		}
		fmt.Fprintf(&b, "%s %s: %s\n", p.sign(d.Grade), line(about), line(d.Found))
		if d.Remedy != "" {
			fmt.Fprintf(&b, "  → %s\n", line(d.Remedy))
		}
	}
	for _, l := range f.leftOut {
		fmt.Fprintf(&b, "- not looked at: %s: %s\n", l.Check, l.Why)
	}
	fmt.Fprintf(&b, "\n%d broken, %d to be put right, %d not known, %d sound, %d not looked at; in %s\n",
		f.count(rollout.GradeBroken), f.count(rollout.GradeAiling), f.count(rollout.GradeUnknown), f.count(rollout.GradeSound), len(f.leftOut), f.Took.Round(100*time.Millisecond))
	if _, err := io.WriteString(out, b.String()); err != nil {
		return fmt.Errorf("print what was found: %w", err)
	}
	return nil
}

// line is a text for a terminal: names of alarms are in it, which strangers choose.
func line(text string) string { return params.Printable(strings.ReplaceAll(text, "\n", " ")) }

// palette says whether signs have colours.
type palette bool

// colours are for a terminal whose owner likes them (no-color.org).
func colours(out io.Writer, env func(string) string) palette {
	file, ok := out.(*os.File)
	return palette(ok && env("NO_COLOR") == "" && term.IsTerminal(int(file.Fd())))
}

// sign stands for a grade; its colour is never all that tells.
func (p palette) sign(g rollout.Grade) string {
	switch g {
	case rollout.GradeBroken:
		return p.paint("✘ broken", "31")
	case rollout.GradeAiling:
		return p.paint("! ailing", "33")
	case rollout.GradeSound:
		return p.paint("✔ sound", "32")
	case rollout.GradeUnknown:
	}
	return p.paint("? unknown", "36")
}

func (p palette) paint(text, colour string) string {
	if !p {
		return text
	}
	return "\x1b[" + colour + "m" + text + "\x1b[0m"
}
