package image

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// script runs tools/image where there are only these builders, each a script; it gives
// what was said.
func script(t *testing.T, config string, builders map[string]string, env ...string) (string, error) {
	t.Helper()
	bin := t.TempDir()
	for name, text := range builders {
		if err := os.WriteFile(filepath.Join(bin, name), []byte("#!/bin/sh\n"+text), 0o755); err != nil {
			t.Fatal(err)
		}
	}
	for _, name := range []string{"sh", "dirname", "basename", "cut", "sed", "cat", "git", "mkdir", "cp"} {
		path, err := exec.LookPath(name)
		if err != nil {
			t.Skipf("needs %s", name)
		}
		if err := os.Symlink(path, filepath.Join(bin, name)); err != nil {
			t.Fatal(err)
		}
	}
	c := exec.CommandContext(t.Context(), repository+"/tools/image", config)
	c.Env = append([]string{"PATH=" + bin}, env...)
	out, err := c.CombinedOutput()
	return string(out), err
}

// works is a builder that writes down what it is called with.
const works = `[ "$2" != inspect ] || { echo sha256:1234; exit; }; echo "$0 $* $SOURCE_DATE_EPOCH"`

func TestTheFirstBuilderThatWorksBuilds(t *testing.T) {
	for name, builders := range map[string]map[string]string{
		"docker": {"docker": works, "podman": works, "buildah": works}, "podman": {"docker": "exit 1", "podman": works}, "buildah": {"buildah": works},
	} {
		out, err := script(t, example, builders)
		if err != nil || !strings.Contains(out, "/"+name+" bu") || !strings.Contains(out, "--platform linux/arm64 --build-arg CONFIG=.cache/image/slipway.yaml") {
			t.Errorf("with %s: %v\n%s", name, err, out)
		}
	}
}

func TestWhatIsMissingIsSaidWithWhatToDo(t *testing.T) {
	if out, err := script(t, example, map[string]string{"docker": "exit 1"}); err == nil || !strings.Contains(out, "None of docker, podman and buildah works here.") {
		t.Errorf("without a builder: %v\n%s", err, out)
	}
	if out, err := script(t, repository+"/tests/deployed/testdata/slipway.yaml", map[string]string{"docker": works}); err != nil || !strings.Contains(out, "CONFIG=.cache/image/slipway.yaml") {
		t.Errorf("with a policy in a folder that the builder does not see: %v\n%s", err, out)
	}
	if out, err := script(t, "nowhere.yaml", map[string]string{"docker": works}); err == nil || !strings.Contains(out, "There is no nowhere.yaml. Copy docs/examples/slipway.yaml") {
		t.Errorf("without a policy: %v\n%s", err, out)
	}
	if out, err := script(t, example, map[string]string{"docker": "[ $1 = info ]"}); err == nil || strings.Contains(out, "Built") {
		t.Errorf("with a build that fails: %v\n%s", err, out)
	}
}

func TestItSaysHowToPushItAndWhatTerraformIsToBeTold(t *testing.T) {
	const name = "123456789012.dkr.ecr.eu-west-1.amazonaws.com/slipway"
	out, err := script(t, example, map[string]string{"docker": works}, "REPOSITORY="+name, "ARCH=amd64")
	if err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	for _, want := range []string{"--platform linux/amd64", "for amd64, here sha256:1234", "--region eu-west-1 | docker login --username AWS",
		"docker push " + name + ":", "--repository-name slipway --image-ids imageTag=", "image_uri is " + name + "@<that digest>"} {
		if !strings.Contains(out, want) {
			t.Errorf("it does not say %q:\n%s", want, out)
		}
	}
	if out, _ := script(t, example, map[string]string{"docker": works}); !strings.Contains(out, "/docs/examples/slipway.yaml REPOSITORY=") {
		t.Errorf("without a repository: %s", out)
	}
}

func TestATagIsOfItsCodeAndItsPolicy(t *testing.T) {
	tag := func(policy string) string {
		out, err := script(t, write(t, "slipway.yaml", policy, 0o600), map[string]string{"docker": works})
		if err != nil {
			t.Fatal(err)
		}
		_, rest, _ := strings.Cut(out, "--tag slipway:")
		tag, _, _ := strings.Cut(rest, " ")
		return tag
	}
	if a, b, again := tag("a"), tag("b"), tag("a"); a == b || a != again || len(a) < 20 {
		t.Errorf("the tags are %s, %s, and %s again", a, b, again)
	}
}
