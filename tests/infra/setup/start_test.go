// Package setup_test holds what `slipway init` writes against the configuration that reads it.
package setup_test

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclparse"

	"github.com/slipway-dev/slipway/cmd/slipway/setup"
	"github.com/slipway-dev/slipway/tests/terraform"
)

const account = "222222222222"

// begin is a copy of infra/ in which somebody has said `slipway init`.
func begin(t *testing.T, flags ...string) *terraform.Copy {
	t.Helper()
	c := terraform.New(t)
	unused(t, c)
	run(t, c, append([]string{"--account", account, "--team", "T0ACME", "--channel", "C0DEPLOYS", "--deployers", "U0ANA",
		"--service", "orders", "--repository", "acme/orders", "--emails", "ops@example.com"}, flags...)...)
	return c
}

// unused makes a copy of a team's own clone, with what init has written there, one that nobody has used yet.
func unused(t *testing.T, c *terraform.Copy) {
	t.Helper()
	const examples = "../../../cmd/slipway/setup/testdata/clone"
	roots, err := filepath.Glob(c.Path("infra/environments/*"))
	if err != nil || len(roots) == 0 {
		t.Fatal(err)
	}
	for _, root := range []string{"dev", "staging", "prod"} { // a team deletes what it does not want
		if to := c.Path("infra/environments/" + root); !slices.Contains(roots, to) {
			if err := os.CopyFS(to, os.DirFS(roots[0])); err != nil {
				t.Fatal(err)
			}
		}
	}
	err = fs.WalkDir(os.DirFS(examples), ".", func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		text, err := os.ReadFile(filepath.Join(examples, path))
		return errors.Join(err, c.Write(path, string(text)))
	})
	if err != nil {
		t.Fatal(err)
	}
}

func run(t *testing.T, c *terraform.Copy, flags ...string) {
	t.Helper()
	command, out := setup.Command(), &strings.Builder{}
	command.SetOut(out)
	command.SetArgs(append([]string{"--yes", "--folder", c.Path(".")}, flags...))
	if err := command.Execute(); err != nil {
		t.Fatal(out, err)
	}
}

// later are the flags of what is known once images are pushed.
func later() []string {
	digest := "sha256:" + strings.Repeat("0", 64)
	return []string{"--app", "A0SLIPWAY", "--image", account + ".dkr.ecr.eu-west-1.amazonaws.com/slipway@" + digest, "--first-build", digest}
}

func TestEveryValueThatIsWrittenIsAVariableOfItsRoot(t *testing.T) {
	c := begin(t, later()...)
	for _, root := range []string{"infra/bootstrap", "infra/environments/staging", "infra/environments/prod"} {
		known := variables(t, c.Path(root))
		file, problems := hclparse.NewParser().ParseHCLFile(c.Path(root + "/terraform.tfvars"))
		if problems.HasErrors() {
			t.Fatal(problems)
		}
		values, _ := file.Body.JustAttributes()
		if len(values) < 5 {
			t.Errorf("%s has only %d values", root, len(values))
		}
		for name := range values {
			if !known[name] {
				t.Errorf("%s has no variable %s", root, name)
			}
		}
	}
}

// variables are the names that a root's files declare.
func variables(t *testing.T, folder string) map[string]bool {
	t.Helper()
	all, err := os.ReadDir(folder)
	if err != nil {
		t.Fatal(err)
	}
	known := map[string]bool{}
	for _, entry := range all {
		if !strings.HasSuffix(entry.Name(), ".tf") {
			continue
		}
		file, problems := hclparse.NewParser().ParseHCLFile(folder + "/" + entry.Name())
		if problems.HasErrors() {
			t.Fatal(problems)
		}
		content, _, _ := file.Body.PartialContent(&hcl.BodySchema{Blocks: []hcl.BlockHeaderSchema{{Type: "variable", LabelNames: []string{"name"}}}})
		for _, block := range content.Blocks {
			known[block.Labels[0]] = true
		}
	}
	return known
}

func TestTheAccountCanBeBootstrapped(t *testing.T) {
	c := begin(t)
	values := "infra/bootstrap/terraform.tfvars"
	if err := errors.Join(c.Replace(values, "# workflows", "workflows"), c.Replace(values, "<40 digits>", strings.Repeat("0", 40))); err != nil {
		t.Fatal(err)
	}
	state, err := c.Apply("infra/bootstrap")
	if err != nil {
		t.Fatal(err)
	}
	repositories := map[string]bool{}
	for _, r := range state.Of("aws_ecr_repository") {
		repositories[r.Values["name"].(string)] = true
	}
	if !repositories["slipway"] || !repositories["acme/orders"] {
		t.Error("the images have no place:", repositories)
	}
	if builds, _ := state.Outputs["build_roles"].(map[string]any); builds["orders"] == nil {
		t.Error("with the workflows that init suggests, nobody may build:", state.Outputs["build_roles"])
	}
	text, err := os.ReadFile(c.Path("infra/environments/prod/backend.hcl"))
	if bucket, _ := state.Outputs["backend_hcl"].(string); err != nil || bucket == "" || !strings.HasSuffix(string(text), bucket) {
		t.Errorf("the environments look for their state in %s, and it is in %s", text, bucket)
	}
}

func TestTheBotAndTheServiceCanBeApplied(t *testing.T) {
	c := begin(t, append(later(), "--waf-staging", "off")...)
	for root, acls := range map[string]int{"infra/environments/staging": 0, "infra/environments/prod": 1} {
		state, err := c.Apply(root)
		if err != nil {
			t.Fatal(root, err)
		}
		if got := len(state.Of("aws_wafv2_web_acl")); got != acls {
			t.Errorf("%s has %d web ACLs, want %d", root, got, acls)
		}
		bots := 0
		for _, f := range state.Of("aws_lambda_function") {
			if strings.HasPrefix(f.Values["function_name"].(string), "slipway-") {
				bots++
			}
		}
		if want := 3 * acls; bots != want {
			t.Errorf("%s has %d functions of the bot, want %d", root, bots, want)
		}
	}
}

func TestZipsCanBeAppliedToo(t *testing.T) {
	c := begin(t, "--environments", "dev", "--package", "zip", "--secrets", "ssm", "--artifact", "s3://acme-builds/orders", "--first-build", "abc.zip", "--waf-dev", "off", "--emails", "none")
	if _, err := c.Apply("infra/environments/dev"); err != nil {
		t.Error(err)
	}
}

// Without an image there is no bot: that must be said, and not be passed over.
func TestWithoutAnImageTheBotIsRefusedWithASentence(t *testing.T) {
	_, err := begin(t).Apply("infra/environments/prod")
	if err == nil || !strings.Contains(err.Error(), "image_uri") || !strings.Contains(err.Error(), "make image") {
		t.Error(err)
	}
}
