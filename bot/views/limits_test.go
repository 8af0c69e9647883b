package views_test

import (
	"fmt"
	"slices"
	"sort"
	"strings"
	"testing"

	slackgo "github.com/slack-go/slack"

	"github.com/slipway-dev/slipway/bot/views"
	"github.com/slipway-dev/slipway/commands"
	"github.com/slipway-dev/slipway/rollout"
)

// letters are what a limit in code points may be miscounted with: astral ones,
// those that join the one before, and those that grow when they are escaped.
func letters() []string {
	if testing.Short() {
		return []string{"🦀"}
	}
	return []string{"x", "🦀", "e\u0301", "&"}
}

// long is a text of n code points.
func long(letter string, n int) string {
	runes := []rune(strings.Repeat(letter, n))
	return string(runes[:n])
}

// cutTo is what is left of a text where most code points are shown.
func cutTo(words string, most int) string {
	runes := []rune(words)
	if len(runes) <= most {
		return words
	}
	return string(runes[:most-1]) + "…"
}

// slackLimits are those of every text that a message of ours is in, in code
// points, and our own ones, which are lower.
func slackLimits() []int {
	return []int{
		24, 30, // a title and a button of a dialog, a button of a confirmation
		75, 100, 150, 300, // a button or option, a confirmation's title, a header, a confirmation
		255, 2000, 3000, // an id, a field, a section and the rest
		10_000, 40_000, // all cells of a table, a text
		40, 400, 500, 4000, // ours
	}
}

// faults.md B18: in each place, words of a length at every limit and one beyond
// are taken by Slack; they are shown whole where they fit, else cut in sight.
func TestWordsAtEveryLimitAndOneBeyondAreShownOrCutInSight(t *testing.T) {
	for _, p := range places() {
		t.Run(p.name, func(t *testing.T) {
			t.Parallel()
			for _, letter := range letters() {
				for _, n := range around(append(slackLimits(), p.most)) {
					words := long(letter, n)
					shown := p.shown(words)
					for _, fault := range faults(shown) {
						t.Errorf("%d of %q: %s", n, letter, fault)
					}
					for form, said := range forms(shown) {
						if !strings.Contains(said, cutTo(words, p.most)) {
							t.Errorf("%d of %q are not in the %s, or not cut after %d", n, letter, form, p.most)
						}
					}
				}
			}
		})
	}
}

// around are some limits, what is one below and what is one beyond.
func around(limits []int) (out []int) {
	for _, n := range limits {
		out = append(out, n-1, n, n+1)
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// forms are all words of a message or view, in each form in which it may be shown.
func forms(shown any) map[string]string {
	switch v := shown.(type) {
	case views.Dialog:
		return map[string]string{"dialog": words(v.Blocks.BlockSet)}
	case views.Tab:
		return map[string]string{"tab": words(v.Blocks.BlockSet)}
	case views.Message:
		out := map[string]string{"text": unescaped(v.Text), "blocks": words(v.Blocks)}
		if v.Fallback != nil {
			out["fallback"] = words(v.Fallback)
		}
		return out
	}
	return nil
}

func words(blocks []slackgo.Block) string {
	_, all, _ := encoded(blocks) // whether Slack takes them is looked at elsewhere
	return unescaped(strings.Join(wordsIn(all), "\n"))
}

// faults.md B18: however many of something there are, Slack takes it, and where
// some are left out it says how many.
func TestManyOfAnythingAreShownOrCountedInSight(t *testing.T) {
	for _, c := range crowds() {
		t.Run(c.name, func(t *testing.T) {
			for _, n := range []int{0, 1, c.most - 1, c.most, c.most + 1, 10 * c.most} {
				shown := c.shown(n)
				for _, fault := range faults(shown) {
					t.Errorf("%d: %s", n, fault)
				}
				if c.rest == "" {
					continue
				}
				rest := fmt.Sprintf(c.rest, c.left(n))
				for form, said := range forms(shown) {
					has, cut := strings.Contains(said, rest), form == "text" && strings.HasSuffix(said, "…")
					if has != (n > c.most) && !cut {
						t.Errorf("%d: that the %s says %q is %t", n, form, rest, has)
					}
				}
			}
		})
	}
}

// A text of each length around what it may have: nothing is cut before, and what
// is cut shows it, as does a block of plainer markup.
func TestATextAtItsLimitAndOneBeyondIsWholeOrCutInSight(t *testing.T) {
	for _, f := range []struct {
		name       string
		most, step int // in code points, and by how many it grows with n
		from, to   int // n, below and above the limit
		shown      func(n int) views.Message
		text       func(views.Message) string
	}{
		{"a message's text", 4000, 1, 3950, 4020, refusedAtLength, func(m views.Message) string { return m.Text }},
		{"a section of the fallback", 3000, 6, 250, 450, minutesOfLongNames, longestSection},
	} {
		t.Run(f.name, func(t *testing.T) {
			whole, cut := 0, 0
			for n := f.from; n <= f.to; n++ {
				m := f.shown(n)
				for _, fault := range faults(m) {
					t.Errorf("%d: %s", n, fault)
				}
				text := f.text(m)
				if size := len([]rune(text)); strings.HasSuffix(text, "…") {
					cut++
				} else {
					whole = max(whole, size)
				}
			}
			if whole < f.most-2*f.step || cut == 0 {
				t.Errorf("the longest whole one has %d of %d, and %d were cut", whole, f.most, cut)
			}
		})
	}
}

// One character more in a full table, and its last row is only counted.
func TestATableAtItsLimitAndOneBeyondIsWholeOrCounted(t *testing.T) {
	const rest = "… and 1 more. "
	full := sort.Search(40*100, func(n int) bool { return strings.Contains(historyOf(n).Text+words(historyOf(n).Blocks), "… and ") })
	for n, counted := range map[int]bool{full - 1: false, full: true} {
		m := historyOf(n)
		for _, fault := range faults(m) {
			t.Errorf("%d: %s", n, fault)
		}
		if got := strings.Contains(words(m.Blocks), rest); got != counted {
			t.Errorf("with %d characters more, the table says %q: %t", n, rest, got)
		}
	}
}

// historyOf is a history of 40 rollouts with n characters in the reasons why they
// were taken back, of which each has 100 at most.
func historyOf(n int) views.Message {
	h := commands.HistoryShown{Rollouts: many(40, deploy(at(0), over(rollout.RolledBack)))}
	for i := range h.Rollouts {
		h.Rollouts[i].Release.Subject = long("🦀", 60)
		h.Rollouts[i].Cause.Text = long("🦀", min(100, max(0, n-100*i)))
	}
	return views.Outcome(h, options())
}
