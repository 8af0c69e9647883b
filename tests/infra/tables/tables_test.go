package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/slipway-dev/slipway/tests/infra/source"
)

func TestTheTablesAreThoseOfTheFiles(t *testing.T) {
	root := filepath.Join("..", "..", "..", "infra")
	pages, err := all(root)
	if err != nil {
		t.Fatal(err)
	}
	for name, want := range pages {
		got, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(want, string(got)); diff != "" {
			t.Errorf("%s is out of date; run go run ./tests/infra/tables (-want +got):\n%s", name, diff)
		}
	}
	for _, module := range []string{"account", "bot", "environment", "registry", "service", "waf"} {
		if page, ok := pages[filepath.Join(root, "modules", module, "README.md")]; !ok || !strings.Contains(page, "```hcl\nmodule \"") {
			t.Errorf("the module %s has no README with an example and tables", module)
		}
	}
}

func TestATableHasWhatTheFilesSay(t *testing.T) {
	root := t.TempDir()
	for name, text := range map[string]string{
		"main.tf": `
variable "name" {
  type        = string
  default     = "a"
  description = "What it is called, a|b."
}
variable "steps" {
  description = "How it goes."
  type = list(object({
    weight = number # percent
    hold   = optional(string, "10m")
  }))
}
variable "key" {
  type    = string
  default = null
}
output "arn" {
  description = "Where it is."
  value       = 1
}
`,
		"README.md": "# It\n" + from + "old\n" + to + "\nThe rest.\n",
	} {
		if err := os.WriteFile(filepath.Join(root, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	pages, err := all(root)
	if err != nil {
		t.Fatal(err)
	}
	want := "# It\n" + from + `
| Input | Type | Default | Meaning |
| --- | --- | --- | --- |
| ` + "`steps` | `list(object({ weight = number, hold = optional(string, \"10m\") }))`" + ` | required | How it goes. |
| ` + "`key` | `string`" + ` |  |  |
| ` + "`name` | `string` | `\"a\"`" + ` | What it is called, a\|b. |

| Output | Meaning |
| --- | --- |
| ` + "`arn`" + ` | Where it is. |

` + to + "\nThe rest.\n"
	if diff := cmp.Diff(want, pages[filepath.Join(root, "README.md")]); diff != "" {
		t.Error(diff)
	}
}

func TestAPageWithoutMarksIsLeftAlone(t *testing.T) {
	for _, page := range []string{"# It\n", "# It\n" + from, "# It\n" + to} {
		if _, ok := fill(page, tables(source.Module{})); ok {
			t.Errorf("%q has no marks", page)
		}
	}
}
