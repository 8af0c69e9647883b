package workflows_test

import (
	"fmt"
	"regexp"
	"strings"
	"testing"

	"github.com/slipway-dev/slipway/tests/workflows"
)

// parsed are the repository's workflows, by their paths.
func parsed(t *testing.T) map[string]workflows.File {
	t.Helper()
	out := map[string]workflows.File{}
	for name, text := range files(t) {
		f, err := workflows.Read(text)
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		out[name] = f
	}
	return out
}

var fenced = regexp.MustCompile("(?s)```yaml\n(.*?)```")

// examples are the workflows that a page shows, named by the page.
func examples(t *testing.T) map[string]string {
	t.Helper()
	out := map[string]string{}
	for _, page := range []string{"adopt", "workflows"} {
		for _, m := range fenced.FindAllStringSubmatch(read(t, repository+"/docs/"+page+".md"), -1) {
			if strings.Contains(m[1], "jobs:") {
				out[fmt.Sprintf("%s-%d", page, len(out)+1)] = m[1]
			}
		}
	}
	return out
}

func TestWhatTheRepositoryAndItsPagesCallIsCalledRight(t *testing.T) {
	all, calls := parsed(t), 0
	check := func(name string, f workflows.File) {
		for _, wrong := range workflows.Calls(all, f) {
			t.Errorf("%s: %s", name, wrong)
		}
	}
	for name, f := range all {
		check(name, f)
	}
	for name, text := range examples(t) {
		f, err := workflows.Read(text)
		if err != nil {
			t.Fatalf("%s: %v\n%s", name, err, text)
		}
		check(name, f)
		calls += strings.Count(text, "uses: slipway-dev/slipway/")
		if strings.Contains(text, "correlation_id: ${{") && (f.Workflow.RunName == nil || !strings.Contains(f.Workflow.RunName.Value, "${{ inputs.correlation_id }}")) {
			t.Errorf("%s: the bot would not find its run by its name", name)
		}
	}
	if calls < 4 {
		t.Errorf("the pages have only %d calls", calls)
	}
}

const caller = `on: push
jobs:
  a:
    permissions: { contents: read, id-token: write }
    uses: slipway-dev/slipway/.github/workflows/called.yml@0123456789abcdef0123456789abcdef01234567
    with: { service: checkout }
`

func TestACallThatGitHubWouldRefuseIsCaught(t *testing.T) {
	called, err := workflows.Read(`on:
  workflow_call:
    inputs:
      service: { type: string, required: true }
      to: { type: string, default: "" }
jobs:
  first: { runs-on: x, permissions: { contents: read, id-token: write }, steps: [{ run: a }] }
  second: { runs-on: x, permissions: { contents: read, id-token: read }, steps: [{ run: a }] }
`)
	if err != nil {
		t.Fatal(err)
	}
	uncallable, err := workflows.Read("on: push\njobs: { a: { runs-on: x, steps: [{ run: a }] } }")
	if err != nil {
		t.Fatal(err)
	}
	all := map[string]workflows.File{".github/workflows/called.yml": called, ".github/workflows/not.yml": uncallable}
	for _, c := range []struct{ old, bad, says string }{
		{"", "", ""},
		{"with: { service: checkout }", "with: { service: checkout, to: v41 }", ""},
		{"with: { service: checkout }", "with: { to: v41 }", "without its input service"},
		{"with: { service: checkout }", "with: { service: checkout, only: build }", "no input only"},
		{", id-token: write", "", "it needs map[contents:read id-token:write]"},
		{"id-token: write", "id-token: read", "it needs map[contents:read id-token:write]"},
		{"contents: read", "contents: read, checks: read", "it needs map[contents:read id-token:write]"},
		{"called.yml", "gone.yml", "calls none of our workflows"},
		{"called.yml", "not.yml", "cannot be called"},
	} {
		f, err := workflows.Read(strings.Replace(caller, c.old, c.bad, 1))
		if err != nil {
			t.Fatal(err)
		}
		if got := strings.Join(workflows.Calls(all, f), ";"); (got == "") != (c.says == "") || !strings.Contains(got, c.says) {
			t.Errorf("with %q: %q", c.bad, got)
		}
	}
}

func TestThePagePushesToWhereTheBotLooks(t *testing.T) {
	page := read(t, repository+"/docs/adopt.md")
	pushed := regexp.MustCompile(`repository: (acme/\S+) # `).FindStringSubmatch(page)
	looked := regexp.MustCompile(`artifact: [0-9]+\.dkr\.ecr\.\S+\.amazonaws\.com/(\S+)`).FindStringSubmatch(page)
	made := regexp.MustCompile(`--repository-name (\S+) .*--image-tag-mutability IMMUTABLE`).FindStringSubmatch(page)
	if pushed == nil || looked == nil || made == nil || pushed[1] != looked[1] || made[1] != looked[1] {
		t.Errorf("it makes %v, pushes to %v and looks into %v", made, pushed, looked)
	}
}
