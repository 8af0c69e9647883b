package image

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"runtime"
	"strings"
	"testing"
	"time"
)

// A workshop builds images, with a storage of its own.
type workshop struct {
	dir   string
	tree  string // a copy of the repository, which nobody changes meanwhile
	env   []string
	bases []string // what the Dockerfile begins with: Go, and the base of what is shipped
	whole image    // the example's image, as it is built first
}

var from = regexp.MustCompile(`(?m)^FROM (?:--platform=\S+ )?(\S+@sha256:[0-9a-f]{64})(?: |$)`)

func newWorkshop(dir string) (*workshop, error) {
	w := &workshop{dir: dir, tree: dir + "/tree"}
	storage := fmt.Sprintf("[storage]\ndriver = \"vfs\"\nrunroot = %q\ngraphroot = %q\n", dir+"/run", dir+"/root")
	file, err := os.ReadFile(repository + "/Dockerfile")
	if err != nil {
		return nil, err
	}
	for _, m := range from.FindAllStringSubmatch(string(file), -1) {
		w.bases = append(w.bases, m[1])
	}
	if len(w.bases) != 2 {
		return nil, fmt.Errorf("the Dockerfile begins with %q, not with two images by digest", w.bases)
	}
	if err := os.WriteFile(dir+"/storage.conf", []byte(storage), 0o600); err != nil {
		return nil, err
	}
	w.env = append(os.Environ(), "BUILDER=buildah", "BUILDAH_ISOLATION=chroot", "STORAGE_DRIVER=vfs", "CONTAINERS_STORAGE_CONF="+dir+"/storage.conf", "TMPDIR="+dir)
	if err := w.copy(); err != nil {
		return nil, err
	}
	for _, arch := range []string{runtime.GOARCH, "arm64"} {
		if err := w.standIns(arch); err != nil {
			return nil, err
		}
	}
	if out, err := w.build(w.example(), runtime.GOARCH, goroot()); err != nil {
		return nil, fmt.Errorf("%w\n%s", err, out)
	}
	w.whole, err = w.export()
	return w, err
}

// copy takes a copy of the repository, without what git does not have and what is large,
// and fetches the modules that it takes, while there is a network.
func (w *workshop) copy() error {
	if err := os.Mkdir(w.tree, 0o750); err != nil {
		return err
	}
	archive := w.tree + ".tar"
	if _, err := w.call("tar", "-C", repository, "--exclude=./.git", "--exclude=./.cache", "--exclude=./dist", "--exclude=./tests", "--exclude=./docs/images", "-cf", archive, "."); err != nil {
		return err
	}
	if _, err := w.call("tar", "-C", w.tree, "-xf", archive); err != nil {
		return err
	}
	_, err := w.call("go", "-C", w.tree, "list", "-deps", "./cmd/front", "./cmd/worker", "./cmd/check")
	return err
}

// example is the policy that the repository has, where it is built.
func (w *workshop) example() string { return w.tree + "/docs/examples/slipway.yaml" }

// standIns makes the images that the Dockerfile begins with.
func (w *workshop) standIns(arch string) error {
	busybox, err := exec.LookPath("busybox")
	if err != nil {
		return err
	}
	if _, err := w.call("cp", busybox, "testdata/passwd", w.dir); err != nil {
		return err
	}
	for _, name := range []string{"golang", "base"} {
		_, err := w.call("buildah", "bud", "--quiet", "--platform", "linux/"+arch, "--file", "testdata/"+name+".Dockerfile",
			"--tag", "localhost/"+name+"-"+arch, "--ignorefile", os.DevNull, w.dir)
		if err != nil {
			return err
		}
	}
	return nil
}

// build is `make image` with that policy, and with that folder as Go.
func (w *workshop) build(config, arch, goroot string, more ...string) (string, error) {
	args := append([]string{config, "--pull-never",
		"--build-context", w.bases[0] + "=docker-image://localhost/golang-" + arch,
		"--build-context", w.bases[1] + "=docker-image://localhost/base-" + arch,
		"--volume", goroot + ":/usr/local/go:ro", "--volume", goEnv("GOMODCACHE") + ":/machine/modules", "--volume", goEnv("GOCACHE") + ":/machine/compiled",
		"--tag", built}, more...)
	return w.call("env", append([]string{"ARCH=" + arch, w.tree + "/tools/image"}, args...)...)
}

// built is what the newest image is called.
const built = "localhost/built"

func goroot() string { return goEnv("GOROOT") }

func goEnv(name string) string {
	out, _ := exec.Command("go", "env", name).Output() //nolint:noctx // it asks nobody; without an answer nothing is built
	return strings.TrimSpace(string(out))
}

// call runs a program and gives what it wrote.
func (w *workshop) call(program string, args ...string) (string, error) {
	ctx, cancel := context.WithTimeout(context.Background(), 5*time.Minute)
	defer cancel()
	c := exec.CommandContext(ctx, program, args...)
	c.Env = w.env
	out, err := c.CombinedOutput()
	if err != nil {
		return string(out), fmt.Errorf("%s: %w\n%s", program, err, out)
	}
	return string(out), nil
}

// rebuilt builds and looks at what came of it.
func (w *workshop) rebuilt(t *testing.T, config, arch, goroot string, more ...string) image {
	t.Helper()
	if _, err := w.build(config, arch, goroot, more...); err != nil {
		t.Fatal(err)
	}
	got, err := w.export()
	if err != nil {
		t.Fatal(err)
	}
	return got
}

// write lays down a file and gives its path.
func write(t *testing.T, name, text string, mode os.FileMode) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), name)
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(text), mode); err != nil {
		t.Fatal(err)
	}
	return path
}

func read(t *testing.T, name string) string {
	t.Helper()
	text, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}
