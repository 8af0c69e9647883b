package workflows_test

import (
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/slipway-dev/slipway/tests/workflows"
)

const repository = "../.."

// files are the workflows and actions of the repository, by their paths in it.
func files(t *testing.T) map[string]string {
	t.Helper()
	out := map[string]string{}
	for _, pattern := range []string{".github/workflows/*.yml", ".github/actions/*/action.yml"} {
		paths, err := filepath.Glob(filepath.Join(repository, pattern))
		if err != nil || len(paths) == 0 {
			t.Fatalf("%s: %v files, %v", pattern, len(paths), err)
		}
		for _, path := range paths {
			name, err := filepath.Rel(repository, path)
			if err != nil {
				t.Fatal(err)
			}
			out[filepath.ToSlash(name)] = read(t, path)
		}
	}
	return out
}

func read(t *testing.T, path string) string {
	t.Helper()
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

func TestEveryWorkflowKeepsToTheRules(t *testing.T) {
	for name, text := range files(t) {
		f, err := workflows.Read(text)
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		for _, rule := range workflows.Rules() {
			for _, wrong := range rule.Check(f) {
				t.Errorf("%s: %s: %s (%s)", name, rule.Name, wrong, rule.Why)
			}
		}
	}
}

const sound = `on: push
permissions: {}
concurrency: { group: all, cancel-in-progress: false }
jobs:
  first:
    runs-on: ubuntu-24.04
    timeout-minutes: 5
    permissions: { id-token: write }
    environment: prod
    if: github.ref == 'refs/heads/main'
    steps:
      - uses: actions/checkout@3d3c42e5aac5ba805825da76410c181273ba90b1 # v7.0.1
        with: { persist-credentials: false }
      - uses: aws-actions/configure-aws-credentials@e6de054238d6b7531b4efff3b6587d9aade6a06c # v6.2.3
      - run: echo "$NAME"
        env: { NAME: "${{ github.head_ref }}" }
  second:
    runs-on: ubuntu-24.04
    timeout-minutes: 5
    permissions: {}
    needs: first
    if: always() && github.ref == 'refs/heads/main'
    steps: [{ run: "true" }]
`

func TestEachRuleCatchesWhatBreaksIt(t *testing.T) {
	for _, c := range []struct{ rule, old, bad string }{
		{"pinned", "@3d3c42e5aac5ba805825da76410c181273ba90b1 # v7.0.1", "@v7"},
		{"pinned", "@3d3c42e5aac5ba805825da76410c181273ba90b1 # v7.0.1", "@3d3c42e"},
		{"pinned", " # v7.0.1", ""},
		{"pinned", "uses: actions/checkout@3d3c42e5aac5ba805825da76410c181273ba90b1 # v7.0.1", "uses: ./local"},
		{"scripts without expressions", `echo "$NAME"`, `echo "${{ github.head_ref }}"`},
		{"scripts without expressions", "with: { persist", "with: { script: '${{ github.head_ref }}', persist"},
		{"no secrets", "github.head_ref", "secrets.KEY"},
		{"no secrets", "github.head_ref", "secrets['KEY']"},
		{"no secrets", `{ NAME: "${{ github.head_ref }}" }`, "{ aws-secret-access-key: x }"},
		{"permissions", "permissions: {}\nconcurrency", "concurrency"},
		{"permissions", "permissions: {}\nconcurrency", "permissions: read-all\nconcurrency"},
		{"permissions", "    permissions: {}\n    needs", "    needs"},
		{"permissions", "    permissions: {}\n    needs", "    permissions: write-all\n    needs"},
		{"permissions", "permissions: { id-token: write }", "permissions: {}"},
		{"permissions", "    permissions: {}\n    needs", "    permissions: { id-token: write }\n    needs"},
		{"timeouts", "    timeout-minutes: 5\n    permissions: {}", "    permissions: {}"},
		{"timeouts", "    timeout-minutes: 5\n    permissions: {}", "    timeout-minutes: 360\n    permissions: {}"},
		{"concurrency", "concurrency: { group: all, cancel-in-progress: false }\n", ""},
		{"concurrency", "cancel-in-progress: false", "cancel-in-progress: true"},
		{"concurrency", "cancel-in-progress: false", `cancel-in-progress: "${{ true }}"`},
		{"concurrency", ", cancel-in-progress: false", ""},
		{"checkouts", "persist-credentials: false", "persist-credentials: true"},
		{"checkouts", "with: { persist-credentials: false }", "with: { path: x }"},
		{"cancelling", `run: echo "$NAME"`, `run: env "$NAME/slipway-release" check`},
		{"conditions", "always() && ", ""},
	} {
		t.Run(c.rule, func(t *testing.T) {
			if !strings.Contains(sound, c.old) {
				t.Fatalf("the sound sample has no %q", c.old)
			}
			for _, rule := range workflows.Rules() {
				if found := check(t, rule, sound); len(found) != 0 {
					t.Errorf("%s refuses the sound sample: %q", rule.Name, found)
				}
				found := check(t, rule, strings.Replace(sound, c.old, c.bad, 1))
				if (rule.Name == c.rule) != (len(found) > 0) {
					t.Errorf("with %q, %s says %q", c.bad, rule.Name, found)
				}
			}
		})
	}
}

func check(t *testing.T, rule workflows.Rule, text string) []string {
	t.Helper()
	f, err := workflows.Read(text)
	if err != nil {
		t.Fatal(err)
	}
	return rule.Check(f)
}

func TestWhatIsNoWorkflowIsRefused(t *testing.T) {
	for _, text := range []string{"a: [", "jobs: 3"} {
		if _, err := workflows.Read(text); err == nil {
			t.Errorf("%q was read", text)
		}
	}
}

func TestTheBotFindsItsRunByItsName(t *testing.T) {
	f, err := workflows.Read(files(t)[".github/workflows/build.yml"])
	if err != nil {
		t.Fatal(err)
	}
	if name := f.Workflow.RunName.Value; !strings.Contains(name, "${{ inputs.correlation_id }}") {
		t.Errorf("the run's name is %q", name)
	}
}

// act ends a run with the first called workflow that fails, so it does not tell.
func TestNothingIsDeployedWithoutItsImage(t *testing.T) {
	deploy := parsed(t)[".github/workflows/build-and-deploy.yml"].Workflow.Jobs["deploy"]
	for _, job := range []string{"image", "slipway"} {
		if !strings.Contains(deploy.If.Value, "&& needs."+job+".result == 'success'") || strings.Contains(deploy.If.Value, "||") {
			t.Errorf("it is deployed if %s, whatever became of %s", deploy.If.Value, job)
		}
	}
}

func TestNobodyElseShipsToAnEnvironmentMeanwhile(t *testing.T) {
	f, err := workflows.Read(files(t)[".github/workflows/build-and-deploy.yml"])
	if err != nil {
		t.Fatal(err)
	}
	if group := f.Workflow.Jobs["deploy"].Concurrency.Group.Value; group != "slipway-${{ inputs.service }}-${{ inputs.environment }}" {
		t.Errorf("the group of a deploy is %q", group)
	}
}

var pin = regexp.MustCompile(`([\w.-]+/[\w.-]+)@([0-9a-f]{40}) # (v\S+)`)

func TestThePageListsEveryPinAndNoOther(t *testing.T) {
	var used []string
	for _, text := range files(t) {
		for _, m := range pin.FindAllStringSubmatch(text, -1) {
			used = append(used, "| "+m[1]+" | "+m[3]+" | `"+m[2]+"` |")
		}
	}
	slices.Sort(used)
	used = slices.Compact(used)
	var listed []string
	for line := range strings.Lines(read(t, repository+"/docs/workflows.md")) {
		if regexp.MustCompile("`[0-9a-f]{40}`").MatchString(line) {
			listed = append(listed, strings.TrimSpace(line))
		}
	}
	slices.Sort(listed)
	if !slices.Equal(used, listed) {
		t.Errorf("docs/workflows.md lists\n%s\nbut used are\n%s", strings.Join(listed, "\n"), strings.Join(used, "\n"))
	}
}
