package waf

import (
	"slices"
	"strings"
	"testing"
)

// exception is something that lets a request through, and how to take it away.
type exception struct {
	name   string
	remove func(*Statement)
}

// exceptions are all there are: the managed rules that only count, and the rules that
// leave bodies alone where the request is labelled.
func exceptions() []exception {
	all := []exception{{"the label of signed paths", func(s *Statement) {
		for i := range s.Label {
			if strings.HasSuffix(s.Label[i].Key, ":signed") {
				s.Label[i].Key = "nobody:sets:this"
			}
		}
	}}}
	for _, group := range []string{"AWSManagedRulesKnownBadInputsRuleSet", "AWSManagedRulesCommonRuleSet"} {
		for _, rule := range managed(group) {
			if strings.HasSuffix(rule.name, "_BODY") {
				all = append(all, exception{rule.name, func(s *Statement) { blocksAgain(s, rule.name) }})
			}
		}
	}
	return all
}

func blocksAgain(s *Statement, rule string) {
	for i := range s.Managed {
		s.Managed[i].Overrides = slices.DeleteFunc(slices.Clone(s.Managed[i].Overrides), func(o Override) bool { return o.Name == rule })
	}
}

// Each rule of a managed group that looks into bodies is excepted, and no other.
func TestOnlyRulesThatLookIntoBodiesAreExcepted(t *testing.T) {
	var want, got []string
	for _, e := range exceptions()[1:] {
		want = append(want, e.name)
	}
	load(t, blocking).each(func(s *Statement) {
		for _, m := range s.Managed {
			for _, o := range m.Overrides {
				got = append(got, o.Name)
			}
		}
	})
	slices.Sort(want)
	slices.Sort(got)
	if !slices.Equal(got, want) {
		t.Errorf("excepted are %v, want %v", got, want)
	}
}

// Without any one of the exceptions, real traffic is blocked: none is there for nothing.
func TestEachExceptionIsNeeded(t *testing.T) {
	for _, e := range exceptions() {
		t.Run(e.name, func(t *testing.T) {
			with, without := load(t, blocking), load(t, blocking).without(e)
			if !slices.ContainsFunc(genuine(t), func(r Request) bool { return with.Judge(r).Blocked == "" && without.Judge(r).Blocked != "" }) {
				t.Error("all real traffic passes without it, so it should go")
			}
		})
	}
}

// The same for each rule of ours that leaves the bodies of signed paths alone.
func TestEachRuleNeedsToLeaveSignedBodiesAlone(t *testing.T) {
	for _, name := range []string{"bodies", "sql-injection", "cross-site-scripting"} {
		a := load(t, blocking)
		for arn, group := range a.Groups {
			for i := range group.Rules {
				if group.Rules[i].Name == name {
					walk(&group.Rules[i].Statement[0], exceptions()[0].remove)
				}
			}
			a.Groups[arn] = group
		}
		if !slices.ContainsFunc(genuine(t), func(r Request) bool { return a.Judge(r).Blocked == "content/"+name }) {
			t.Errorf("%s need not ask for the label", name)
		}
	}
}

// Each condition of the label keeps an attack out: without it, this one is let through.
func TestNoExceptionIsWiderThanItHasToBe(t *testing.T) {
	for attacked, widen := range map[string]func(*Statement){
		"SQL in a JSON body":                func(s *Statement) { drop(s, func(s Statement) bool { return looks(s, pathOf) || looks(s, hostOf) }) },
		"the bot: an unsigned path":         func(s *Statement) { drop(s, func(s Statement) bool { return looks(s, pathOf) }) },
		"the bot: by another method":        func(s *Statement) { drop(s, func(s Statement) bool { return len(s.Bytes) > 0 }) },
		"a service: a signed path":          func(s *Statement) { drop(s, func(s Statement) bool { return looks(s, hostOf) }) },
		"the bot: behind a signed path":     func(s *Statement) { reword(s, ")$", ")") },
		"the bot: a signed path in another": func(s *Statement) { reword(s, "^(/live)?", "") },
	} {
		t.Run(attacked, func(t *testing.T) {
			a := load(t, blocking)
			widen(&a.Rules[0].Statement[0])
			i := slices.IndexFunc(attacks(), func(r attack) bool { return r.Name == attacked })
			if got := a.Judge(attacks()[i].Request).Blocked; got != "" {
				t.Errorf("it is blocked by %s all the same, so the condition is not what keeps it out", got)
			}
		})
	}
}

func pathOf(f Field) bool { return len(f.Path) > 0 }
func hostOf(f Field) bool { return len(f.Header) > 0 }

func looks(s Statement, at func(Field) bool) bool {
	return slices.ContainsFunc(s.Regex, func(r Regex) bool { return at(r.Field[0]) })
}

// drop takes conditions out of an "and".
func drop(s *Statement, which func(Statement) bool) {
	for i := range s.And {
		s.And[i].Statements = slices.DeleteFunc(s.And[i].Statements, which)
	}
}

// reword changes the pattern of the paths.
func reword(s *Statement, from, to string) {
	walk(s, func(s *Statement) {
		for i := range s.Regex {
			if pathOf(s.Regex[i].Field[0]) {
				s.Regex[i].Pattern = strings.Replace(s.Regex[i].Pattern, from, to, 1)
			}
		}
	})
}

// without takes exceptions away from the ACL, and gives it back.
func (a ACL) without(exceptions ...exception) ACL {
	for _, e := range exceptions {
		a.each(e.remove)
	}
	return a
}

// each calls do with every statement, however deep.
func (a ACL) each(do func(*Statement)) {
	rules := slices.Clone(a.Rules)
	for _, group := range a.Groups {
		rules = append(rules, group.Rules...)
	}
	for _, rule := range rules {
		walk(&rule.Statement[0], do)
	}
}

func walk(s *Statement, do func(*Statement)) {
	do(s)
	for _, logic := range [][]Logic{s.And, s.Or, s.Not} {
		for i := range logic {
			for j := range logic[i].Statements {
				walk(&logic[i].Statements[j], do)
			}
		}
	}
}

// all are the rules that matched, whatever they did.
func (v Verdict) all() []string {
	found := slices.DeleteFunc(slices.Clone(v.Counted), func(rule string) bool { return rule == "signed" })
	if v.Blocked != "" {
		found = append(found, v.Blocked)
	}
	return found
}
