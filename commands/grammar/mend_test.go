package grammar_test

import (
	"errors"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/slipway-dev/slipway/commands/grammar"
)

// anyPhrase is words that people use when they speak of deploys, in any order.
func anyPhrase(t *rapid.T) (grammar.Context, string) {
	word := rapid.SampledFrom(strings.Fields(`prod staging dev checkout payments search abc123 main latest previous v41 25 25% 2h #7
		deploy rollback canary status lock unlock pause resume abort promote plan why help stop cancel
		not no don't don’t never without from to on in for of the and please version --reason --for --strategy urgent yesterday, prod. checkout?`))
	slash := rapid.SampledFrom([]string{"/deploy", "/rollback", "/canary"}).Draw(t, "slash")
	words := rapid.SliceOfN(word, 1, 6).Draw(t, "words")
	return rapid.SampledFrom([]grammar.Context{anywhere, inCheckout}).Draw(t, "channel"), slash + " " + strings.Join(words, " ")
}

// suggested are the whole lines that an answer suggests.
func suggested(err error) (lines []string) {
	var usage *grammar.Usage
	if !errors.As(err, &usage) {
		return nil
	}
	for _, c := range usage.Complaints {
		for _, s := range c.Suggestions {
			if strings.Contains(s, " ") || strings.HasPrefix(s, "/") {
				lines = append(lines, s)
			}
		}
	}
	return lines
}

func TestALineThatIsSuggestedIsReadOrOnlyLacksSomething(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		context, typed := anyPhrase(t)
		_, err := parse(context, typed)
		for _, line := range suggested(err) {
			_, err := parse(context, line)
			var usage *grammar.Usage
			if !errors.As(err, &usage) {
				continue
			}
			for _, c := range usage.Complaints {
				if c.Word != "" {
					t.Errorf("%q is suggested for %q and refused: %s", line, typed, c)
				}
			}
		}
	})
}

func TestDotsInThePlaceOfARefAreABadRefLikeAnyOther(t *testing.T) {
	for _, ref := range []string{"..", ".", "...", "!", "a..b"} {
		for _, command := range []string{"/deploy prod ", "/deploy plan prod ", "/deploy plan prod checkout "} {
			_, err := parse(inCheckout, command+ref)
			if err == nil || !strings.HasPrefix(err.Error(), "`"+ref+"` is not a ref: ") || len(suggested(err)) > 0 {
				t.Errorf("%s%s: %v", command, ref, err)
			}
		}
	}
	if _, err := parse(inCheckout, "/deploy plan prod abc123 !"); len(suggested(err)) == 0 {
		t.Errorf("nothing is suggested instead of a line with a stray !: %v", err)
	}
}

func TestASuggestedLineNeverDoesTheOppositeOfWhatWasTyped(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		context, typed := anyPhrase(t)
		_, err := parse(context, typed)
		before, _, _ := strings.Cut(typed, " --")
		said := func(words ...string) bool {
			for _, w := range words {
				if strings.Contains(before+" ", " "+w+" ") {
					return true
				}
			}
			return false
		}
		for _, line := range suggested(err) {
			switch {
			case strings.Contains(typed, "’"): // the same line with plain quotes
			case said("not", "no", "don't", "never", "without"):
				t.Errorf("%q is suggested for %q", line, typed)
			case said("stop", "cancel") && !strings.HasPrefix(line, "/deploy abort"):
				t.Errorf("%q is suggested for %q", line, typed)
			case said("from") && !strings.Contains(line, "from"):
				t.Errorf("%q is suggested for %q", line, typed)
			}
		}
	})
}

func TestALineOfFieldsIsReadWithoutSuggestingAnotherLine(t *testing.T) {
	for _, text := range []string{"abc123 prod checkout", "prod checkout status", "prod checkout нет", "please deploy prod checkout main"} {
		_, mended := grammar.Parse(anywhere, "/deploy", text)
		_, err := grammar.Read(anywhere, "/deploy", text)
		if err == nil || len(suggested(err)) > 0 || len(suggested(mended)) == 0 {
			t.Errorf("%q: %v, and %v when it was typed", text, err, mended)
		}
	}
	got, err := grammar.Read(inCheckout, "deploy", "prod main")
	if want := (grammar.Deploy{Target: target("checkout", "prod"), Ref: "main"}); err != nil || got != grammar.Command(want) {
		t.Errorf("%v, %v", got, err)
	}
	if _, err := grammar.Read(anywhere, "/ship", "prod"); err == nil {
		t.Error("another command is ours")
	}
}

func TestAThousandMistakesAreAnsweredShortly(t *testing.T) {
	_, err := grammar.Parse(inCheckout, "/deploy", "prod main"+strings.Repeat(" --f=1", 600))
	if err == nil || len(err.Error()) > 1000 || !strings.Contains(err.Error(), "is not a flag") {
		t.Errorf("an answer of %d bytes: %.200v", len(err.Error()), err)
	}
}
