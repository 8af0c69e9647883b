package image

import (
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// hadolint gives what it finds in a Dockerfile.
func hadolint(t *testing.T, file string) string {
	t.Helper()
	tools := os.Getenv("INFRA_TOOLS")
	if tools == "" {
		t.Skip("needs hadolint: run it with `make test-infra`, or set INFRA_TOOLS to where tools/peer has installed it")
	}
	out, err := exec.CommandContext(t.Context(), filepath.Join(tools, "bin/hadolint"), "--no-color", file).CombinedOutput()
	if err != nil && len(out) == 0 {
		t.Fatal(err)
	}
	return string(out)
}

func TestHadolintFindsNothing(t *testing.T) {
	for _, file := range []string{repository + "/Dockerfile", repository + "/infra/examples/service/Dockerfile"} {
		if _, err := os.Stat(file); err != nil {
			t.Error(err)
			continue
		}
		if found := hadolint(t, file); found != "" {
			t.Errorf("%s", found)
		}
	}
}

func TestHadolintFindsATagThatMayMove(t *testing.T) {
	if found := hadolint(t, write(t, "Dockerfile", "FROM golang\nRUN cd /tmp\n", 0o600)); !strings.Contains(found, "DL3006") {
		t.Errorf("it found %q", found)
	}
}

// A tag can be moved to another image, a digest cannot.
func TestEveryBaseIsNamedByItsDigest(t *testing.T) {
	for file, want := range map[string]int{"/Dockerfile": 4, "/infra/examples/service/Dockerfile": 2} {
		stages := map[string]bool{}
		for line := range strings.Lines(read(t, repository+file)) {
			words := strings.Fields(line)
			if len(words) == 0 || words[0] != "FROM" {
				continue
			}
			base := slices.IndexFunc(words[1:], func(w string) bool { return !strings.HasPrefix(w, "--") }) + 1
			if !stages[words[base]] && !from.MatchString(line) {
				t.Errorf("%s: no digest: %s", file, line)
			}
			stages[words[len(words)-1]] = true
		}
		if len(stages) != want {
			t.Errorf("%s has %d stages, and not %d", file, len(stages), want)
		}
	}
}
