package report

import (
	"flag"
	"os"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"
)

var update = flag.Bool("update", false, "rewrite the golden files") // set by `make golden` only

func TestGoldenTheSectionsReadWell(t *testing.T) {
	text := map[string]string{}
	for _, p := range all(t) {
		text[p.section] += p.tell(canned(p.cells)).text
	}
	for section, got := range text {
		t.Run(section, func(t *testing.T) {
			file := filepath.Join("testdata", section+".md")
			if *update {
				if err := os.WriteFile(file, []byte(got), 0o600); err != nil {
					t.Fatal(err)
				}
			}
			want, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(string(want), got); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestSharesAreShortAndTellNearlyFromQuite(t *testing.T) {
	for x, want := range map[float64]string{
		0: "0", 0.00025: "0.03", 0.001: "0.1", 0.0123: "1.2", 0.5: "50", 0.982: "98.2", 0.99875: "99.9", 0.99975: "99.98", 1: "100",
	} {
		if got := share(x); got != want {
			t.Errorf("%v is %s, want %s", x, got, want)
		}
	}
}

// What mostly becomes of a version comes first.
func TestAHealthyVersionsFateIsToldInAFewWords(t *testing.T) {
	f := cannedFigures("slipway", all(t)[2].cells[0])
	f.RolledBack, f.Promoted, f.Asked = rate(3, 1_000), rate(297, 1_000), rate(700, 1_000)
	if got := promotion(f); got != "asks a person 70 %, promoted 29.7 %, taken back 0.3 %" {
		t.Error(got)
	}
	f.RolledBack, f.Promoted, f.Asked = rate(0, 1_000), rate(1_000, 1_000), rate(0, 1_000)
	if got := promotion(f); got != "promoted 100 %, 29 min" {
		t.Error(got)
	}
}
