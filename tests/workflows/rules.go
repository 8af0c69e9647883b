package workflows

import (
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"

	"github.com/goccy/go-yaml"
	"github.com/rhysd/actionlint"
)

// A File is a workflow or an action, as text and as what it means.
type File struct {
	Text     string
	Tree     any                  // as plain YAML, anchors resolved
	Workflow *actionlint.Workflow // nil for an action
}

// Read parses a workflow, or an action if it has no jobs.
func Read(text string) (File, error) {
	f := File{Text: text}
	if err := yaml.Unmarshal([]byte(text), &f.Tree); err != nil {
		return f, fmt.Errorf("read YAML: %w", err)
	}
	if tree, ok := f.Tree.(map[string]any); ok && tree["jobs"] == nil {
		return f, nil
	}
	w, errs := actionlint.Parse([]byte(known(text)))
	if len(errs) > 0 {
		return f, fmt.Errorf("parse workflow: %w", errs[0])
	}
	f.Workflow = w
	return f, nil
}

// known writes `$/`, a path in the repository and at the commit of the workflow
// itself, as `./`, which actionlint and act know.
func known(text string) string { return strings.ReplaceAll(text, "uses: $/", "uses: ./") }

// A Rule is something that every workflow keeps to.
type Rule struct {
	Name  string
	Why   string
	Check func(File) []string // what is wrong, one sentence each
}

// Rules are those of ours; actionlint and zizmor have more.
func Rules() []Rule {
	return []Rule{
		{"pinned", "a tag can be moved to other code, a commit cannot", pinned},
		{"scripts without expressions", "what a stranger wrote would become a part of the script; an environment variable stays a value", scripts},
		{"no secrets", "a role that is assumed for an hour needs none, and what is not there cannot leak", noSecrets},
		{"permissions", "a job has what it needs, and says so", permissions},
		{"timeouts", "GitHub's own is six hours", timeouts},
		{"concurrency", "what runs twice is thought of, and a deploy is not cancelled in the midst", concurrency},
		{"checkouts", "without persist-credentials: false, every later step has the token", checkouts},
		{"cancelling", "the runner sends its signals to a step's first process only", cancelling},
		{"conditions", "without a status function, a job is skipped when any job before it was", conditions},
	}
}

var (
	uses = regexp.MustCompile(`(?m)^\s*(?:- )?uses:\s*(.*)$`)
	pin  = regexp.MustCompile(`^(?:\$/\S+|[\w.-]+/[\w./-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+)$`)
)

func pinned(f File) (out []string) {
	for _, m := range uses.FindAllStringSubmatch(f.Text, -1) {
		if !pin.MatchString(m[1]) {
			out = append(out, m[1]+" is not pinned by a full commit with its version as a comment")
		}
	}
	return out
}

func scripts(f File) (out []string) {
	walk(f.Tree, func(node map[string]any) {
		for _, key := range []string{"run", "script", "shell"} {
			if text, ok := node[key].(string); ok && strings.Contains(text, "${{") {
				out = append(out, fmt.Sprintf("an expression inside a %s: %q", key, text))
			}
		}
	})
	return out
}

var secret = regexp.MustCompile(`secrets\s*[.\[]|secrets:\s*inherit|aws-(?:access-key-id|secret-access-key)`)

func noSecrets(f File) (out []string) {
	for _, found := range secret.FindAllString(f.Text, -1) {
		out = append(out, found+" stands for a long-lived secret")
	}
	return out
}

func checkouts(f File) (out []string) {
	walk(f.Tree, func(node map[string]any) {
		action, _ := node["uses"].(string)
		with, _ := node["with"].(map[string]any)
		if strings.HasPrefix(action, "actions/checkout@") && with["persist-credentials"] != false {
			out = append(out, "a checkout leaves its token behind")
		}
	})
	return out
}

var part = regexp.MustCompile(`slipway-release" [a-z]`)

func cancelling(f File) (out []string) {
	walk(f.Tree, func(node map[string]any) {
		text, _ := node["run"].(string)
		if part.MatchString(text) && !strings.HasPrefix(text, "exec ") {
			out = append(out, fmt.Sprintf("slipway would not hear that the run is cancelled: %q", text))
		}
	})
	return out
}

// walk visits every mapping of a tree.
func walk(node any, visit func(map[string]any)) {
	switch node := node.(type) {
	case map[string]any:
		visit(node)
		for _, key := range slices.Sorted(maps.Keys(node)) {
			walk(node[key], visit)
		}
	case []any:
		for _, item := range node {
			walk(item, visit)
		}
	}
}
