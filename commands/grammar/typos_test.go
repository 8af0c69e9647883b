package grammar_test

import (
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/slipway-dev/slipway/commands/grammar"
)

// Phrases as people type them, with every word that the grammar knows. Refs,
// numbers and reasons get no slips: any other of them is as good.
const usual = `
/deploy ENV SVC abc123
/deploy SVC ENV abc123
/deploy ENV SVC latest
/deploy ENV SVC main --strategy canary
/deploy ENV SVC main --strategy blue-green --reason "fixes refunds"
/deploy --strategy all-at-once ENV SVC v1.2.3
/deploy plan ENV SVC abc123
/deploy status
/deploy status ENV
/deploy status ENV SVC
/deploy history SVC
/deploy why ENV SVC
/deploy why 01JZ8Q4T5W6X7Y8Z9ABCDEFGHJ
/deploy promote ENV SVC
/deploy pause ENV SVC waiting for ana
/deploy resume ENV SVC
/deploy abort ENV SVC wrong branch
/deploy lock ENV SVC migrating orders --for 2h
/deploy unlock ENV SVC
/deploy help
/deploy help lock
/deploy lock --help
/rollback ENV SVC
/rollback ENV SVC v41
/rollback ENV SVC previous
/rollback help
/canary ENV SVC
/canary ENV SVC 25%
`

// What is typed in a service's own channel.
const short = `
/deploy ENV abc123
/deploy ENV main --strategy canary
/deploy plan ENV abc123
/deploy status ENV
/deploy why ENV
/deploy pause ENV waiting for ana
/deploy lock ENV migrating orders --for 2h
/deploy unlock ENV
/rollback ENV
/rollback ENV previous
/canary ENV 25
`

// Every single slip in every word that the grammar knows. None is executed, and
// at least 95 % of each kind are answered with the right word: it is named in the
// first line, and is one of at most three.
//
// Not counted is a slip that makes another declared word of it ("api" for "app"),
// since it is as likely to be meant, and a slash command without its slash.
func TestASlipIsNeverExecutedAndIsAnsweredWithTheRightWord(t *testing.T) {
	alike := grammar.Names{Services: []string{"api", "app", "web"}, Environments: []string{"dev", "test", "prod"}}
	sandbox := grammar.Names{Services: []string{"checkout", "payments", "search"}, Environments: []string{"staging", "prod"}}
	for name, set := range map[string]struct {
		context grammar.Context
		phrases string
	}{
		"the sandbox's names":             {grammar.Context{Names: sandbox}, usual},
		"the sandbox's names, in #search": {grammar.Context{Names: sandbox, DefaultService: "search"}, usual + short},
		"names that are alike":            {grammar.Context{Names: alike}, usual},
		"names that are alike, in #app":   {grammar.Context{Names: alike, DefaultService: "app"}, usual + short},
	} {
		t.Run(name, func(t *testing.T) {
			s := survey{context: set.context, total: map[string]int{}, right: map[string]int{}}
			for _, phrase := range filled(set.context.Names, set.phrases) {
				s.misspell(t, strings.Fields(phrase))
			}
			for _, kind := range slices.Sorted(maps.Keys(s.total)) {
				share := 100 * float64(s.right[kind]) / float64(s.total[kind])
				t.Logf("%-9s %5.1f %% of %6d", kind, share, s.total[kind])
				if share < 95 {
					t.Errorf("%s: only %.1f %% are answered with the right word, for example not %q", kind, share, s.missed)
				}
			}
			t.Logf("%d slips made another declared word and are not counted", s.another)
		})
	}
}

func TestAtMostThreeOfTheNamesThatAreEquallyNearAreSuggested(t *testing.T) {
	n := grammar.Names{Services: []string{"api", "app1", "app2", "app3", "app4", "web"}, Environments: []string{"prod"}}
	_, err := grammar.Parse(grammar.Context{Names: n}, "/rollback", "prod app")
	if want := "Did you mean `api` or `app1` or `app2`?"; err == nil || !strings.Contains(err.Error(), want) {
		t.Errorf("not %q: %v", want, err)
	}
}

