// Package image builds the bot's image as `make image` does, without an engine and without
// a network, and looks at what came of it. Buildah stands in for Docker, and two images of
// a few files for the bases: so it is tested what the Dockerfile does, not what is in them.
package image

import (
	"flag"
	"fmt"
	"os"
	"os/exec"
	"sync"
	"testing"
)

const (
	repository = "../.."
	example    = repository + "/docs/examples/slipway.yaml"
)

func TestMain(m *testing.M) {
	flag.Parse()
	os.Exit(run(m))
}

func run(m *testing.M) int {
	dir, err := os.MkdirTemp("", "slipway-image-")
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	defer func() { _ = os.RemoveAll(dir) }() // it is in the system's folder for what is temporary
	shop = sync.OnceValues(func() (*workshop, error) { return newWorkshop(dir) })
	return m.Run()
}

// shop is where all tests build; it is made once, when the first of them wants it.
var shop func() (*workshop, error)

// open gives the workshop, where there is all that it takes.
func open(t *testing.T) *workshop {
	t.Helper()
	if testing.Short() {
		t.Skip("builds an image")
	}
	for _, program := range []string{"buildah", "busybox"} {
		if _, err := exec.LookPath(program); err != nil {
			t.Skipf("needs %s: run it with `make test-infra`", program)
		}
	}
	if os.Getuid() != 0 {
		t.Skip("needs root: buildah's chroot, and ours")
	}
	w, err := shop()
	if err != nil {
		t.Fatal(err)
	}
	return w
}
