package alarms

import (
	"fmt"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
)

func TestTheChildrenOfAnAlarmAreThoseThatTurnItRedByItsRule(t *testing.T) {
	for rule, want := range map[string][]string{
		"":                           nil,
		"TRUE":                       nil,
		"ALARM(a)":                   {"a"},
		`ALARM( "a" ) OR ALARM(b)`:   {"a", "b"},
		"(ALARM(a) OR (ALARM(a)))":   {"a"},
		`ALARM("a (b) AND OK(c)")`:   {"a (b) AND OK(c)"},
		`ALARM("OK")`:                {"OK"},
		`ALARM("say \"no\", twice")`: {`say "no", twice`},
		"ALARM(arn:aws:cloudwatch:eu-central-1:123456789012:alarm:a:b) AND FALSE": {"a:b"},
		`ALARM("arn:aws:cloudwatch:eu-central-1:123456789012:alarm:EC2 CPU")`:     {"EC2 CPU"},
		"AT_LEAST(2, ALARM, (a, b, c))":                                           {"a", "b", "c"},
		`AT_LEAST("50%", NOT OK, ("a", "b")) OR ALARM(2)`:                         {"2"},
		"NOT AT_LEAST(1, ALARM, (a, b)) AND ALARM(c)":                             {"c"},
		`ALARM("") OR ALARM("unended`:                                             {"unended"},
		"ALARM(a) AND NOT ALARM(deploying)":                                       {"a"},
		"NOT (ALARM(a) OR (ALARM(b) AND ALARM(c))) AND ALARM(d)":                  {"d"},
		"NOT TRUE OR ALARM(a) AND OK(b) AND NOT(INSUFFICIENT_DATA(c))":            {"a"},
		"OK(a) OR INSUFFICIENT_DATA(b) OR NOT OK(c)":                              nil,
		")))) ALARM(a": {"a"},
		strings.Repeat(" ", longestRule) + "ALARM(far too far)": nil,
	} {
		if diff := cmp.Diff(want, children(rule)); diff != "" {
			t.Errorf("%q: %s", rule, diff)
		}
	}
}

func TestOfTooManyChildrenTheFirstCount(t *testing.T) {
	var rule []string
	for n := range 150 {
		rule = append(rule, fmt.Sprintf("ALARM(a%d)", n))
	}
	if got := children(strings.Join(rule, " OR ")); len(got) != mostChildren || got[99] != "a99" {
		t.Errorf("%d: %v", len(got), got)
	}
}

func FuzzChildrenAreNamesAndNotTooMany(f *testing.F) {
	f.Add(`AT_LEAST("50%", NOT OK, ("a", "b")) OR ALARM(arn:aws:cloudwatch:eu-central-1:123456789012:alarm:c) AND OK("d\"e")`)
	f.Fuzz(func(t *testing.T, rule string) {
		names := children(rule)
		seen := map[string]bool{}
		for _, name := range names {
			if name == "" || seen[name] || !utf8.ValidString(name) {
				t.Errorf("%q: %q", rule, names)
			}
			seen[name] = true
		}
		if len(names) > mostChildren {
			t.Errorf("%q: %d names", rule, len(names))
		}
	})
}
