package ingress

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"log/slog"
	"strings"

	"github.com/slipway-dev/slipway/bot/job"
	"github.com/slipway-dev/slipway/commands/grammar"
)

// fillIn handles the form: what was filled in is read as if it had been typed, by
// the same grammar, so that the form can do nothing that a command cannot. What is
// wrong is said beside the field that it is about.
func (f *Front) fillIn(ctx context.Context, v verified, from caller, values object) answer {
	var r reader
	wanted := r.deploy(values)
	j, err := f.newJob(v, from, job.Job{})
	if err = errors.Join(r.err, err); err != nil {
		return malformed(err)
	}
	cmd, err := f.parsed(wanted)
	if err != nil {
		return complain("usage", complaints(wanted, err))
	}
	if err := f.store(ctx, &j, cmd); err != nil {
		outcome, text := unstored(err)
		a := complain(outcome, map[string]string{job.RefBlock: strings.ReplaceAll(text, "`", "'")})
		a.notes = []slog.Attr{tag(j), problem(err)}
		return a.warn()
	}
	return done("queued", tag(j), slog.String("command", cmd.Name()))
}

// parsed is the deploy that the line means which a form stands for. It is refused
// when the line means anything else than what stands in the fields.
func (f *Front) parsed(wanted grammar.Deploy) (grammar.Deploy, error) {
	tooMuch := &grammar.Usage{Complaints: []grammar.Complaint{{Word: wanted.Ref, Message: "Only one word goes in here: a commit, a branch, a tag, #123 or latest."}}}
	if len(strings.Fields(wanted.Ref)) > 1 {
		return grammar.Deploy{}, tooMuch
	}
	slash, text, _ := strings.Cut(grammar.Line(wanted), " ")
	cmd, err := grammar.Read(grammar.Context{Names: f.options.Names}, slash, text)
	if err != nil {
		return grammar.Deploy{}, err
	}
	got, ok := cmd.(grammar.Deploy)
	if strings.EqualFold(got.Ref, wanted.Ref) { // a commit's letters are all small
		wanted.Ref = got.Ref
	}
	if !ok || got != wanted {
		return grammar.Deploy{}, tooMuch
	}
	return got, nil
}

// deploy is what was filled in: what was typed to be shipped counts in place of what was
// chosen.
func (r *reader) deploy(values object) grammar.Deploy {
	filled := r.filled(values)
	return grammar.Deploy{
		Target: grammar.Target{Service: filled[job.ServiceBlock], Environment: filled[job.EnvironmentBlock]},
		Ref:    cmp.Or(filled[job.RefBlock], filled[job.VersionBlock]), Strategy: filled[job.StrategyBlock],
		// A line has straight quotes around a reason, and so none in it, and single blanks.
		Reason: strings.Join(strings.Fields(strings.ReplaceAll(filled[job.ReasonBlock], `"`, "'")), " "),
	}
}

// filled is what stands in the form, by block. The fields have to be those that the form
// has. A version that was chosen of another service, whose menu is still there for a
// moment after the choice of a service, is none.
func (r *reader) filled(values object) map[string]string {
	out, of := map[string]string{}, ""
	for name, raw := range values {
		block, service, _ := strings.Cut(name, "/")
		if block == job.VersionBlock {
			of = service
		} else if block != name {
			r.fail("a field is not one of the form's")
		}
		if _, twice := out[block]; twice {
			r.fail("a field is there twice")
		}
		out[block] = r.field(block, raw)
	}
	if of != out[job.ServiceBlock] {
		delete(out, job.VersionBlock)
	}
	return out
}

// field is what stands in one block of the form.
func (r *reader) field(block string, raw json.RawMessage) string {
	kinds := map[string]string{
		job.ServiceBlock: menuType, job.EnvironmentBlock: menuType, job.VersionBlock: menuType, job.RefBlock: textType,
		job.StrategyBlock: menuType, job.ReasonBlock: textType,
	}
	field := r.object(raw)
	element := r.object(field[job.FormElement(block)])
	if kind := kinds[block]; kind == "" || len(field) != 1 || r.text(element, "type") != kind {
		r.fail("a field is not one of the form's")
		return ""
	}
	value := r.text(element, "value")
	if kinds[block] == menuType {
		value = r.text(element, "selected_option", "value")
	}
	if !isShort(value, longestFilled) {
		r.fail("a field is longer than Slack's are")
	}
	return strings.TrimSpace(value)
}

// Types of the form's elements, and the most characters that Slack lets one have.
const (
	menuType      = "static_select"
	textType      = "plain_text_input"
	longestFilled = 3000
)

// complaints are what is wrong with a form, by the block that each is about.
func complaints(d grammar.Deploy, err error) map[string]string {
	out := map[string]string{}
	var usage *grammar.Usage
	if !errors.As(err, &usage) {
		return map[string]string{job.RefBlock: err.Error()}
	}
	for _, c := range usage.Complaints {
		block := blockOf(d, c.Word)
		out[block] = strings.TrimSpace(out[block] + " " + strings.ReplaceAll(c.String(), "`", "'"))
	}
	return out
}

// blockOf is the block that a word was typed into; for a missing word, the first
// one in which nothing is.
func blockOf(d grammar.Deploy, word string) string {
	switch {
	case word == d.Environment:
		return job.EnvironmentBlock
	case word == d.Service:
		return job.ServiceBlock
	case word == d.Strategy && word != "":
		return job.StrategyBlock
	case d.Reason != "" && strings.Trim(word, `"`) == d.Reason:
		return job.ReasonBlock
	}
	return job.RefBlock
}

// wrong keeps a dialog open and shows what is wrong beside its blocks.
type wrong struct {
	Action string            `json:"response_action"`
	Errors map[string]string `json:"errors"`
}

func complain(outcome string, errs map[string]string) answer {
	a := done(outcome)
	a.body = wrong{"errors", errs}
	return a
}
