package terraform_test

import (
	"io/fs"
	"os"
	"os/exec"
	"path"
	"path/filepath"
	"slices"
	"testing"

	"github.com/slipway-dev/slipway/tests/terraform"
)

const repository = "../.."

// folders are those of infra/ that have a configuration, from the repository's root.
func folders(t *testing.T) []string {
	t.Helper()
	var found []string
	err := fs.WalkDir(os.DirFS(repository), "infra", func(name string, entry fs.DirEntry, err error) error {
		if err == nil && entry.IsDir() && (entry.Name() == ".terraform" || entry.Name() == "tests") {
			return fs.SkipDir
		}
		if path.Ext(name) == ".tf" {
			found = append(found, path.Dir(name))
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	slices.Sort(found)
	return slices.Compact(found)
}

func TestEveryFileOfInfraIsFormatted(t *testing.T) {
	c := terraform.New(t)
	check := exec.CommandContext(t.Context(), "terraform", "fmt", "-check", "-diff", "-recursive")
	check.Dir = c.Path("infra")
	if said, err := check.CombinedOutput(); err != nil {
		t.Errorf("%v; run terraform fmt -recursive infra\n%s", err, said)
	}
}

func TestEveryConfigurationFitsTheProvidersSchemaAndPassesItsOwnTests(t *testing.T) {
	for _, folder := range folders(t) {
		t.Run(folder, func(t *testing.T) {
			t.Parallel()
			c := terraform.New(t)
			if err := c.Validate(folder); err != nil {
				t.Fatal(err)
			}
			tests, err := filepath.Glob(c.Path(folder + "/tests/*.tftest.hcl"))
			if err != nil || len(tests) == 0 {
				return
			}
			runs, err := c.Test(folder)
			if err != nil {
				t.Fatal(err)
			}
			if runs < len(tests) {
				t.Errorf("%d files of tests, and %d runs", len(tests), runs)
			}
		})
	}
}

func TestEveryModuleAndTheBootstrapHaveTests(t *testing.T) {
	modules, err := filepath.Glob(filepath.Join(repository, "infra/modules/*"))
	if err != nil || len(modules) == 0 {
		t.Fatalf("no modules: %v", err)
	}
	for _, module := range append(modules, filepath.Join(repository, "infra/bootstrap")) {
		if tests, _ := filepath.Glob(filepath.Join(module, "tests/*.tftest.hcl")); len(tests) == 0 {
			t.Errorf("%s has no tests", module)
		}
	}
}
