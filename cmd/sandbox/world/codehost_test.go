package world_test

import (
	"bytes"
	"net/http"
	"net/http/httptest"
	"regexp"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/slipway-dev/slipway/cmd/sandbox/world"
	"github.com/slipway-dev/slipway/rollout"
	"github.com/slipway-dev/slipway/sandbox/github"
)

// built has a world that was made with a policy build something and deploy it to prod.
func built(t *testing.T, policy []byte, ref string, before func(w *world.World), after func(w *world.World, r rollout.Rollout)) {
	t.Helper()
	dir := t.TempDir()
	synctest.Test(t, func(t *testing.T) {
		toThePresent()
		o := options(dir)
		o.Policy = policy
		w := open(t, o)
		end := run(t, w)
		if before != nil {
			before(w)
		}
		types(t, w, "prod "+ref)
		time.Sleep(40 * time.Second)
		if r := rollouts(t, w)[0]; r.Phase != rollout.Succeeded || r.Took(rollout.Building) < 40*time.Second {
			t.Errorf("built for %s, it %s: %+v", r.Took(rollout.Building), r.Phase.Past(), r.Cause)
		} else if after != nil {
			after(w, r)
		}
		end()
		closed(t, w)
	})
}

func TestWhereThePolicySaysNothingOfBuildsTheCodeHostBuilds(t *testing.T) {
	plain := policy(t, "    build: { workflow: build.yml }\n", "")
	for _, wants := range []string{"github: {}", "    drill: drill", "    drill: 30m", ", events: [alarm, rolled_back]"} { // what speaks to GitHub
		plain = bytes.ReplaceAll(plain, []byte(wants), nil)
	}
	built(t, plain, "vouchers", nil, nil)
}

// A workflow refuses inputs that it does not declare.
func TestTheInputsOfThePolicyAreTheWorkflows(t *testing.T) {
	built(t, policy(t, "{ workflow: build.yml }", "{ workflow: image.yml, inputs: { service: checkout } }"), "vouchers", nil, nil)
}

func TestWhatIsPushedLaterIsBuiltAndWorks(t *testing.T) {
	sha := strings.Repeat("5e", 20)
	built(t, nil, "late-idea", func(w *world.World) {
		if err := w.GitHub.PushCommits("acme/checkout", "late-idea", github.Commit{SHA: sha, Subject: "Have an idea", Author: "ana"}); err != nil {
			t.Error(err)
		}
	}, func(_ *world.World, r rollout.Rollout) {
		if r.Release.SHA != sha {
			t.Errorf("%s was deployed", r.Release.SHA)
		}
	})
}

func TestLinksInMessagesLeadSomewhere(t *testing.T) {
	built(t, nil, "vouchers", nil, func(w *world.World, r rollout.Rollout) {
		links := map[string]bool{r.Build.URL: true}
		for _, m := range messages(w, "") {
			for _, link := range regexp.MustCompile(`http://127\.0\.0\.1:9(/code/[^|>"\\]+)`).FindAllStringSubmatch(m.Text+string(m.Blocks), -1) {
				links[link[1]] = true
			}
		}
		for link := range links {
			a := httptest.NewRecorder()
			w.Handler().ServeHTTP(a, httptest.NewRequestWithContext(t.Context(), http.MethodGet, link, nil))
			if a.Code != http.StatusOK {
				t.Errorf("%s: %d", link, a.Code)
			}
		}
		if len(links) < 5 { // those of the history, the commit, and its run
			t.Errorf("%v", links)
		}
	})
}
