package rollout_test

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/slipway-dev/slipway/rollout"
)

func TestATextTellsOurWordsFromTheirs(t *testing.T) {
	berlin := time.FixedZone("Berlin", 3600)
	text := rollout.Say("locked by ").Who("UANA").Say(" since ").When(noon.In(berlin)).Say(": ").Quote("<!channel> *boo*").Quote("").Say(", ").Who("").Say(" and ").Who(rollout.Slipway)
	want := rollout.Text{
		{Plain: "locked by "}, {Person: "UANA"}, {Plain: " since "}, {Time: noon}, {Plain: ": "}, {Quote: "<!channel> *boo*"},
		{Plain: ", "}, {Plain: "Slipway"}, {Plain: " and "}, {Plain: "Slipway"},
	}
	if diff := cmp.Diff(want, text); diff != "" {
		t.Error(diff)
	}
	if s := text.String(); s != "locked by @UANA since 2026-11-22 12:00 UTC: <!channel> *boo*, Slipway and Slipway" {
		t.Error(s)
	}
}

func TestARefusalIsItsReason(t *testing.T) {
	r := rollout.Refuse("locked", "It is locked.", "Unlock it.")
	if r.Error() != "It is locked." || r.Code != "locked" || r.Hint != "Unlock it." {
		t.Errorf("%+v", r)
	}
}

func TestNamesAreShownAsPeopleReadThem(t *testing.T) {
	long := rollout.Release{SHA: "abc1230000000000000000000000000000000001"}
	for got, want := range map[string]string{
		checkout.String():                        "checkout/prod",
		long.Short():                             "abc1230",
		rollout.Release{SHA: "abc"}.Short():      "abc",
		rollout.Release{}.Short():                "",
		rollout.Version("42").String():           "v42",
		rollout.Version("").String():             "nothing",
		rollout.All("42").String():               "v42",
		rollout.Routing{}.String():               "nothing",
		rollout.Split("41", "42", 0.1).String():  "v41 90 % + v42 10 %",
		rollout.Split("41", "42", 0.33).String(): "v41 67 % + v42 33 %",
	} {
		if got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
}

func TestARoutingKnowsEachVersionsShare(t *testing.T) {
	split := rollout.Split("41", "42", 0.25)
	for v, want := range map[rollout.Version]float64{"41": 0.75, "42": 0.25, "40": 0, "": 0} {
		if got := split.Share(v); got != want {
			t.Errorf("%s has %g, want %g", v, got, want)
		}
	}
	if rollout.Split("41", "42", 0) != rollout.All("41") || rollout.All("41").Share("") != 0 {
		t.Error("a share of nothing is one version")
	}
}
