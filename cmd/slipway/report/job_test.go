package report

import (
	"bytes"
	"slices"
	"testing"

	"github.com/slipway-dev/slipway/cmd/slipway/simulate"
)

// saying is a part that needs no simulation.
func saying(section, text string, plot bool, goals ...goal) part {
	return part{section: section, plot: plot, tell: func([]simulate.Result) told { return told{text: text, goals: goals} }}
}

func TestPartsOfASectionStandTogetherOverTheirGoals(t *testing.T) {
	held, sad := goal{"a", "held", 1, true, 1, ""}, goal{"b", "missed", 2, false, 1, ""}
	made := []part{saying("a", "one\n", false, held), saying("a", "plot\n", true), saying("a", "two\n", false, sad), saying("b", "three\n", false)}
	for page, text := range map[string]string{
		"":        "one\ntwo\n\nGoals: 1 of 2 missed.\n\n- **missed** b: missed is 2, wanted at most 1\n",
		"page.md": "one\nplot\ntwo\n\nGoals: 1 of 2 missed.\n\n- **missed** b: missed is 2, wanted at most 1\n",
	} {
		got, err := job{scale: whole(), page: page, talk: &bytes.Buffer{}}.simulate(t.Context(), made)
		if err != nil || len(got) != 2 || got[0].text != text || got[1].text != "three\n" || len(got[0].goals) != 2 {
			t.Errorf("%v %+v", err, got)
		}
	}
}

func TestProgressGoesOnFromCellToCell(t *testing.T) {
	p := all(t)[2]
	p.cells = p.cells[:2]
	for i := range p.cells {
		p.cells[i].Runs = 3
	}
	p.tell = func([]simulate.Result) told { return told{} }
	var done []int
	if _, err := p.run(t.Context(), func(n int) { done = append(done, n) }); err != nil {
		t.Fatal(err)
	}
	if !slices.Equal(done, []int{1, 2, 3, 4, 5, 6}) || p.total() != 6 {
		t.Errorf("%v of %d", done, p.total())
	}
}
