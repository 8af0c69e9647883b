package forgery

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// table shows where receivers differ, and why: a line for all kinds of requests with
// the same verdicts for the same reason. The error names what has no reason, and
// reasons for what does not differ.
func table(kinds []mutation, got []verdicts) (string, error) {
	differ := map[string]string{} // what they make of it, by kind
	for _, k := range kinds {
		if a, b, c := got[0].of(k.name), got[1].of(k.name), got[2].of(k.name); a != b || b != c {
			differ[k.name] = fmt.Sprintf("%s | %s | %s", a, b, c)
		}
	}
	var b strings.Builder
	fmt.Fprintf(&b, "All three agree on %d of %d kinds of requests. The others:\n\n", len(kinds)-len(differ), len(kinds))
	b.WriteString("| request | Slipway | Bolt for JavaScript | Bolt for Python | why |\n|---|---|---|---|---|\n")
	var errs []error
	for _, why := range reasons() {
		var order []string
		alike := map[string][]string{} // kinds, by what they make of them
		for _, k := range why.kinds {
			cells, ok := differ[k]
			if !ok {
				errs = append(errs, fmt.Errorf("there is a reason for %q, but no difference, or a second reason", k))
			}
			delete(differ, k)
			if alike[cells] == nil {
				order = append(order, cells)
			}
			alike[cells] = append(alike[cells], k)
		}
		text := why.text
		for _, cells := range order {
			fmt.Fprintf(&b, "| %s | %s | %s |\n", strings.Join(alike[cells], "<br>"), cells, text)
			text = "as above"
		}
	}
	for k, cells := range differ {
		errs = append(errs, fmt.Errorf("there is no reason why %q differs: %s", k, cells))
	}
	return b.String(), errors.Join(errs...)
}

// The page shows what was measured.
func TestTheDocumentShowsTheGoldenFile(t *testing.T) {
	const begin, end = "<!-- differences: measured by tests/forgery -->\n", "<!-- /differences -->"
	name := filepath.Join("..", "..", "docs", "security.md")
	page, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	measured, err := os.ReadFile(filepath.Join("testdata", "bolt.golden"))
	if err != nil {
		t.Fatal(err)
	}
	before, rest, ok := strings.Cut(string(page), begin)
	_, after, ok2 := strings.Cut(rest, end)
	if !ok || !ok2 {
		t.Fatal("docs/security.md has no place for the differences")
	}
	want := before + begin + string(measured) + end + after
	if *update {
		if err := os.WriteFile(name, []byte(want), 0o600); err != nil {
			t.Fatal(err)
		}
		return
	}
	if string(page) != want {
		t.Error("docs/security.md shows other differences than were measured; run the tests with -update and read the diff")
	}
}
