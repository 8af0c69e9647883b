package setup

import (
	"bufio"
	"errors"
	"fmt"
	"os"
	"slices"
	"strings"

	"github.com/spf13/cobra"
	"golang.org/x/term"

	"github.com/slipway-dev/slipway/cmd/slipway/params"
)

const long = `Init asks a few questions and writes what a first installation needs, into your clone
of Slipway: slipway.yaml, Terraform's values for the account and each environment,
the Slack app's manifest, and NEXT-STEPS.md. Each answer is checked at once. It
talks neither to AWS nor to Slack, and asks for no secret.

Run again, it offers what is there. A flag answers its question; --yes takes the
default of every other, for scripts and for what is known only later:

  --app          once Slack has made the app
  --image        once the bot's image is pushed
  --first-build  once the service was built
  --url          once the bot's API is there

A file that you have changed is kept as long as the answers do not change it too;
then init shows both and asks, or with --yes refuses unless there is --force. All
files are written, or none.

Exit codes: 0 written, or nothing to do; 1 it could not be; 2 an answer is missing or
wrong, or a file would be overwritten.`

// options are the flags that answer no question.
type options struct {
	folder     string
	yes, force bool
}

// Command is `slipway init`.
func Command() *cobra.Command {
	var o options
	c := &cobra.Command{
		Use:   "init",
		Short: "Ask a few questions, and write what a first installation needs",
		Long:  long,
		Example: `  go run ./cmd/slipway init
  go run ./cmd/slipway init --yes --app A0123456789
  go run ./cmd/slipway init --yes --account 123456789012 --team T0ACME --channel C0DEPLOYS \
    --deployers U0ANA,U0BEN --service checkout --repository acme/checkout --emails ops@example.com`,
		Args: params.None,
	}
	set := c.Flags()
	set.SortFlags = false
	for _, q := range questions() {
		set.Var(&params.Text{Kind: "text", Value: q.standard(answers{}, nil)}, q.flag, q.ask)
	}
	set.StringVar(&o.folder, "folder", ".", "your clone of Slipway")
	set.BoolVar(&o.yes, "yes", false, "ask nothing: take what is there, and the defaults")
	set.BoolVar(&o.force, "force", false, "overwrite files that you have changed, too")
	c.RunE = func(c *cobra.Command, _ []string) error { return o.run(c) }
	return c
}

// given are the answers that flags have.
func given(c *cobra.Command) answers {
	a := answers{}
	for _, q := range questions() {
		if f := c.Flags().Lookup(q.flag); f.Changed {
			a[q.flag] = f.Value.String()
		}
	}
	return a
}

// run reads what is there, asks, shows what would change, and writes it.
func (o options) run(c *cobra.Command) error {
	if err := clone(o.folder); err != nil {
		return &params.Wrong{Err: err}
	}
	before, err := there(o.folder)
	if err != nil {
		return &params.Wrong{Err: err}
	}
	p := person{in: bufio.NewReader(c.InOrStdin()), out: c.OutOrStdout()}
	said, err := o.answers(c, p, before)
	if err != nil {
		return &params.Wrong{Err: err}
	}
	all, err := o.compare(said, before)
	if err != nil {
		return err
	}
	tell(p.out, all)
	notes, err := o.notes(said)
	if err != nil {
		return err
	}
	fmt.Fprintln(p.out, notes)
	if all, err = o.choose(p, all); err != nil || len(all) == 0 {
		return err
	}
	if err := write(o.folder, all); err != nil {
		return err
	}
	fmt.Fprintf(p.out, "Written. What comes next is in %s.\n", nextSteps)
	return nil
}

// answers takes them from flags and from whoever is there.
func (o options) answers(c *cobra.Command, p person, before answers) (answers, error) {
	flags := given(c)
	all, wrong, missing := settle(flags, before)
	if f, ok := c.InOrStdin().(*os.File); ok && !o.yes && !term.IsTerminal(int(f.Fd())) {
		return nil, errors.Join(errors.New("nobody can be asked, since this is no terminal: give --yes, and the answers by flags"), wrong, missing)
	}
	if o.yes {
		return all, errors.Join(wrong, missing)
	}
	if wrong != nil { // what is missing will be asked
		return nil, wrong
	}
	fmt.Fprintln(p.out, "A few questions; Enter takes what is in [brackets]. Nothing is written before you have agreed.")
	said, err := p.interview(flags, before)
	if err != nil {
		return nil, err
	}
	all, wrong, missing = settle(said, before)
	return all, errors.Join(wrong, missing)
}

// compare holds what the answers make against what is there.
func (o options) compare(said, before answers) ([]change, error) {
	now, err := files(o.folder, said)
	if err != nil {
		return nil, err
	}
	var then []file
	if before["environments"] != "" {
		if then, err = files(o.folder, before); err != nil {
			return nil, err
		}
	}
	return changes(o.folder, now, then)
}

// notes are what there is to know before agreeing: the price, and what gets lost.
func (o options) notes(said answers) (string, error) {
	how, err := look(o.folder, said)
	p := newPage(said, "")
	p.progress = how
	if err != nil {
		return "", err
	}
	return p.Cost() + "\n" + p.warning(), nil
}

// choose asks which of the changes are wanted; none is no error.
func (o options) choose(p person, all []change) ([]change, error) {
	all = slices.DeleteFunc(all, func(c change) bool { return !c.writes() })
	if len(all) == 0 {
		fmt.Fprintln(p.out, "Everything is as it should be; nothing was written.")
		return nil, nil
	}
	if o.yes {
		return all, o.refuse(all)
	}
	var wanted []change
	for _, c := range all {
		ok := true
		if c.state == edited && !o.force {
			var err error
			if ok, err = p.agrees("Overwrite "+c.path+", with what you have changed in it?", false); err != nil {
				return nil, &params.Wrong{Err: err}
			}
		}
		if ok {
			wanted = append(wanted, c)
		}
	}
	if len(wanted) == 0 {
		fmt.Fprintln(p.out, "Nothing was written.")
		return nil, nil
	}
	ok, err := p.agrees(fmt.Sprintf("Write %s?", count(len(wanted))), true)
	if err != nil {
		return nil, &params.Wrong{Err: err}
	}
	if !ok {
		fmt.Fprintln(p.out, "Nothing was written.")
		return nil, nil
	}
	return wanted, nil
}

// refuse names the files that nobody may overwrite unasked.
func (o options) refuse(all []change) error {
	var names []string
	for _, c := range all {
		if c.state == edited {
			names = append(names, c.path)
		}
	}
	if len(names) == 0 || o.force {
		return nil
	}
	return &params.Wrong{Err: fmt.Errorf("you have changed %s since: mend it by hand, or overwrite it by --force; nothing was written", strings.Join(names, ", "))}
}

func count(n int) string {
	if n == 1 {
		return "1 file"
	}
	return fmt.Sprintf("%d files", n)
}
