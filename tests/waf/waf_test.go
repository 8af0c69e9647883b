package waf

import (
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/slipway-dev/slipway/tests/terraform"
)

var (
	blocking = applied("-var=mode=block")
	counting = applied("-var=mode=count")
	botless  = applied("-var=signed_paths=[]")
)

func applied(flag string) func(testing.TB) terraform.State {
	return terraform.Once("infra/modules/waf", "-var=name=slipway", `-var=signed_hosts=["`+botHost+`"]`, flag)
}

// load gives an ACL of the test's own, which it may change.
func load(t *testing.T, applied func(testing.TB) terraform.State) ACL {
	t.Helper()
	a, err := Parse(applied(t))
	if err != nil {
		t.Fatal(err)
	}
	return a
}

// REQUIREMENTS.md W8, faults.md I4
func TestRealTrafficPasses(t *testing.T) {
	a := load(t, blocking)
	for _, r := range append(genuine(t), order("an order")) {
		if got := a.Judge(r); got.Blocked != "" {
			t.Errorf("%s (%d bytes): blocked by %s", r.Name, len(r.Body), got.Blocked)
		}
		r.Path = strings.TrimPrefix(r.Path, "/live") // as an address of one's own has it
		if got := a.Judge(r); got.Blocked != "" {
			t.Errorf("%s without the stage: blocked by %s", r.Name, got.Blocked)
		}
	}
}

// REQUIREMENTS.md W2, W3, W4, W6
func TestAttacksAreStopped(t *testing.T) {
	a := load(t, blocking)
	for _, r := range attacks() {
		if got := a.Judge(r.Request).Blocked; got != r.stopped {
			t.Errorf("%s: blocked by %q, want %q", r.Name, got, r.stopped)
		}
	}
}

// What passes on the bot's paths is an attack anywhere else, or larger than it may be.
func TestTheSameBodiesAreStoppedOnAService(t *testing.T) {
	a, bare := load(t, blocking), load(t, blocking).without(exceptions()...)
	for _, r := range genuine(t) {
		if bare.Judge(r).Blocked == "" {
			continue // nothing in it looks like an attack
		}
		r.Header["host"] = serviceHost
		if got := a.Judge(r); got.Blocked == "" {
			t.Errorf("%s was let through to a service", r.Name)
		}
	}
}

func TestCountingBlocksNothingAndSeesTheSame(t *testing.T) {
	a := load(t, counting)
	for _, r := range attacks() {
		got := a.Judge(r.Request)
		if got.Blocked != "" {
			t.Errorf("%s: blocked by %s", r.Name, got.Blocked)
		}
		if !slices.Contains(got.Counted, r.stopped) {
			t.Errorf("%s: counted by %v, want %s among them", r.Name, got.Counted, r.stopped)
		}
	}
}

// AWS's common rules find these first, and may change.
func TestOurOwnRuleFindsScriptsToo(t *testing.T) {
	a := load(t, counting)
	for _, r := range attacks() {
		if found := a.Judge(r.Request).Counted; strings.HasPrefix(r.Name, "a script") && !slices.Contains(found, "content/cross-site-scripting") {
			t.Errorf("%s: found by %v only", r.Name, found)
		}
	}
}

// faults.md I4
func TestTheRateIsThatOfOneAddressInFiveMinutes(t *testing.T) {
	a := load(t, blocking)
	for recent, want := range map[int]string{2000: "", 2001: "rate"} {
		for _, r := range []Request{order("an order"), genuine(t)[0]} {
			r.Recent = recent
			if got := a.Judge(r).Blocked; got != want {
				t.Errorf("%s, %d requests: blocked by %q, want %q", r.Name, recent, got, want)
			}
		}
	}
}

// REQUIREMENTS.md W5
func TestCountriesAreCountedAndNeverBlocked(t *testing.T) {
	for name, applied := range map[string]func(testing.TB) terraform.State{"block": blocking, "count": counting} {
		r := order("an order")
		r.Country = "KP"
		if got := load(t, applied).Judge(r); got.Blocked != "" || !slices.Equal(got.Counted, []string{"countries"}) {
			t.Errorf("%s: %+v", name, got)
		}
	}
}

// A request's price includes 1,500 units, and a group's rules have to fit into its own.
func TestTheCapacityIsWithinThePrice(t *testing.T) {
	a := load(t, blocking)
	for group := range maps.Values(a.Groups) {
		if got := group.Weight(); got != group.Capacity {
			t.Errorf("the rules of %s weigh %d, and its capacity is %d", group.Name, got, group.Capacity)
		}
	}
	if got := a.Capacity(); got != 1477 {
		t.Errorf("the web ACL weighs %d; acl.tf says 1477, and 1500 is the limit", got)
	}
}

// A label or a rule that AWS does not have matches nothing, and says nothing about it.
func TestNamesAreThoseOfAWS(t *testing.T) {
	a := load(t, blocking)
	names, labels := map[string]bool{}, map[string]bool{account + "webacl:slipway:slipway:signed": true}
	a.each(func(s *Statement) {
		for _, m := range s.Managed {
			for _, rule := range managed(m.Name) {
				names[m.Name+"/"+rule.name], labels[rule.label] = true, true
			}
		}
	})
	a.each(func(s *Statement) {
		for _, m := range s.Managed {
			for _, o := range m.Overrides {
				if !names[m.Name+"/"+o.Name] {
					t.Errorf("%s has no rule %s", m.Name, o.Name)
				}
			}
		}
		for _, l := range s.Label {
			if !labels[l.Key] {
				t.Errorf("nothing sets the label %s", l.Key)
			}
		}
	})
}

// Where there is no bot, nobody checks a signature: not one body is excepted.
func TestWithoutABotNothingIsExcepted(t *testing.T) {
	a, bare := load(t, botless), load(t, blocking).without(exceptions()...)
	for _, r := range genuine(t) {
		if bare.Judge(r).Blocked == "" {
			continue // nothing in it looks like an attack
		}
		if a.Judge(r).Blocked == "" {
			t.Errorf("%s was let through", r.Name)
		}
	}
}
