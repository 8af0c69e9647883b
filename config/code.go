package config

import (
	"net/url"
	"slices"
	"strings"
)

// GitHub says how the code host is spoken to.
type GitHub struct {
	API string // of an Enterprise Server; empty for GitHub itself
}

// Build says which workflow builds what has no artifact yet.
type Build struct {
	Workflow string  // name of its file
	Ref      string  // the branch or tag whose workflow is run
	Inputs   []Input // what it gets besides the commit and the correlation
}

// Input is one input of a workflow, and always the same.
type Input struct{ Name, Value string }

// Demands are what a commit has to have before it may be shipped to an
// environment.
type Demands struct {
	Required  []string // names of checks that have to be green on it
	Protected bool     // and what the branches' own rules ask for
	Reviews   int      // approving reviews, at least
	Branches  []string // it has to be on one of them; empty: anywhere
	Signed    bool     // its signature has to be verified
}

func gitHubFields() []field[GitHub] {
	return []field[GitHub]{
		key("api", text("the address of an API, such as `https://github.example.com/api/v3`", isAPI), "",
			"Where the API of an Enterprise Server is; else GitHub's own.",
			func(g *GitHub) *string { return &g.API }),
	}
}

func buildFields() []field[Build] {
	return []field[Build]{
		key("workflow", text("the name of a workflow's file, such as `build.yml`", isWorkflow), "",
			"It is run by `workflow_dispatch`, with the inputs `sha` and `correlation_id`, and has to show the latter in its `run-name`.",
			func(b *Build) *string { return &b.Workflow }).must(),
		key("ref", text("the name of a branch or a tag", isBranch), "",
			"Whose workflow is run. Which commit it builds is the input `sha`.",
			func(b *Build) *string { return &b.Ref }).or("the service's `branch`", func(*Build) {}),
		key("inputs", table(inputShape(), "inputs' values by name", inputProblem,
			func(name string) Input { return Input{Name: name} }), "",
			"More inputs of the workflow, at most 8, always with these values.",
			func(b *Build) *[]Input { return &b.Inputs }),
	}
}

// inputShape is a value under the input's name.
func inputShape() shape[Input] {
	return within(text("text in one line", isLine), func(i *Input) *string { return &i.Value })
}

func demandFields() []field[Demands] {
	return []field[Demands]{
		key("required", list(text("the name of a check or a status", isLine), 1), "",
			"They have to be green on the very commit.",
			func(d *Demands) *[]string { return &d.Required }),
		key("protected", boolean(), "false", "What GitHub's rulesets and branch protection ask for has to be green too, and approved as rulesets ask. How many reviews the older branch protection asks for is told to administrators only: say `reviews`.",
			func(d *Demands) *bool { return &d.Protected }),
		key("reviews", number(0, 6), "0", "Approving reviews of its pull request, at least.",
			func(d *Demands) *int { return &d.Reviews }),
		key("branches", list(text("the name of a branch", isBranch), 1), "any", "It has to be on one of them.",
			func(d *Demands) *[]string { return &d.Branches }),
		key("signed", boolean(), "false", "It has to carry a signature that GitHub has verified.",
			func(d *Demands) *bool { return &d.Signed }),
	}
}

// isAPI tells whether a text is the address of an Enterprise Server's API: a host and
// a path, and nothing else.
func isAPI(s string) bool {
	u, err := url.Parse(s)
	return err == nil && u.Host != "" && s == "https://"+u.Host+u.EscapedPath()
}

// isPage tells whether a text is the address of a page that a message may lead to.
func isPage(s string) bool { return len(s) <= 255 && isAPI(s) }

// isWorkflow tells whether a text is the name of a workflow's file.
func isWorkflow(s string) bool {
	name, yml := strings.CutSuffix(s, ".yml")
	name, yaml := strings.CutSuffix(name, ".yaml")
	return len(s) <= 100 && yml != yaml && madeOf(name, lower+upper+digits+"-_.") && name[0] != '.'
}

// inputProblem says what is wrong with an input's name; empty when nothing is.
func inputProblem(name string) string {
	switch {
	case slices.Contains([]string{"sha", "correlation_id"}, name):
		return quote(name) + " is what Slipway itself says; choose another name"
	case len(name) > 100 || !madeOf(name, lower+upper+digits+"-_") || !strings.Contains(lower+upper+"_", name[:1]):
		return quote(name) + " is not an input's name: a letter or _, then letters, digits, - and _"
	}
	return ""
}

// isBranch tells whether a text can be a branch or a tag, by the rules of commands.
func isBranch(s string) bool {
	if len(s) > 200 || !madeOf(s, lower+upper+digits+"/-_.") || s[0] == '-' {
		return false
	}
	return !slices.ContainsFunc(strings.Split(s, "/"), func(part string) bool {
		return part == "" || part[0] == '.' || strings.Contains(part+".", "..") || strings.HasSuffix(part, ".lock")
	})
}
