package client_test

import (
	"net/http"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/slipway-dev/slipway/bot/client"
	"github.com/slipway-dev/slipway/commands"
)

const usersInfo = "/api/users.info"

// faults.md B1
func TestPeopleAreWhatTheDirectorySays(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := newWorld(t)
		for _, want := range []commands.Person{
			{ID: ana, Name: "Ana Silva"},
			{ID: "UGUEST", Name: "Gil", Guest: true},
			{ID: "USINGLE", Name: "Sia", Guest: true},
			{ID: "USTRANGER", Name: "Sam", Stranger: true},
			{ID: "UPARTNER", Name: "Pat", Stranger: true}, // in a shared channel, where Slack sets no flag
			{ID: "UGONE", Name: "Gus", Deleted: true},
			{ID: "UBOT", Name: "Slipway", Bot: true},
		} {
			got, err := w.Person(t.Context(), want.ID)
			ok(t, err)
			equal(t, want.Name, got, want)
		}
		equal(t, "the workspace was asked for", w.wire.count("/api/auth.test"), 1)
	})
}

// faults.md B1
func TestAMemberOfTheOrganisationIsNoStrangerInTheirOwnWorkspaces(t *testing.T) {
	for teams, stranger := range map[string]bool{`["TOTHER","TTEAM"]`: false, `["TOTHER"]`: true, `[]`: true, `[""]`: true} {
		synctest.Test(t, func(t *testing.T) {
			w := newWorld(t)
			w.wire.fault, w.wire.only = answers(http.StatusOK, `{"ok":true,"user":{"id":"UORG","enterprise_user":{"teams":`+teams+`}}}`), usersInfo
			got, err := w.Person(t.Context(), "UORG")
			ok(t, err)
			equal(t, teams, got.Stranger, stranger)
		})
	}
}

func TestSomebodyUnknownIsMissingEachTime(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := newWorld(t)
		for range 2 {
			_, err := w.Person(t.Context(), "UNOBODY")
			missing(t, err, "person", "UNOBODY")
		}
		equal(t, "look-ups", w.wire.count(usersInfo), 2)
	})
}

// faults.md H3, B1
func TestAPersonIsBelievedForFiveMinutes(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := newWorld(t)
		look := func(want int) {
			t.Helper()
			_, err := w.Person(t.Context(), ana)
			ok(t, err)
			equal(t, "look-ups", w.wire.count(usersInfo), want)
		}
		look(1)
		time.Sleep(5*time.Minute - time.Second)
		look(1)
		time.Sleep(time.Second)
		look(2)
		look(2)
	})
}

// faults.md H3
func TestAFailedLookUpTellsNothingAndIsNotRemembered(t *testing.T) {
	for _, method := range []string{"users.info", "auth.test"} {
		t.Run(method, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				w := newWorld(t)
				w.Fail(method, "internal_error", 1)
				p, err := w.Person(t.Context(), ana)
				if err == nil || p != (commands.Person{}) {
					t.Errorf("got %v and %v from a directory that does not answer", p, err)
				}
				p, err = w.Person(t.Context(), ana)
				ok(t, err)
				equal(t, "afterwards", p.Name, "Ana Silva")
			})
		})
	}
}

// faults.md H3
func TestWhatWasKnownIsNotBelievedLongerWhenSlackFails(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := newWorld(t)
		_, err := w.Person(t.Context(), ana)
		ok(t, err)
		time.Sleep(5 * time.Minute)
		w.RateLimit("users.info", time.Minute, 1)
		if _, err := w.Person(t.Context(), ana); err == nil {
			t.Error("old knowledge was used")
		}
	})
}

func TestATokenIsThatOfOneWorkspace(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := newWorld(t)
		got, err := w.CheckToken(t.Context())
		ok(t, err)
		equal(t, "team", got, team)

		o := w.options()
		o.Token = "xoxb-of-nobody"
		nobody, err := client.New(o)
		ok(t, err)
		if _, err := nobody.CheckToken(t.Context()); err == nil || !strings.Contains(err.Error(), "invalid_auth") {
			t.Errorf("got %v for a wrong token", err)
		}
		w.wire.fault = answers(http.StatusOK, `{"ok":true,"team_id":""}`)
		if _, err := w.CheckToken(t.Context()); err == nil {
			t.Error("no workspace was taken for one")
		}
	})
}
