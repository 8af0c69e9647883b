package workflows_test

import (
	"crypto/sha256"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// releases is a stage for release.yml on which all goes well.
func releases(t *testing.T) *stage {
	t.Helper()
	s := newStage(t)
	write(t, filepath.Join(s.standin, "bin/make"), `#!/bin/bash
echo "make $*" >>"$STANDIN/calls"
[[ ! -e $STANDIN/broken ]] || exit 2
mkdir -p dist && for name in front worker; do echo "$name" >dist/$name-arm64.zip; done
`, 0o700)
	s.answer("gh api --silent", 1, "gh: Not Found (HTTP 404)")
	return s
}

func (s *stage) release(version string) result {
	s.t.Helper()
	return s.run("release.yml", "workflow_dispatch", map[string]any{"inputs": map[string]any{"version": version}})
}

func TestAReleaseHasTheFunctionsTheProgramsWhatIsInThemAndTheirSums(t *testing.T) {
	t.Parallel()
	s := releases(t)
	r := s.release("v0.2.0")
	want(t, r, "build success, publish success")
	published := r.called("gh release create v0.2.0 ")
	if len(published) != 1 {
		t.Fatalf("published was %q", published)
	}
	for _, name := range []string{"front-arm64.zip", "worker-arm64.zip", "slipway-linux-amd64", "slipway-linux-arm64", "slipway-darwin-arm64", "sbom.cdx.json", "SHA256SUMS", "built"} {
		if !strings.Contains(published[0]+" ", "/release/"+name+" ") {
			t.Errorf("without %s: %s", name, published[0])
		}
	}
	if got := r.called("action actions/attest "); len(got) != 2 || !strings.Contains(got[0], "/release/SHA256SUMS") || !strings.Contains(got[1], "sbom.cdx.json") {
		t.Errorf("attested was %q", got)
	}
	if !strings.Contains(published[0], " --target ") {
		t.Errorf("the tag may be on another commit: %s", published[0])
	}
}

func TestWhatAReleasePinsIsWhatItPublishes(t *testing.T) {
	t.Parallel()
	s := releases(t)
	s.release("v0.2.0")
	folder := filepath.Join(s.standin, "artifacts/release")
	lines := strings.Split(strings.TrimSpace(read(t, filepath.Join(folder, "built"))), "\n")
	for n, system := range []string{"Linux-X64 linux-amd64", "Linux-ARM64 linux-arm64", "macOS-ARM64 darwin-arm64"} {
		runner, program, _ := strings.Cut(system, " ")
		sum := sha256.Sum256([]byte(read(t, filepath.Join(folder, "slipway-"+program))))
		if line := fmt.Sprintf("%s https://github.com/nektos/act/releases/download/v0.2.0/slipway-%s %x", runner, program, sum); n >= len(lines) || lines[n] != line {
			t.Errorf("line %d of %q is not %s", n, lines, line)
		}
	}
}

// Else what is pinned would not be what the action builds where nothing is.
func TestAReleaseBuildsTheProgramAsTheActionDoes(t *testing.T) {
	t.Parallel()
	const how = "-trimpath -buildvcs=false -o"
	s := releases(t)
	built := s.release("v0.2.0").called("go build")
	action := read(t, repository+"/.github/actions/slipway/action.yml")
	if len(built) != 3 || !strings.Contains(action, "CGO_ENABLED=0 go build -C \"$SOURCE\" "+how) || strings.Contains(action, "ldflags") {
		t.Fatalf("built was %q", built)
	}
	for _, call := range built {
		if !strings.HasPrefix(call, "go build "+how+" /") || !strings.HasSuffix(call, " ./cmd/slipway") {
			t.Errorf("the action does not build so: %s", call)
		}
	}
}

func TestWhatIsNoVersionOrIsOneAlreadyIsNotReleased(t *testing.T) {
	t.Parallel()
	for version, ended := range map[string]string{
		"0.2.0": "build failure", "v0.2": "build failure", "v0.2.0-rc.1": "build failure", "v0.2.0; rm -rf /": "build failure", "v0.1.0": "build success, publish failure",
	} {
		s := releases(t)
		if version == "v0.1.0" {
			s.first("gh api --silent", 0, "")
		}
		r := s.release(version)
		want(t, r, ended)
		if got := r.called("gh release"); len(got) > 0 {
			t.Errorf("%s: published was %q", version, got)
		}
	}
}

func TestARegistryOfTagsThatDoesNotAnswerStopsARelease(t *testing.T) {
	t.Parallel()
	s := releases(t)
	s.first("gh api --silent", 1, "gh: Server Error (HTTP 502)")
	r := s.release("v0.2.0")
	want(t, r, "build success, publish failure")
	if got := r.called("gh release"); len(got) > 0 {
		t.Errorf("published was %q", got)
	}
}

func TestABrokenBuildReleasesNothing(t *testing.T) {
	t.Parallel()
	s := releases(t)
	write(t, filepath.Join(s.standin, "broken"), "", 0o600)
	r := s.release("v0.2.0")
	want(t, r, "build failure")
	if got := r.called("gh "); len(got) > 0 {
		t.Errorf("GitHub was asked to %q", got)
	}
}

// The job that runs everybody's code is not the one that may write.
func TestTheBuildOfAReleaseCannotPublish(t *testing.T) {
	jobs := parsed(t)[".github/workflows/release.yml"].Workflow.Jobs
	for job, may := range map[string]string{"build": "read", "publish": "write"} {
		if got := jobs[job].Permissions.Scopes["contents"].Value.Value; got != may {
			t.Errorf("the job %s may %s", job, got)
		}
	}
}

// The scan of the image builds what `make image` builds.
func TestTheImageThatIsScannedIsTheOneThatIsBuilt(t *testing.T) {
	text := read(t, repository+"/.github/workflows/security.yml")
	for _, want := range []string{"run: tools/image docs/examples/slipway.yaml --tag slipway:scan\n", "image-ref: slipway:scan\n"} {
		if strings.Count(text, want) != 1 {
			t.Errorf("there is no %q", want)
		}
	}
	if _, err := os.Stat(repository + "/tools/image"); err != nil {
		t.Error(err)
	}
}
