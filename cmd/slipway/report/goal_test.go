package report

import (
	"bytes"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/slipway-dev/slipway/cmd/slipway/simulate"
)

func TestAGoalIsHeldAtItsBound(t *testing.T) {
	for _, c := range []struct {
		goal goal
		held bool
		says string
	}{
		{goal{"a", "taken back", 1, false, 1, " %"}, true, "a: taken back is 1 %, wanted at most 1 %"},
		{goal{"a", "taken back", 1.025, false, 1, " %"}, false, "a: taken back is 1.025 %, wanted at most 1 %"},
		{goal{"a", "promoted", 95, true, 95, " %"}, true, "a: promoted is 95 %, wanted at least 95 %"},
		{goal{"a", "the median of errors", 3, true, 4, ""}, false, "a: the median of errors is 3, wanted at least 4"},
	} {
		if c.goal.held() != c.held || c.goal.String() != c.says {
			t.Errorf("held %v: %s", c.goal.held(), c.goal)
		}
	}
}

// tampered tells every part of results in which one cell's figures are bent.
func tampered(t *testing.T, section, what string, cell int, bend func(*simulate.Figures)) (missing []goal) {
	t.Helper()
	for _, p := range all(t) {
		results := canned(p.cells)
		if p.section == section && p.what == what {
			bend(&results[cell].Judges[0])
		}
		missing = append(missing, missed(p.tell(results).goals)...)
	}
	return missing
}

func TestResultsThatHoldEveryGoalMissNone(t *testing.T) {
	if sad := tampered(t, "", "", 0, nil); len(sad) > 0 {
		t.Error(sad)
	}
}

func TestAFigureThatMissesItsGoalIsNamed(t *testing.T) {
	back := func(hits, runs int) func(*simulate.Figures) {
		return func(f *simulate.Figures) { f.RolledBack = rate(hits, runs) }
	}
	for name, c := range map[string]struct {
		section, what string
		cell          int
		bend          func(*simulate.Figures)
		says          []string
	}{
		"good ones taken back": {takenBack, "taken back", 1, back(41, 4_000), []string{
			"both 1 %, 200/min: taken back is 1.025 %, wanted at most 1 %",
		}},
		"perhaps too many good ones taken back": {takenBack, "taken back", 5, back(70, 4_000), []string{
			"outage, 2,000/min: taken back is 1.75 %, wanted at most 1 %",
			"outage, 2,000/min: the upper end of taken back is 2.206 %, wanted at most 2 %",
		}},
		"bad ones missed": {takenBack, "taken back", 6, back(3_920, 4_000), []string{
			"1 → 5 %, 200/min: the upper end of taken back is 98.41 %, wanted at least 98.53 %",
		}},
		"broken ones missed": {takenBack, "taken back", 8, back(3_979, 4_000), []string{
			"broken, 2/min: taken back is 99.48 %, wanted at least 99.5 %",
		}},
		"broken ones found late": {takenBack, "taken back", 8, func(f *simulate.Figures) { f.ErrorsSeen.Median = 3 }, []string{
			"broken, 2/min: the median of errors until then is 3, wanted at most 2",
		}},
		"broken ones found in the second minute": {takenBack, "taken back", 9, func(f *simulate.Figures) { f.ToRollback.Median = 120 }, []string{
			"broken, 20/min: the median minute is 2, wanted at most 1",
		}},
		"good ones held up": {letThrough, "promoted", 4, func(f *simulate.Figures) {
			f.Promotions = f.Promotions[:949]
		}, []string{"both 0.1 %, 200/min: promoted within an hour is 94.9 %, wanted at least 95 %"}},
		"good ones promoted too late": {letThrough, "promoted", 17, func(f *simulate.Figures) {
			for i := range f.Promotions[900:] {
				f.Promotions[900+i] *= 10
			}
		}, []string{"both 3 %, 2,000/min: promoted within an hour is 90 %, wanted at least 95 %"}},
		"bad ones promoted": {letThrough, "promoted although worse", 4, func(f *simulate.Figures) {
			f.Promoted = rate(310, 1_000)
		}, []string{"0.1 → 0.3 %, 2,000/min: the lower end of promoted is 28.14 %, wanted at most 27.3 %"}},
		"good ones asked for where as many got through when it was designed": {letThrough, "promoted", 15, func(f *simulate.Figures) {
			f.Promoted = rate(200, 1_000)
		}, []string{"both 3 %, 20/min: the upper end of promoted is 22.62 %, wanted at least 22.8 %"}},
		"bad ones missed that hardly show": {takenBack, "taken back", 10, back(1_500, 4_000), []string{
			"0.1 → 1 %, 200/min: the upper end of taken back is 39.02 %, wanted at least 39.47 %",
		}},
		"good ones taken back at a weight": {noDifference, "no difference, no rollback", 18, back(41, 4_000), []string{
			"20/min, weight 25 %: taken back is 1.025 %, wanted at most 1 %",
		}},
		"an outage that stable does not show": {noDifference, "no difference, no rollback", 7, back(82, 4_000), []string{
			"2/min, an outage, weight 50 %: the upper end of taken back is 2.538 %, wanted at most 2.5 %",
		}},
	} {
		t.Run(name, func(t *testing.T) {
			sad := tampered(t, c.section, c.what, c.cell, c.bend)
			var says []string
			for _, g := range sad {
				says = append(says, g.String())
			}
			if strings.Join(says, "\n") != strings.Join(c.says, "\n") {
				t.Errorf("%q", says)
			}
		})
	}
}

