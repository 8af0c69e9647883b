package workflows_test

import (
	"maps"
	"slices"
	"strings"
	"testing"
)

const (
	sha    = "0123456789abcdef0123456789abcdef01234567"
	id     = "01JZZZZZZZZZZZZZZZZZZZZZZZ"
	digest = "sha256:1111111111111111111111111111111111111111111111111111111111111111"
)

// deploys is a stage for build-and-deploy.yml on which all goes well.
func deploys(t *testing.T) *stage {
	t.Helper()
	s := newStage(t)
	for _, part := range []string{"publish", "check", "switch", "watch"} {
		s.answer("slipway release "+part, 0, `{"rollout":"`+id+`","outcome":"ok","message":"`+part+` went well."}`)
	}
	return s
}

func (s *stage) noImage() {
	for range 2 {
		s.answer("aws ecr describe-images", 254, "An error occurred (ImageNotFoundException)")
	}
	s.answer("aws ecr describe-images", 0, digest)
}

func (s *stage) deploy(inputs map[string]any) result {
	s.t.Helper()
	all := map[string]any{"service": "checkout", "sha": sha, "environment": "staging", "attest": "true", "load_test": "false"}
	maps.Copy(all, inputs)
	return s.run("build-and-deploy.yml", "workflow_dispatch", map[string]any{"inputs": all})
}

// jobs are the jobs that ran, and how they ended.
func (r result) ended() string {
	var out []string
	for _, id := range slices.Sorted(maps.Keys(r.jobs)) {
		out = append(out, id+" "+r.jobs[id])
	}
	return strings.Join(out, ", ")
}

func want(t *testing.T, r result, ended string) {
	t.Helper()
	if r.ended() != ended {
		t.Errorf("the jobs were: %s, want: %s\n%s", r.ended(), ended, r.log)
	}
}

// parts are the commands of slipway that were called.
func (r result) parts() string {
	var out []string
	for _, call := range r.called("slipway release ") {
		out = append(out, strings.Fields(call)[2])
	}
	return strings.Join(out, " ")
}

func TestACommitIsBuiltScannedPushedAndDeployed(t *testing.T) {
	t.Parallel()
	s := deploys(t)
	s.noImage()
	r := s.deploy(map[string]any{"strategy": "canary", "reason": "It's time"})
	want(t, r, "build success, deploy success, find success, push success, slipway success")
	if r.parts() != "publish check switch watch" {
		t.Errorf("slipway was asked to %s", r.parts())
	}
	publish := "slipway release publish --service checkout --env staging --sha " + sha + ` --strategy=canary '--reason=It'\''s time' --timeout 15m --output json`
	if !slices.Contains(r.calls, publish) {
		t.Errorf("publish was called as %q", r.called("slipway release publish"))
	}
	for _, call := range r.called("slipway release ") {
		if call != publish && !strings.Contains(call, "--rollout "+id+" ") {
			t.Errorf("not about the rollout that publish told: %s", call)
		}
	}
	if got := r.called("action actions/attest "); len(got) != 2 || !strings.Contains(got[0], digest) || !strings.Contains(got[1], "sbom.cdx.json") {
		t.Errorf("attested was %q", got)
	}
	if !strings.Contains(r.log, "watch went well.") {
		t.Error("what slipway said is not to be seen")
	}
}

func TestAnImageThatIsThereIsNotBuiltAgain(t *testing.T) {
	t.Parallel()
	s := deploys(t)
	s.answer("aws ecr describe-images", 0, digest)
	r := s.deploy(nil)
	want(t, r, "deploy success, find success, push success, slipway success")
	if got := r.called("docker "); len(got) > 0 {
		t.Errorf("docker was called: %q", got)
	}
	if got := r.called("action actions/attest "); len(got) != 1 || !strings.Contains(got[0], digest) {
		t.Errorf("attested was %q", got)
	}
}

