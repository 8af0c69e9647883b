package rollout_test

import (
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/slipway-dev/slipway/rollout"
)

func TestAStampIsReadBackAsItWasWritten(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		want := rollout.Stamp{
			Rollout:  rollout.ID(rapid.StringMatching(`[0-9A-HJKMNP-TV-Z]{26}`).Draw(t, "id")),
			Fence:    rapid.Int64Min(1).Draw(t, "fence"),
			Move:     rapid.IntMin(0).Draw(t, "move"),
			Rescued:  rapid.Bool().Draw(t, "rescued"),
			Deadline: time.Unix(rapid.Int64Range(1, 1<<36).Draw(t, "deadline"), 0).UTC(),
		}
		got, ok := rollout.ParseStamp(want.String())
		if !ok || got != want || len(want.String()) > 256 {
			t.Errorf("%q is read as %+v", want, got)
		}
	})
}

func TestWhatIsNotWhollyAStampIsNotOurs(t *testing.T) {
	whole := "slipway rollout=01J fence=3 deadline=2026-11-22T12:00:00Z"
	if s, ok := rollout.ParseStamp(whole); !ok || s.Rollout != "01J" || s.Fence != 3 || !s.Deadline.Equal(noon) {
		t.Errorf("%+v", s)
	}
	for _, text := range []string{
		"", "slipway", "slipway ", "made by Terraform", strings.TrimPrefix(whole, "slipway "), " " + whole,
		strings.Replace(whole, "rollout=01J", "", 1), strings.Replace(whole, "rollout=01J", "rollout=", 1),
		strings.Replace(whole, "fence=3", "", 1), strings.Replace(whole, "fence=3", "fence=0", 1), strings.Replace(whole, "fence=3", "fence=three", 1),
		strings.Replace(whole, "deadline=2026-11-22T12:00:00Z", "", 1), strings.Replace(whole, "2026-11-22T12:00:00Z", "tomorrow", 1),
		whole + " rescued=perhaps",
		"slipway sha=abc digest=sha256:def rollout=01J", // a version's description
	} {
		if s, ok := rollout.ParseStamp(text); ok {
			t.Errorf("%q is taken for %+v", text, s)
		}
	}
}

func FuzzParseStamp(f *testing.F) {
	f.Add("slipway rollout=01J fence=3 deadline=2026-11-22T12:00:00Z")
	f.Add("slipway fence=9223372036854775808 rollout== deadline=")
	f.Add("slipway rollout=01J fence=3 move=2 deadline=2026-11-22T12:00:00Z rescued=true")
	f.Add("made by Terraform")
	f.Fuzz(func(t *testing.T, description string) {
		s, ok := rollout.ParseStamp(description)
		if !ok {
			return
		}
		if s.Rollout == "" || s.Fence < 1 || s.Deadline.IsZero() {
			t.Fatalf("half a stamp: %+v", s)
		}
		if y := s.Deadline.UTC().Year(); y < 1 || y > 9999 {
			return // a zone took it out of what a stamp can say
		}
		again, ok := rollout.ParseStamp(s.String())
		if !ok || again.Rollout != s.Rollout || again.Rescued != s.Rescued || again.Fence != s.Fence || again.Deadline.Unix() != s.Deadline.Unix() {
			t.Fatalf("%+v is written as %q and read as %+v", s, s, again)
		}
	})
}