// Beyond what the judge can tell nothing is asked, and only there.
func TestAnOutageWithLittleTrafficIsShownWithoutAGoal(t *testing.T) {
	all := func(f *simulate.Figures) { f.RolledBack = rate(4_000, 4_000) }
	for what, without := range map[string][]int{"no difference, no rollback": {12, 13, 14, 15}, "an outage with little traffic": {0, 1, 2, 3}} {
		for cell := range 48 {
			if what != "no difference, no rollback" && cell > 3 {
				break
			}
			if asked := len(tampered(t, noDifference, what, cell, all)) > 0; asked == slices.Contains(without, cell) {
				t.Errorf("%s, cell %d: asked %v", what, cell, asked)
			}
		}
	}
}

func TestWhereStableMayShowNothingOfAnOutageLessIsAsked(t *testing.T) {
	sad := tampered(t, noDifference, "no difference, no rollback", 7, func(f *simulate.Figures) { f.RolledBack = rate(76, 4_000) })
	if len(sad) > 0 {
		t.Error(sad)
	}
}

func TestAMissedGoalIsAnErrorAfterThePageIsWritten(t *testing.T) {
	page := filepath.Join(t.TempDir(), "page.md")
	if err := os.WriteFile(page, []byte(opened("a")+closing), 0o600); err != nil {
		t.Fatal(err)
	}
	goals := []goal{{"a", "held", 1, true, 1, ""}, {"b", "missed", 2, false, 1, ""}}
	err := job{scale: whole(), page: page}.finish([]section{{name: "a", text: "made\n", goals: goals}})
	if err == nil || err.Error() != "goals missed, 1 of 2:\n  b: missed is 2, wanted at most 1" {
		t.Error(err)
	}
	if text, err := os.ReadFile(page); err != nil || !strings.Contains(string(text), "made") {
		t.Errorf("%s %v", text, err)
	}
}

func TestGoalsThatAreHeldAreSaidToBe(t *testing.T) {
	var talk bytes.Buffer
	err := job{scale: whole(), out: &bytes.Buffer{}, talk: &talk}.finish([]section{{name: "a", goals: []goal{{"a", "held", 1, true, 1, ""}}}})
	if err != nil || talk.String() != "goals: all 1 held\n" {
		t.Errorf("%v %s", err, talk.String())
	}
}

func TestUnderASectionStandsWhatBecameOfItsGoals(t *testing.T) {
	held, sad := goal{"a", "held", 1, true, 1, ""}, goal{"b", "missed", 2, false, 1, ""}
	for _, c := range []struct {
		goals []goal
		runs  int
		says  string
	}{
		{nil, 4_000, ""},
		{[]goal{held, held}, 4_000, "\nGoals: all 2 held.\n"},
		{[]goal{held, sad}, 4_000, "\nGoals: 1 of 2 missed.\n\n- **missed** b: missed is 2, wanted at most 1\n"},
		{[]goal{held, sad}, 3_999, "\nGoals: not checked, since that takes `--runs` of 4000 or more.\n"},
	} {
		if says := account(c.goals, c.runs); says != c.says {
			t.Errorf("%q", says)
		}
	}
}