func TestARegistryThatDoesNotAnswerStopsEverything(t *testing.T) {
	t.Parallel()
	s := deploys(t)
	s.answer("aws ecr describe-images", 254, "An error occurred (RepositoryNotFoundException)")
	r := s.deploy(nil)
	want(t, r, "find failure, slipway success")
	if got := append(r.called("docker"), r.called("slipway release")...); len(got) > 0 {
		t.Errorf("it went on: %q", got)
	}
}

func TestAFailedScanBlocksThePush(t *testing.T) {
	t.Parallel()
	s := deploys(t)
	s.noImage()
	s.answer("action aquasecurity/trivy-action", 1, "CVE-2026-1: CRITICAL")
	r := s.deploy(nil)
	want(t, r, "build failure, find success, slipway success")
	if got := append(r.called("docker push"), r.called("slipway release")...); len(got) > 0 {
		t.Errorf("it went on: %q", got)
	}
}

func TestAFailedBuildOrPushDeploysNothing(t *testing.T) {
	t.Parallel()
	for call, ended := range map[string]string{
		"action docker/build-push-action": "build failure, find success, slipway success",
		"docker push":                     "build success, find success, push failure, slipway success",
		"go build":                        "build success, find success, push success, slipway failure",
		"action aws-actions/configure-aws-credentials": "find failure, slipway success",
	} {
		t.Run(call, func(t *testing.T) {
			t.Parallel()
			s := deploys(t)
			s.noImage()
			s.answer(call, 1, "")
			r := s.deploy(nil)
			want(t, r, ended)
			if r.parts() != "" {
				t.Errorf("slipway was asked to %s", r.parts())
			}
		})
	}
}

func TestAPartThatDoesNotEndWellEndsTheDeploy(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		part        string
		code        int
		parts, says string
	}{
		{"publish", 3, "publish", "publish: refused"},
		{"check", 1, "publish check", "check: FAILED"}, // a sick green gets no traffic
		{"switch", 4, "publish check switch", "switch: not over yet"},
		{"switch", 5, "publish check switch", "switch: rolled back"},
		{"watch", 5, "publish check switch watch", "watch: rolled back"},
	} {
		t.Run(c.says, func(t *testing.T) {
			t.Parallel()
			s := newStage(t)
			s.answer("aws ecr describe-images", 0, digest)
			for _, part := range []string{"publish", "check", "switch", "watch"} {
				code := 0
				if part == c.part {
					code = c.code
				}
				s.answer("slipway release "+part, code, `{"rollout":"`+id+`","message":"Because of 5xx."}`)
			}
			r := s.deploy(map[string]any{"load_test": "true", "url": "https://example.org/"})
			want(t, r, "deploy failure, find success, push success, slipway success")
			if r.parts() != c.parts {
				t.Errorf("slipway was asked to %s, want %s", r.parts(), c.parts)
			}
			if !strings.Contains(r.log, "::error title="+c.says+"::Because of 5xx.") {
				t.Errorf("the run does not say %q:\n%s", c.says, r.log)
			}
		})
	}
}

func TestTheLoadTestComesAfterTheDeploy(t *testing.T) {
	t.Parallel()
	s := deploys(t)
	s.answer("aws ecr describe-images", 0, digest)
	r := s.deploy(map[string]any{"load_test": "true", "url": "https://example.org/health"})
	want(t, r, "deploy success, find success, push success, slipway success, smoke success")
	if last := r.calls[len(r.calls)-1]; len(r.called("curl ")) != 20 || !strings.Contains(last, " --fail ") || !strings.HasSuffix(last, " https://example.org/health") {
		t.Errorf("%d calls, the last: %s", len(r.called("curl ")), last)
	}
}

func TestALoadTestOfNothingOrOfSomethingSickFails(t *testing.T) {
	t.Parallel()
	for url, code := range map[string]int{"": 0, "http://example.org": 0, "file:///etc/passwd": 0, "https://example.org/": 22} {
		s := newStage(t)
		s.answer("curl", code, "")
		want(t, s.run("load-test.yml", "workflow_dispatch", map[string]any{"inputs": map[string]any{"url": url}}), "smoke failure")
	}
}