// filled is each phrase with one environment and one service in it, all of them
// in turn.
func filled(n grammar.Names, phrases string) []string {
	all := strings.Split(strings.TrimSpace(phrases), "\n")
	for i, phrase := range all {
		e, s := n.Environments[i%len(n.Environments)], n.Services[i%len(n.Services)]
		all[i] = strings.NewReplacer("ENV", e, "SVC", s).Replace(phrase)
	}
	return all
}

// survey counts slips by their kind.
type survey struct {
	context      grammar.Context
	total, right map[string]int
	another      int
	missed       []string
}

func (s *survey) misspell(t *testing.T, words []string) {
	t.Helper()
	known := s.vocabulary()
	for i, word := range words {
		if !slices.Contains(known, word) {
			continue
		}
		for kind, wrongs := range slips(word) {
			for _, wrong := range wrongs {
				if slices.Contains(known, wrong) || "/"+wrong == word {
					s.another++
					continue
				}
				line := strings.Join(slices.Concat(words[:i], []string{wrong}, words[i+1:]), " ")
				s.count(t, kind, word, line)
			}
		}
	}
}

func (s *survey) vocabulary() []string {
	words := []string{"--strategy", "--reason", "--for", "--help", "latest", "previous"}
	for _, spec := range grammar.Specs() {
		words = append(words, spec.Name, spec.Slash)
	}
	return slices.Concat(words, s.context.Services, s.context.Environments, grammar.Strategies())
}

func (s *survey) count(t *testing.T, kind, word, line string) {
	t.Helper()
	got, err := parse(s.context, line)
	s.total[kind]++
	if _, text := got.(grammar.Help); text { // "/deploy lokc --help" is about /deploy
		return
	}
	var usage *grammar.Usage
	if !errors.As(err, &usage) {
		t.Fatalf("%q was executed as %s", line, grammar.Line(got))
	}
	suggestions := usage.Complaints[0].Suggestions
	if slices.Contains(suggestions, word) && len(suggestions) <= 3 {
		s.right[kind]++
	} else if s.total[kind]%7 == 0 && len(s.missed) < 30 {
		s.missed = append(s.missed, fmt.Sprintf("%s → %s", line, usage.Complaints[0]))
	}
}

// slips makes every single slip in a word, by its kind.
func slips(word string) map[string][]string {
	const keys = "aeghilmnoprstxz0-" // all 37 take twice as long and give the same shares
	all := map[string][]string{}
	add := func(kind string, parts ...string) {
		if wrong := strings.Join(parts, ""); wrong != word && !slices.Contains(all[kind], wrong) {
			all[kind] = append(all[kind], wrong)
		}
	}
	for i := range len(word) {
		add("missing", word[:i], word[i+1:])
		if i > 0 {
			add("swapped", word[:i-1], word[i:i+1], word[i-1:i], word[i+1:])
		}
		for _, key := range keys {
			add("too many", word[:i], string(key), word[i:])
			add("wrong", word[:i], string(key), word[i+1:])
		}
		for _, key := range neighbours(word[i]) {
			add("next key", word[:i], string(key), word[i+1:])
		}
	}
	for _, key := range keys {
		add("too many", word, string(key))
	}
	return all
}

// neighbours lists the keys around one, as they lie on an American keyboard.
func neighbours(key byte) string {
	rows := []string{"1234567890-=", "qwertyuiop[]", "asdfghjkl;'", "zxcvbnm,./"}
	var near strings.Builder
	for i, row := range rows {
		at := strings.IndexByte(row, key)
		if at < 0 {
			continue
		}
		for _, place := range [][2]int{{i, at - 1}, {i, at + 1}, {i - 1, at}, {i - 1, at + 1}, {i + 1, at}, {i + 1, at - 1}} {
			if r, c := place[0], place[1]; r >= 0 && r < len(rows) && c >= 0 && c < len(rows[r]) {
				near.WriteByte(rows[r][c])
			}
		}
	}
	return near.String()
}
