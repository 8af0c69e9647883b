package setup

import (
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
)

// progress is how far an installation is, as far as its folder shows it.
type progress struct {
	Examples []string // environments that nobody wants, and that are examples still
	Left     []string // environments that were wanted before, and are not any more
	Account  bool     // infra/bootstrap was applied: its state has a place
	ticked   []string // the steps that a person has ticked
	steps    int      // so far on the page
}

// look finds out how far it is with these answers.
func look(folder string, a answers) (*progress, error) {
	p := &progress{}
	for _, name := range stageNames() {
		text, err := existing(folder, tfvars(name))
		switch {
		case err != nil:
			return nil, err
		case text == nil || slices.Contains(a.list("environments"), name):
		case example(text):
			p.Examples = append(p.Examples, name)
		default:
			p.Left = append(p.Left, name)
		}
	}
	state, err := existing(folder, "infra/bootstrap/backend.tf")
	if err != nil {
		return nil, err
	}
	p.Account = strings.Contains(string(state), `backend "s3"`) // the shell makes an empty one when there is no output yet
	page, err := existing(folder, nextSteps)
	for _, found := range regexp.MustCompile(`(?m)^\d+\. \[[xX]\] \*\*(.+?)\*\*`).FindAllSubmatch(page, -1) {
		p.ticked = append(p.ticked, string(found[1]))
	}
	return p, err
}

// existing is a file's text; nil when it is not there.
func existing(folder, path string) ([]byte, error) {
	text, err := os.ReadFile(filepath.Join(folder, path)) //nolint:gosec // G304: a path of ours
	if os.IsNotExist(err) {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("read what is there: %w", err)
	}
	return text, nil
}

// step is one of the next steps. All of them are always there, so that their numbers stay.
type step struct {
	Number int
	Title  string
	Done   bool
}

// Step is the next one. It is done if that is to be seen, or if a person has said so.
func (p *progress) Step(title string, seen bool) step {
	p.steps++
	return step{p.steps, title, seen || slices.Contains(p.ticked, title)}
}

// String is its beginning in Markdown.
func (s step) String() string {
	if s.Done {
		return fmt.Sprintf("%d. [x] **%s**", s.Number, s.Title)
	}
	return fmt.Sprintf("%d. [ ] **%s**", s.Number, s.Title)
}

// With are the chosen environments and those that were chosen before, as --environments takes them.
func (p page) With() string { return joined(slices.Concat(p.Environments, p.Left)) }

// warning tells what is lost with a file that init does not look at any more.
func (p page) warning() string {
	if len(p.Left) == 0 {
		return ""
	}
	return fmt.Sprintf("You had %s before. Destroy what is there in AWS first, as long as %s has it: %s says how.\n",
		strings.Join(p.Left, " and "), policyFile, nextSteps)
}
