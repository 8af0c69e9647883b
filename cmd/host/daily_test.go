package host

import (
	"context"
	"errors"
	"log/slog"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

// told is a Daily that remembers what it told of.
func told(t interface{ Fatal(...any) }, zone string, at time.Duration) (*Daily, *[]string) {
	z, err := time.LoadLocation(zone)
	if err != nil {
		t.Fatal(err)
	}
	all := &[]string{}
	return &Daily{Zone: z, At: at, Log: slog.New(slog.DiscardHandler), Do: func(_ context.Context, at time.Time) error {
		*all = append(*all, at.In(z).Format("Mon 02 Jan 15:04 MST"))
		return nil
	}}, all
}

func moment(t *testing.T, text string) time.Time {
	t.Helper()
	at, err := time.Parse(time.RFC3339, text)
	if err != nil {
		t.Fatal(err)
	}
	return at
}

func TestTheSummaryIsToldAtItsTimeOfEachDay(t *testing.T) {
	d, all := told(t, "Europe/Berlin", 9*time.Hour)
	for at := moment(t, "2026-10-23T12:00:00Z"); at.Before(moment(t, "2026-10-27T07:59:30Z")); at = at.Add(time.Minute) {
		d.Look(t.Context(), at)
	}
	// On the night to Sunday the clocks were put back.
	want := []string{"Fri 23 Oct 09:00 CEST", "Sat 24 Oct 09:00 CEST", "Sun 25 Oct 09:00 CET", "Mon 26 Oct 09:00 CET"}
	if diff := cmp.Diff(want, *all); diff != "" {
		t.Error(diff)
	}
}

// A start that comes too late tells what it has missed, and no old news.
func TestAStartTellsWhatItHasMissed(t *testing.T) {
	for at, want := range map[string][]string{
		"2026-11-23T20:59:59Z": {"Mon 23 Nov 09:00 UTC"},
		"2026-11-23T21:00:00Z": {},
		"2026-11-23T08:59:59Z": {}, // it was due 24 hours ago, and is due in a second
		"2026-11-23T09:00:00Z": {"Mon 23 Nov 09:00 UTC"},
	} {
		d, all := told(t, "UTC", 9*time.Hour)
		d.Look(t.Context(), moment(t, at))
		if diff := cmp.Diff(want, append([]string{}, *all...)); diff != "" {
			t.Error(at, diff)
		}
	}
}

func TestASummaryThatFailsIsTriedAgain(t *testing.T) {
	d, all := told(t, "UTC", 9*time.Hour)
	well := d.Do
	d.Do = func(context.Context, time.Time) error { return errors.New("Slack is away") }
	at := moment(t, "2026-11-23T09:00:00Z")
	d.Look(t.Context(), at)
	d.Do = well
	d.Look(t.Context(), at.Add(time.Minute))
	d.Look(t.Context(), at.Add(2*time.Minute))
	if diff := cmp.Diff([]string{"Mon 23 Nov 09:00 UTC"}, *all); diff != "" {
		t.Error(diff)
	}
}

// Wherever the team is and whatever its clocks do: each day once.
func TestEachDayIsToldOnce(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		zone := rapid.SampledFrom([]string{"UTC", "Europe/Berlin", "America/Sao_Paulo", "Asia/Beirut", "Australia/Lord_Howe", "Pacific/Apia"}).Draw(rt, "zone")
		d, _ := told(rt, zone, time.Duration(rapid.IntRange(0, 24*60-1).Draw(rt, "minute"))*time.Minute)
		var last time.Time
		n := 0
		d.Do = func(_ context.Context, at time.Time) error {
			if n++; !last.IsZero() && (at.Sub(last) < 22*time.Hour || at.Sub(last) > 26*time.Hour) {
				rt.Fatalf("%s after %s", at, last)
			}
			last = at
			return nil
		}
		at := time.Unix(rapid.Int64Range(1_500_000_000, 1_900_000_000).Draw(rt, "from"), 0)
		for range 24 * 8 * 4 {
			at = at.Add(15 * time.Minute)
			d.Look(context.Background(), at)
		}
		if n < 7 || n > 10 {
			rt.Fatalf("told %d times in 8 days", n)
		}
	})
}
