package workflows_test

import (
	"maps"
	"slices"
	"strings"
	"testing"
)

// build runs the build alone, as a service's workflow does for the bot.
func (s *stage) build(inputs map[string]any) result {
	s.t.Helper()
	all := map[string]any{"service": "checkout", "sha": sha, "correlation_id": id, "attest": "true"}
	maps.Copy(all, inputs)
	return s.run("build.yml", "workflow_dispatch", map[string]any{"inputs": all})
}

func TestTheImageIsTaggedWithTheCommitAndIsNoIndex(t *testing.T) {
	t.Parallel()
	s := deploys(t)
	s.noImage()
	r := s.deploy(nil)
	if got := r.called("docker push"); !slices.Equal(got, []string{"docker push 123456789012.dkr.ecr.eu-west-1.amazonaws.com/checkout:" + sha}) {
		t.Errorf("pushed was %q", got)
	}
	if got := r.called("action docker/build-push-action"); len(got) != 1 || !strings.Contains(got[0], `"provenance":"false","sbom":"false"`) {
		t.Errorf("built was %q", got)
	}
}

// A second try of a job finds what the first has pushed; an immutable tag takes no push.
func TestAPushWhoseAttestationFailedIsTriedAgain(t *testing.T) {
	t.Parallel()
	s := deploys(t)
	s.noImage()
	s.answer("action actions/attest", 1, "")
	s.answer("action actions/attest", 0, "")
	want(t, s.build(nil), "build success, find success, push failure")
	// GitHub runs the failed job alone again; act cannot, so the job before finds nothing once more.
	s.answer("docker push", 1, "ImageTagAlreadyExistsException")
	s.first("aws ecr describe-images", 254, "An error occurred (ImageNotFoundException)")
	r := s.build(nil)
	want(t, r, "build success, find success, push success")
	if got := r.called("docker push"); len(got) != 1 {
		t.Errorf("pushed was %q", got)
	}
	if got := r.called("action actions/attest "); len(got) != 3 || !strings.Contains(got[2], "sbom.cdx.json") {
		t.Errorf("attested was %q", got)
	}
}

func TestNothingIsAttestedWhereNobodyWantsIt(t *testing.T) {
	t.Parallel()
	s := deploys(t)
	s.noImage()
	r := s.build(map[string]any{"attest": "false"})
	want(t, r, "build success, find success, push success")
	if got := r.called("action actions/attest "); len(got) > 0 {
		t.Errorf("attested was %q", got)
	}
}

func TestTheBotCanHaveTheBuildAlone(t *testing.T) {
	t.Parallel()
	s := deploys(t)
	s.noImage()
	r := s.build(map[string]any{"repository": "acme/checkout"})
	want(t, r, "build success, find success, push success")
	if got := r.called("docker push"); !slices.Equal(got, []string{"docker push 123456789012.dkr.ecr.eu-west-1.amazonaws.com/acme/checkout:" + sha}) {
		t.Errorf("pushed was %q", got)
	}
}
