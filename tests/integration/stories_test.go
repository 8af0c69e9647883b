package integration

import (
	"net/http"
	"path/filepath"
	"strings"
	"testing"

	"github.com/slipway-dev/slipway/cmd/sandbox/world"
	"github.com/slipway-dev/slipway/tests/deployed"
	"github.com/slipway-dev/slipway/tests/stage"
)

// onlyThere are the stories that cannot be played on AWS, and why. What is not
// named here is played.
func onlyThere() map[string]string {
	const noBuilder = "nothing builds here: an image is there, or the deploy is refused"
	return map[string]string{
		"abort-early": noBuilder,
		"build-first": noBuilder,
		"the-past":    "the table is empty at first, and images do not tell the subjects of their commits",
	}
}

func TestStories(t *testing.T) {
	t.Parallel()
	files, err := filepath.Glob("../scenario/*.txtar")
	if err != nil || len(files) == 0 {
		t.Fatalf("no stories: %v", err)
	}
	not := onlyThere()
	for _, file := range files {
		name := strings.TrimSuffix(filepath.Base(file), ".txtar")
		_, skip := not[name]
		delete(not, name)
		if skip {
			continue
		}
		t.Run(name, func(t *testing.T) {
			// However often Slack refuses a message in a story, none is given up.
			p := deploy(t, deployed.Options{Tries: 30, Policy: stage.Policy(t, file)})
			stage.Play(t, file, stage.Place{
				World: func() *world.World { return p.World }, Store: func() stage.Store { return p.Store },
				Front: func() http.Handler { return p.Front() }, Log: p.Log, Kill: p.Kill, Patience: patience,
			})
		})
	}
	for name := range not {
		t.Errorf("there is no story %s", name)
	}
}
