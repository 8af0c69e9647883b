package dora_test

import (
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/slipway-dev/slipway/rollout/dora"
)

func TestADayBeginsWithItsFirstMoment(t *testing.T) {
	for name, c := range map[string]struct{ zone, at, want string }{
		"an ordinary day":              {"Europe/Berlin", "2026-11-22T12:00:00+01:00", "2026-11-22T00:00:00+01:00"},
		"it has 25 hours":              {"Europe/Berlin", "2026-10-25T12:00:00+01:00", "2026-10-25T00:00:00+02:00"},
		"it has 23":                    {"Europe/Berlin", "2026-03-29T12:00:00+02:00", "2026-03-29T00:00:00+01:00"},
		"there is no midnight":         {"Africa/Cairo", "2026-04-24T12:00:00+03:00", "2026-04-24T01:00:00+03:00"},
		"nor was there":                {"America/Sao_Paulo", "2018-11-04T12:00:00-02:00", "2018-11-04T01:00:00-02:00"},
		"midnight comes twice":         {"America/Havana", "2026-11-01T12:00:00-05:00", "2026-11-01T00:00:00-04:00"},
		"and again, east of London":    {"Asia/Amman", "2021-10-29T12:00:00+02:00", "2021-10-29T00:00:00+03:00"},
		"the hour before it does":      {"America/Sao_Paulo", "2018-02-18T12:00:00-03:00", "2018-02-18T00:00:00-03:00"},
		"in UTC it is the day before":  {"Asia/Tokyo", "2026-11-22T00:30:00+09:00", "2026-11-22T00:00:00+09:00"},
		"half an hour is shifted, too": {"Australia/Lord_Howe", "2026-04-05T12:00:00+10:30", "2026-04-05T00:00:00+11:00"},
	} {
		zone := located(t, c.zone)
		at, err := time.Parse(time.RFC3339, c.at)
		if err != nil {
			t.Fatal(err)
		}
		if got := dora.Midnight(at, 0, zone).Format(time.RFC3339); got != c.want {
			t.Errorf("%s: %s, want %s", name, got, c.want)
		}
	}
}

func TestAWeekBeginsOnMonday(t *testing.T) {
	zone := located(t, "Europe/Berlin")
	for day := 16; day <= 22; day++ {
		at := time.Date(2026, 11, day, 23, 59, 0, 0, zone)
		if got := dora.Monday(at, zone); !got.Equal(time.Date(2026, 11, 16, 0, 0, 0, 0, zone)) {
			t.Errorf("%s: %s", at, got)
		}
	}
}

// Days follow upon each other without a gap, wherever the clocks are put forward or back.
func TestADayEndsWhereTheNextOneBegins(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		zone := located(t, rapid.SampledFrom([]string{"UTC", "Europe/Berlin", "Africa/Cairo", "America/Havana", "Asia/Amman", "America/Sao_Paulo", "Asia/Beirut", "Pacific/Auckland"}).Draw(t, "zone"))
		at := time.Unix(rapid.Int64Range(1_400_000_000, 1_900_000_000).Draw(t, "at"), 0)
		from, to := dora.Midnight(at, 0, zone), dora.Midnight(at, 1, zone)
		day := at.In(zone).YearDay()
		switch {
		case !(dora.Period{From: from, To: to}).Has(at):
			t.Errorf("%s is not in its day: %s to %s", at, from, to)
		case from.YearDay() != day || to.Add(-time.Nanosecond).YearDay() != day || from.Add(-time.Nanosecond).YearDay() == day:
			t.Errorf("%s to %s is not the day of %s", from, to, at)
		case !dora.Midnight(from, 1, zone).Equal(to), !dora.Midnight(to, -1, zone).Equal(from):
			t.Errorf("%s and %s are not one after the other", from, to)
		}
	})
}

func TestThePeriodBeforeIsAsManyDaysLong(t *testing.T) {
	zone := located(t, "Europe/Berlin")
	day := func(month time.Month, d int) time.Time { return time.Date(2026, month, d, 0, 0, 0, 0, zone) }
	for name, c := range map[string]struct{ from, to, want time.Time }{
		"a day":              {day(11, 22), day(11, 23), day(11, 21)},
		"a day of 25 hours":  {day(10, 25), day(10, 26), day(10, 24)},
		"and the one after":  {day(10, 26), day(10, 27), day(10, 25)},
		"a week with such":   {day(10, 19), day(10, 26), day(10, 12)},
		"a month":            {day(10, 1), day(11, 1), day(8, 31)},
		"an hour":            {day(11, 22), day(11, 22).Add(time.Hour), day(11, 22).Add(-time.Hour)},
		"a day from noon on": {day(10, 26).Add(12 * time.Hour), day(10, 27).Add(12 * time.Hour), day(10, 25).Add(12 * time.Hour)},
	} {
		got := dora.Period{From: c.from, To: c.to}.Before(zone)
		if !got.From.Equal(c.want) || !got.To.Equal(c.from) {
			t.Errorf("%s: %s to %s", name, got.From, got.To)
		}
	}
}

func located(t interface {
	Helper()
	Fatal(...any)
}, name string) *time.Location {
	t.Helper()
	zone, err := time.LoadLocation(name)
	if err != nil {
		t.Fatal(err)
	}
	return zone
}
