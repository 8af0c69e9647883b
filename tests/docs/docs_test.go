// Package docs holds the documents against the code: what is made from the code
// is up to date, links lead somewhere, and commands that are shown do run.
package docs

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/slipway-dev/slipway/cmd/policy"
	"github.com/slipway-dev/slipway/cmd/settings"
	"github.com/slipway-dev/slipway/commands/grammar"
	"github.com/slipway-dev/slipway/config"
)

var update = flag.Bool("update", false, "write what is made from the code") // set by `make golden` only

const root = "../.."

func TestGoldenConfigurationReference(t *testing.T) {
	golden(t, "docs/configuration.md", config.Reference()+settings.Reference())
}

func TestGoldenCommandsInTheReadme(t *testing.T) {
	readme := read(t, "README.md")
	before, rest, ok := strings.Cut(readme, "<!-- commands: made by `make golden` from commands/grammar -->\n")
	_, after, ok2 := strings.Cut(rest, "<!-- /commands -->")
	if !ok || !ok2 {
		t.Fatal("README.md has no place for the commands")
	}
	mark := readme[len(before) : len(readme)-len(rest)]
	golden(t, "README.md", before+mark+grammar.Table()+"<!-- /commands -->"+after)
}

func TestThePolicyToCopyFromIsOneThatStarts(t *testing.T) {
	const name = "docs/examples/slipway.yaml"
	c, err := config.Read(name, []byte(read(t, name)))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := policy.From(c); err != nil {
		t.Error(err)
	}
}

// golden holds a file against what it should be, or writes it.
func golden(t *testing.T, name, want string) {
	t.Helper()
	if *update {
		if err := os.WriteFile(filepath.Join(root, name), []byte(want), 0o600); err != nil {
			t.Fatal(err)
		}
		return
	}
	if read(t, name) != want {
		t.Errorf("%s is not what the code makes; run `make golden`", name)
	}
}

var link = regexp.MustCompile(`\]\(([^)#\s]+)(#[^)]*)?\)`)

func TestLinksLeadSomewhere(t *testing.T) {
	for _, name := range documents(t) {
		for _, m := range link.FindAllStringSubmatch(read(t, name), -1) {
			if strings.Contains(m[1], "://") || m[1] == "NNNN-title.md" {
				continue
			}
			if _, err := os.Stat(filepath.Join(root, filepath.Dir(name), m[1])); err != nil {
				t.Errorf("%s leads to %s, which is not there", name, m[1])
			}
		}
	}
}

var makeTarget = regexp.MustCompile("(?m)(?:^|`)make ([a-z-]+)")

func TestMakeTargetsThatAreShownExist(t *testing.T) {
	makefile := read(t, "Makefile")
	for _, name := range documents(t) {
		for _, m := range makeTarget.FindAllStringSubmatch(read(t, name), -1) {
			if !regexp.MustCompile(fmt.Sprintf(`(?m)^%s:`, m[1])).MatchString(makefile) {
				t.Errorf("%s shows `make %s`, which does not exist", name, m[1])
			}
		}
	}
}

// documents are all markdown files of the project.
func documents(t *testing.T) []string {
	t.Helper()
	var all []string
	for _, pattern := range []string{"*.md", "docs/*.md", "docs/adr/*.md", "infra/*.md", "infra/*/*/README.md"} {
		found, err := filepath.Glob(filepath.Join(root, pattern))
		if err != nil {
			t.Fatal(err)
		}
		for _, f := range found {
			name, err := filepath.Rel(root, f)
			if err != nil {
				t.Fatal(err)
			}
			all = append(all, name)
		}
	}
	if len(all) < 8 {
		t.Fatalf("only %d documents were found", len(all))
	}
	return all
}

func read(t *testing.T, name string) string {
	t.Helper()
	b, err := os.ReadFile(filepath.Join(root, name))
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}
