package config_test

import (
	"archive/zip"
	"go/build"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/slipway-dev/slipway/config"
)

// withSummary is the smallest file, with that section.
func withSummary(t *testing.T, section string) (*config.Summary, error) {
	t.Helper()
	c, err := config.Read("x.yaml", []byte("summary: "+section+"\n"+file(t, "minimal.yaml")))
	return c.Summary, err
}

func TestAnEmptySummaryIsTellingTheGeneralChannelOfTheLastEnvironment(t *testing.T) {
	got, err := withSummary(t, "{}")
	want := &config.Summary{Zone: "UTC", At: 9 * time.Hour, Channels: []string{"C_DEPLOYS"}, Production: []string{"prod"}}
	if diff := cmp.Diff(want, got); err != nil || diff != "" {
		t.Error(diff, err)
	}
	if read(t, "minimal.yaml").Summary != nil {
		t.Error("without the section something is told by itself")
	}
}

// Go's own copy of the time zones is what the worker is built with.
func TestTheNamesOfTheTimeZonesAreThoseThatGoKnows(t *testing.T) {
	files, err := zip.OpenReader(filepath.Join(build.Default.GOROOT, "lib", "time", "zoneinfo.zip"))
	if err != nil {
		t.Fatal(err)
	}
	var want []string
	for _, f := range files.File {
		if !strings.HasSuffix(f.Name, "/") {
			want = append(want, f.Name)
		}
	}
	slices.Sort(want)
	if diff := cmp.Diff(want, strings.Fields(config.Zones())); diff != "" {
		t.Errorf("zones.txt (-Go +ours):\n%s", diff)
	}
}

func TestATimeZoneIsNamedAsItIsInTheDatabase(t *testing.T) {
	for name, meant := range map[string]string{
		"Europe/Berlin": "", "UTC": "", "America/Argentina/Buenos_Aires": "", "Etc/GMT+5": "", // good ones
		"Europe/Berln": "Europe/Berlin", "europe/berlin": "Europe/Berlin", "America/New York": "America/New_York",
		"Berlin": "Europe/Berlin", "Germany/Berlin": "Europe/Berlin", "new york": "America/New_York", "utc": "UTC",
		"Mars/Olympus_Mons": "-", "Local": "-", "+02:00": "-", "../etc/passwd": "-", "Europe/Berlin\\nUTC": "-", "Europe": "-",
	} {
		_, err := withSummary(t, `{ timezone: "`+name+`" }`)
		switch {
		case meant == "" && err != nil:
			t.Errorf("%q: %v", name, err)
		case meant != "" && (err == nil || !strings.Contains(err.Error(), "summary.timezone: expected the name of a time zone")):
			t.Errorf("%q: %v", name, err)
		case meant == "-" && strings.Contains(err.Error(), "did you mean"), len(meant) > 1 && !strings.HasSuffix(err.Error(), `did you mean "`+meant+`"?`):
			t.Errorf("%q: %v", name, err)
		}
	}
}

func TestATimeOfDayIsHoursAndMinutes(t *testing.T) {
	for at, want := range map[string]time.Duration{
		"00:00": 0, "23:59": 23*time.Hour + 59*time.Minute, "09:00": 9 * time.Hour, `"09:05"`: 9*time.Hour + 5*time.Minute,
		"24:00": -1, "9:00": -1, "09:60": -1, "9": -1, "09:00:00": -1, `" 09:00"`: -1, "9am": -1, "-1:00": -1, "''": -1,
	} {
		got, err := withSummary(t, "{ at: "+at+" }")
		if (err == nil) != (want >= 0) || err == nil && got.At != want {
			t.Errorf("%s: %+v, %v", at, got, err)
		}
	}
}
