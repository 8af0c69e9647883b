package client_test

import (
	"net/http"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/slipway-dev/slipway/bot/client"
	"github.com/slipway-dev/slipway/rollout"
)

// diagnosed holds a diagnosis against what it should be: the beginning of what was found,
// and a part of the fix.
func diagnosed(t *testing.T, what string, got []rollout.Diagnosis, grade rollout.Grade, found, fix string) {
	t.Helper()
	if len(got) != 1 || got[0].Grade != grade || !strings.HasPrefix(got[0].Found, found) || !strings.Contains(got[0].Remedy, fix) {
		t.Errorf("%s: %+v", what, got)
	}
}

func TestTheDoctorKnowsTheScopesOfTheManifest(t *testing.T) {
	want := []string{"commands"}
	for _, some := range scopes() {
		want = append(want, some...)
	}
	slices.Sort(want)
	if got := client.Scopes(); !slices.Equal(got, slices.Compact(want)) {
		t.Errorf("%v, want %v", got, slices.Compact(want))
	}
}

func TestATokenIsToldWhatItLacksAndWhatItHasTooMuch(t *testing.T) {
	all := strings.Join(client.Scopes(), ",")
	for name, c := range map[string]struct {
		scopes, team string
		grade        rollout.Grade
		found, fix   string
	}{
		"all that are needed":  {all, team, rollout.GradeSound, "The token has the scopes", ""},
		"of no address":        {strings.NewReplacer("links:read", "", "links:write", "").Replace(all), team, rollout.GradeSound, "The token has the scopes that it needs, but for those that show cards for links", ""},
		"one of links":         {strings.Replace(all, "links:write", "", 1), team, rollout.GradeBroken, "The token lacks the scopes links:write.", "Reinstall"},
		"one less":             {strings.Replace(all, "users:read", "", 1), team, rollout.GradeBroken, "The token lacks the scopes users:read.", "Reinstall"},
		"one more":             {all + ",files:read", team, rollout.GradeAiling, "The token may do more than Slipway needs: files:read.", "reinstall"},
		"nothing said of them": {"", team, rollout.GradeUnknown, "Slack does not say", "api.slack.com/apps"},
		"of another workspace": {all, "TOTHER", rollout.GradeBroken, "The token is of the workspace TTEAM, and `slack.team` says TOTHER.", "SLACK_BOT_TOKEN"},
	} {
		synctest.Test(t, func(t *testing.T) {
			w := newWorld(t)
			w.wire.fault = answers(200, `{"ok":true,"team_id":"TTEAM"}`, "X-OAuth-Scopes", c.scopes)
			diagnosed(t, name, w.CheckAccess(t.Context(), c.team), c.grade, c.found, c.fix)
		})
	}
}

func TestTheBotIsInAChannelOrIsToBeInvited(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := newWorld(t)
		diagnosed(t, "a channel it is in", w.CheckChannel(t.Context(), channel), rollout.GradeSound, "Slipway is in the channel CCHECKOUT.", "")
		diagnosed(t, "one that is not there", w.CheckChannel(t.Context(), "CNOWHERE"), rollout.GradeBroken, "Slipway is not in the channel CNOWHERE", "/invite @Slipway")
		diagnosed(t, "a private one", w.CheckChannel(t.Context(), "CPRIVATE"), rollout.GradeBroken, "Slipway is not in the channel CPRIVATE", "/invite @Slipway")
		w.wire.fault = answers(200, `{"ok":false,"error":"is_archived"}`)
		diagnosed(t, "an archived one", w.CheckChannel(t.Context(), channel), rollout.GradeBroken, "The channel CCHECKOUT is archived.", "slipway.yaml")
	})
}

func TestASlackThatRefusesSaysWhatToDo(t *testing.T) {
	for name, c := range map[string]struct {
		fault      fault
		grade      rollout.Grade
		found, fix string
	}{
		"a token that was revoked": {answers(200, `{"ok":false,"error":"token_revoked"}`), rollout.GradeBroken, "Slack does not take the token: token_revoked.", "SLACK_BOT_TOKEN"},
		"a scope too few":          {answers(200, `{"ok":false,"error":"missing_scope"}`), rollout.GradeBroken, "Slack did not look", "channels:history"},
		"too many calls":           {answers(429, ``, "Retry-After", "60"), rollout.GradeUnknown, "Slack did not look", "Try again"},
		"something odd":            {answers(200, `{"ok":false,"error":"org_login_required"}`), rollout.GradeUnknown, "Slack did not look", "docs.slack.dev"},
		"no answer":                {breaks, rollout.GradeUnknown, "Slack did not look", "Try again"},
	} {
		synctest.Test(t, func(t *testing.T) {
			w := newWorld(t)
			w.wire.fault = c.fault
			diagnosed(t, name, w.CheckAccess(t.Context(), team), c.grade, c.found, c.fix)
			diagnosed(t, name, w.CheckChannel(t.Context(), channel), c.grade, c.found, c.fix)
		})
	}
}

func TestSlacksClockIsRead(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := newWorld(t)
		at := time.Now().Truncate(time.Second)
		w.wire.fault = answers(200, `{"ok":true}`, "Date", at.UTC().Format(http.TimeFormat))
		if got, err := w.Clock(t.Context()); err != nil || !got.Equal(at) {
			t.Errorf("%s, %v", got, err)
		}
		for name, f := range map[string]fault{"no time": answers(200, `{"ok":true}`), "no answer": breaks} {
			w.wire.fault = f
			if got, err := w.Clock(t.Context()); err == nil {
				t.Errorf("%s: %s", name, got)
			}
		}
	})
}
