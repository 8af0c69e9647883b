package workflows_test

import (
	"flag"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"github.com/slipway-dev/slipway/cmd/sandbox/world"
	"github.com/slipway-dev/slipway/tests/deployed"
	"github.com/slipway-dev/slipway/tests/release"
)

func TestMain(m *testing.M) {
	flag.Parse()
	os.Exit(deployed.Main(m, max(4, runtime.GOMAXPROCS(0))))
}

// The slipway that the workflow builds is the real one here, and ships with a bot as it
// runs on AWS.
func TestTheWorkflowShipsWithTheRealSlipway(t *testing.T) {
	t.Parallel()
	tool(t, "act")
	d, env := release.Open(t)
	bin, err := release.Build(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct{ service, behaviour, ended, says, live string }{
		{"checkout", world.Good, "deploy success, find success, push success, slipway success", "::notice title=watch: ok::v42 is live and stayed well.", "42"},
		{"payments", world.Slow, "deploy failure, find success, push success, slipway success", "::error title=switch: rolled back::v41 was taken back to v40: v41 is worse than", "40"},
	} {
		t.Run(c.behaviour, func(t *testing.T) {
			t.Parallel()
			s := newStage(t)
			s.real(bin, env)
			s.answer("aws ecr describe-images", 0, digest)
			r := s.deploy(map[string]any{"service": c.service, "sha": release.Commit(t, d, c.service, c.behaviour)})
			want(t, r, c.ended)
			if !strings.Contains(r.log, c.says) {
				t.Errorf("the run does not say %q:\n%s", c.says, r.log)
			}
			live, err := d.World.Cloud.GetAlias(c.service+"-staging", "live")
			if err != nil || live.FunctionVersion != c.live || len(live.AdditionalVersionWeights) > 0 {
				t.Errorf("live is %+v, %v", live, err)
			}
		})
	}
}

// real has the workflow build a program instead of a stand-in for it, and tells its
// steps where things are.
func (s *stage) real(bin string, env map[string]string) {
	s.t.Helper()
	if err := os.Symlink(bin, filepath.Join(s.standin, "slipway")); err != nil {
		s.t.Fatal(err)
	}
	write(s.t, filepath.Join(s.standin, "checkout/slipway.yaml"), release.Policy(), 0o600)
	maps.Copy(s.vars, env)
	for name, value := range env {
		if !strings.HasPrefix(name, "SLIPWAY_") || name == "SLIPWAY_CLOCK" {
			s.env = append(s.env, fmt.Sprintf("%s=%s", name, value))
		}
	}
}
