package report

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/slipway-dev/slipway/cmd/slipway/params"
)

func TestWhatIsOutsideASectionNeverChanges(t *testing.T) {
	text := rapid.StringMatching(`[a-z<>! \n-]{0,40}`)
	place := func(inside string) string { return opened("one") + inside + closing }
	rapid.Check(t, func(t *rapid.T) {
		before, after := text.Draw(t, "before"), text.Draw(t, "after")
		old, made := text.Draw(t, "old"), text.Draw(t, "made")
		if strings.Contains(old, closing) {
			t.Skip("the section would end sooner")
		}
		got, err := splice(before+place(old)+after, "one", made)
		if err != nil || got != before+place(made)+after {
			t.Fatalf("%q, %v", got, err)
		}
	})
}

func TestSectionsAreFilledEachByItself(t *testing.T) {
	page := opened("a") + "old\n" + closing + "\nbetween\n" + opened("b") + closing + "\n"
	for _, name := range []string{"a", "b"} {
		var err error
		if page, err = splice(page, name, "new "+name+"\n"); err != nil {
			t.Fatal(err)
		}
	}
	want := opened("a") + "new a\n" + closing + "\nbetween\n" + opened("b") + "new b\n" + closing + "\n"
	if page != want {
		t.Errorf("%q", page)
	}
}

func TestAPageWithoutAPlaceForASectionIsRefusedByItsName(t *testing.T) {
	for name, c := range map[string]struct{ page, says string }{
		"no place":             {"# Judge\n", `no line "<!-- slipway tables: one -->"`},
		"a place that is open": {opened("one") + "| a |\n", `no line "<!-- end -->" after "<!-- slipway tables: one -->"`},
		"an end that is of another place": {
			opened("one") + opened("two") + closing, `no line "<!-- end -->" after "<!-- slipway tables: one -->"`,
		},
		"two places": {strings.Repeat(opened("one")+closing+"\n", 2), `more than one line "<!-- slipway tables: one -->"`},
	} {
		t.Run(name, func(t *testing.T) {
			if got, err := splice(c.page, "one", "x"); err == nil || got != "" || !strings.Contains(err.Error(), c.says) {
				t.Errorf("%q, %v", got, err)
			}
		})
	}
}

// Minutes of simulation would be lost otherwise.
func TestAPageIsLookedAtBeforeAnythingIsSimulated(t *testing.T) {
	page := filepath.Join(t.TempDir(), "page.md")
	if err := os.WriteFile(page, []byte(opened(takenBack)+closing+"\n"+opened(callers)+closing), 0o600); err != nil {
		t.Fatal(err)
	}
	_, talk, err := tables(t.Context(), "--page", page)
	var wrong *params.Wrong
	if !errors.As(err, &wrong) || talk != "" {
		t.Fatalf("%v; said %q", err, talk)
	}
	for _, name := range []string{letThrough, noDifference} {
		if !strings.Contains(err.Error(), page+": there is no line \"<!-- slipway tables: "+name) {
			t.Errorf("%s is not named: %v", name, err)
		}
	}
}
