package terraform

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"runtime"
	"strings"
)

// version is of the provider whose schema the stand-in has.
const version = "6.62.0"

// copied is what Terraform reads of the repository.
var copied = []string{"infra", "docs/examples", "tests/terraform/testdata"}

// emptyZip stands for the functions' packed code.
var emptyZip = append([]byte("PK\x05\x06"), make([]byte, 18)...)

func newCopy(ctx context.Context, root, standin string) (*Copy, error) {
	repository, err := repository()
	if err != nil {
		return nil, err
	}
	if standin, err = filepath.Abs(standin); err != nil {
		return nil, fmt.Errorf("find the stand-in: %w", err)
	}
	c := &Copy{ctx: ctx, root: root, standin: standin, initialized: map[string]bool{}}
	for _, folder := range copied {
		if err := c.copyFolder(repository, folder); err != nil {
			return nil, fmt.Errorf("copy %s: %w", folder, err)
		}
	}
	for _, function := range []string{"front", "worker", "ticker"} {
		for _, architecture := range []string{"arm64", "amd64"} {
			if err := c.write("dist/"+function+"-"+architecture+".zip", emptyZip); err != nil {
				return nil, err
			}
		}
	}
	if err := c.addDev(); err != nil {
		return nil, err
	}
	return c, c.configure()
}

// ThreeEnvironments is a flag for the roots in infra/environments: the example's policy with
// a dev, which the example lacks.
const ThreeEnvironments = "-var=config=../../../docs/examples/three.yaml"

func (c *Copy) addDev() error {
	example, err := os.ReadFile(c.Path("docs/examples/slipway.yaml"))
	if err != nil {
		return fmt.Errorf("add dev to the example: %w", err)
	}
	was, becomes := "\nenvironments:\n", "\nenvironments:\n  dev: { deploy: [developer] }\n"
	return c.Write("docs/examples/three.yaml", strings.Replace(string(example), was, becomes, 1))
}

// repository is the root of the repository that the test is in.
func repository() (string, error) {
	folder, err := os.Getwd()
	for err == nil {
		if _, missing := os.Stat(filepath.Join(folder, "go.mod")); missing == nil {
			return folder, nil
		}
		if filepath.Dir(folder) == folder {
			return "", errors.New("find the repository: no go.mod above the test")
		}
		folder = filepath.Dir(folder)
	}
	return "", fmt.Errorf("find the repository: %w", err)
}

// remote finds a backend that is not there for tests.
var remote = regexp.MustCompile(`(?m)^\s*backend "s3"`)

// copyFolder copies a folder's files, without what Terraform leaves behind. Beside a remote
// backend it puts a local one. A folder that is not there is no files.
func (c *Copy) copyFolder(repository, folder string) error {
	from := os.DirFS(filepath.Join(repository, filepath.FromSlash(folder)))
	return fs.WalkDir(from, ".", func(name string, entry fs.DirEntry, err error) error {
		switch base := path.Base(name); {
		case errors.Is(err, fs.ErrNotExist):
			return nil
		case err != nil:
			return err
		case entry.IsDir() && base == ".terraform":
			return fs.SkipDir
		case entry.IsDir(), base == ".terraform.lock.hcl", strings.Contains(base, ".tfstate"):
			return nil
		}
		text, err := fs.ReadFile(from, name)
		if err != nil {
			return err
		}
		if strings.HasSuffix(name, ".tf") && remote.Match(text) {
			local := "terraform {\n  backend \"local\" {}\n}\n"
			if err := c.Write(path.Join(folder, path.Dir(name), "backend_override.tf"), local); err != nil {
				return err
			}
		}
		return c.write(path.Join(folder, name), text)
	})
}

// Write puts a file into the copy, or replaces one.
func (c *Copy) Write(file, text string) error { return c.write(file, []byte(text)) }

func (c *Copy) write(file string, text []byte) error {
	if err := os.MkdirAll(filepath.Dir(c.Path(file)), 0o750); err != nil {
		return fmt.Errorf("write %s: %w", file, err)
	}
	return os.WriteFile(c.Path(file), text, 0o600) //nolint:gosec // the file is a test's
}

// Replace replaces a text, which must be there once, in a file of the copy.
func (c *Copy) Replace(file, old, text string) error {
	was, err := os.ReadFile(c.Path(file))
	if err != nil {
		return fmt.Errorf("replace in %s: %w", file, err)
	}
	if n := bytes.Count(was, []byte(old)); n != 1 {
		return fmt.Errorf("replace in %s: %q is there %d times", file, old, n)
	}
	return c.write(file, bytes.Replace(was, []byte(old), []byte(text), 1))
}

// configure tells Terraform to take the stand-in and to ask nobody for anything.
func (c *Copy) configure() error {
	program := filepath.Join(c.standin, "bin", "terraform-provider-aws")
	mirror := c.Path(".mirror")
	place := filepath.Join(mirror, "registry.terraform.io/hashicorp/aws", version, runtime.GOOS+"_"+runtime.GOARCH)
	if err := os.MkdirAll(place, 0o750); err != nil {
		return fmt.Errorf("make the mirror: %w", err)
	}
	if err := os.Symlink(program, filepath.Join(place, "terraform-provider-aws_v"+version)); err != nil {
		return fmt.Errorf("make the mirror: %w", err)
	}
	settings := fmt.Sprintf("disable_checkpoint = true\nprovider_installation {\n  filesystem_mirror {\n    path = %q\n  }\n}\n", mirror)
	if err := c.write(".terraformrc", []byte(settings)); err != nil {
		return err
	}
	for _, setting := range os.Environ() {
		if !strings.HasPrefix(setting, "TF_") && !strings.HasPrefix(setting, "AWS_") {
			c.environment = append(c.environment, setting)
		}
	}
	c.environment = append(c.environment, "TF_IN_AUTOMATION=1", "TF_INPUT=0", "TF_CLI_CONFIG_FILE="+c.Path(".terraformrc"))
	return nil
}
