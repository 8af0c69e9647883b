package workflows_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// hostile is what a stranger might hope that a shell, an expression, a program or the
// runner reads.
const hostile = "--env=prod \"; touch pwned; \" '; touch pwned; ' `touch pwned`$(touch pwned) ${{ github.token }}" +
	"\n::set-output name=rollout::evil\n::error::evil\n<!here> \x1b[31m"

func TestAHostileInputIsRefused(t *testing.T) {
	t.Parallel()
	for input, ended := range map[string]string{
		"service": "find failure, slipway failure", "sha": "find failure, slipway success", "repository": "find failure, slipway success",
		"environment": "find success, push success, slipway failure",
	} {
		t.Run(input, func(t *testing.T) {
			t.Parallel()
			s := deploys(t)
			s.answer("aws ecr describe-images", 0, digest)
			r := s.deploy(map[string]any{input: hostile})
			want(t, r, ended)
			s.unharmed(r)
		})
	}
	s := deploys(t)
	r := s.build(map[string]any{"correlation_id": hostile})
	want(t, r, "find failure")
	s.unharmed(r)
}

func TestAHostileReasonArrivesAsItIs(t *testing.T) {
	t.Parallel()
	s := deploys(t)
	s.answer("aws ecr describe-images", 0, digest)
	r := s.deploy(map[string]any{"reason": hostile, "strategy": hostile})
	want(t, r, "deploy success, find success, push success, slipway success")
	if got := r.called("slipway release publish"); len(got) != 1 || !strings.Contains(got[0], " $'--reason=--env=prod ") || !strings.Contains(got[0], " $'--strategy=--env=prod ") {
		t.Errorf("slipway was called as %q", got)
	}
	s.unharmed(r)
}

func TestAHostileAlarmRollsNothingBack(t *testing.T) {
	t.Parallel()
	for _, field := range []string{"service", "environment"} {
		s := newStage(t)
		payload := map[string]any{"service": "checkout", "environment": "prod"}
		payload[field], _, _ = strings.Cut(hostile, "\n") // an output of several lines would be refused anyway
		r := s.run("rollback.yml", "repository_dispatch", map[string]any{"action": "alarm", "client_payload": payload})
		want(t, r, "tell success, what failure")
		if got := r.called("aws sns publish"); len(got) != 1 || !strings.Contains(got[0], "--subject 'NOTHING WAS ROLLED BACK' --message 'NOTHING WAS ROLLED BACK: ") || strings.Contains(got[0], "touch") {
			t.Errorf("told was %q", got)
		}
		s.unharmed(r)
	}
}

// unharmed fails when something that was only said has been done.
func (s *stage) unharmed(r result) {
	s.t.Helper()
	for _, root := range []string{s.root, s.standin} {
		err := filepath.WalkDir(root, func(path string, _ os.DirEntry, err error) error {
			if filepath.Base(path) == "pwned" {
				s.t.Errorf("somebody made %s\n%s", path, r.log)
			}
			return err
		})
		if err != nil {
			s.t.Fatal(err)
		}
	}
}
