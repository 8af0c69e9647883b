package settings

import (
	"slices"
	"strings"
	"testing"
)

func TestSwitchesThatCostSomethingAreNamed(t *testing.T) {
	for value, want := range map[string][]string{"waf,key,image": {WAF, Key, Image}, "tracing": {Tracing}, "none": {}} {
		var s Settings
		if err := priced(&s, value); err != nil || s.Switches == nil || !slices.Equal(s.Switches, want) {
			t.Errorf("%q: %#v, %v", value, s.Switches, err)
		}
	}
	for _, value := range []string{"waf,", "WAF", "waf, key", "none,waf", "everything"} {
		var s Settings
		if err := priced(&s, value); err == nil || !strings.Contains(err.Error(), "is none of waf, secretsmanager") {
			t.Errorf("%q: %#v, %v", value, s.Switches, err)
		}
	}
}
