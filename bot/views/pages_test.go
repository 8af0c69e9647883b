package views

import (
	"strings"
	"testing"

	"github.com/slipway-dev/slipway/rollout"
)

func TestACommitsPageStandsBesideThatOfAnother(t *testing.T) {
	sha := strings.Repeat("5e", 20)
	for other, want := range map[string]string{
		"https://git.example/acme/shop/commit/abc1234":   "https://git.example/acme/shop/commit/" + sha,
		"https://git.example/acme/commit/commit/abc1234": "https://git.example/acme/commit/commit/" + sha, // a repository of that name
		"https://git.example/acme/shop/tree/main":        "",
		"/commit/abc1234": "",
		"":                "",
	} {
		if got := beside(rollout.Release{SHA: sha}, rollout.Release{URL: other}).URL; got != want {
			t.Errorf("beside %s: %q, want %q", other, got, want)
		}
	}
	other := rollout.Release{URL: "https://git.example/acme/shop/commit/abc1234"}
	if got := beside(rollout.Release{SHA: sha, URL: "https://git.example/x"}, other).URL; got != "https://git.example/x" {
		t.Errorf("its own page is not kept: %s", got)
	}
	for _, strange := range []string{"", "abc1234", strings.Repeat("..", 20), strings.Repeat("5E", 20), sha + "/.."} {
		if got := beside(rollout.Release{SHA: strange}, other).URL; got != "" {
			t.Errorf("%q has a page: %s", strange, got)
		}
	}
}
