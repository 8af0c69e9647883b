package setup_test

import (
	"errors"
	"io/fs"
	"math"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/slipway-dev/slipway/cmd/slipway/cost/model"
	"github.com/slipway-dev/slipway/cmd/slipway/cost/prices"
	"github.com/slipway-dev/slipway/cmd/slipway/setup"
)

// In a team's own clone init has written over the examples, or the team has deleted them.
func TestTheFixturesAreTheRepositorysExamples(t *testing.T) {
	err := fs.WalkDir(os.DirFS(examples), ".", func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		text, err := os.ReadFile(filepath.Join(repository, path))
		if errors.Is(err, fs.ErrNotExist) {
			return nil
		}
		example := regexp.MustCompile(`^# (Examples|An example): `).Match(text) || strings.HasPrefix(path, "docs/")
		if example && string(text) != get(t, filepath.Join(examples, path)) {
			t.Errorf("copy %s to %s/%s", path, examples, path)
		}
		return err
	})
	if err != nil {
		t.Error(err)
	}
}

func TestTheEstimateIsThatOfTheCostPage(t *testing.T) {
	list, err := prices.Read("prices.yaml", []byte(get(t, filepath.Join(repository, "infra/prices.yaml"))))
	if err != nil {
		t.Fatal(err)
	}
	cents := func(u model.Usage) float64 { return math.Round(100*list.Of(u, setup.Priced).Total()) / 100 }
	bare, zip := model.Bare(), model.Bare()
	zip.Image = false
	taken := model.Usage{model.Alarms: 10, model.Dashboards: 3} // of what is free, by the bot
	for name, c := range map[string]struct{ ours, want float64 }{
		"the bot":         {setup.BotPrice, cents(zip.Month(model.DayDeploysGoal))},
		"the image":       {setup.ImagePrice, cents(bare.Month(model.DayDeploysGoal)) - cents(zip.Month(model.DayDeploysGoal))},
		"two secrets":     {setup.SecretsPrice, cents(model.Usage{model.Secrets: model.BotSecrets})},
		"a web ACL":       {setup.ACLPrice, cents(model.Usage{model.ACLs: 1, model.Rules: model.ACLRules})},
		"another service": {setup.ServicePrice, cents(model.Service(true, true).Plus(taken)) - cents(taken)},
	} {
		if math.Abs(c.ours-c.want) > 0.005 {
			t.Errorf("%s costs $%.2f; money.go says $%.2f", name, c.want, c.ours)
		}
	}
}
