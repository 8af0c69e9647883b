package waf

import (
	"slices"
	"strings"
)

// Request is what is known of a request before anybody answers it.
type Request struct {
	Name                string // for people
	Method, Path, Query string // the path with the stage, the query as it was sent
	Header              map[string]string
	Body                string
	Country             string
	Listed              bool // is the address on AWS's list of bad ones?
	Recent              int  // how many requests the address made in five minutes
}

// Verdict is what becomes of a request.
type Verdict struct {
	Blocked string   // the rule that blocked it, such as "common/GenericLFI_BODY"; empty if it passed
	Counted []string // the rules that matched and only counted, in order
}

// inquiry is a request on its way through the rules.
type inquiry struct {
	Request

	acl    ACL
	scope  string // in which group or web ACL: the beginning of its labels' names
	labels []string
	found  Verdict
}

// account is whose ACL it is; labels have it in their names.
const account = "awswaf:123456789012:"

// Judge asks the rules one after another until one blocks.
func (a ACL) Judge(r Request) Verdict {
	q := &inquiry{Request: r, acl: a, scope: account + "webacl:" + a.Name + ":"}
	for _, rule := range a.Rules {
		if q.found.Blocked != "" {
			break
		}
		q.ask(rule)
	}
	return q.found
}

func (q *inquiry) ask(rule Rule) {
	counts := slices.ContainsFunc(rule.Override, Action.counts)
	switch s := rule.Statement[0]; {
	case len(s.Managed) > 0:
		q.managed(rule.Name, s.Managed[0], counts)
	case len(s.Group) > 0:
		q.group(rule.Name, q.acl.Groups[s.Group[0].ARN], counts)
	case s.holds(q):
		q.matched(rule.Name, rule.Action[0].counts())
		for _, label := range rule.Labels {
			q.labels = append(q.labels, q.scope+label.Name)
		}
	}
}

func (q *inquiry) group(name string, g Group, counts bool) {
	outside := q.scope
	q.scope = account + "rulegroup:" + g.Name + ":"
	for _, rule := range g.Rules {
		if q.found.Blocked == "" && rule.Statement[0].holds(q) {
			q.matched(name+"/"+rule.Name, counts || rule.Action[0].counts())
		}
	}
	q.scope = outside
}

func (q *inquiry) managed(name string, m Managed, counts bool) {
	for _, rule := range managed(m.Name) {
		if q.found.Blocked != "" || !rule.holds(q) {
			continue
		}
		overridden := slices.ContainsFunc(m.Overrides, func(o Override) bool { return o.Name == rule.name && o.Action[0].counts() })
		q.labels = append(q.labels, rule.label)
		q.matched(name+"/"+rule.name, counts || overridden)
	}
}

func (q *inquiry) matched(rule string, counts bool) {
	if counts {
		q.found.Counted = append(q.found.Counted, rule)
	} else {
		q.found.Blocked = rule
	}
}

// labelled tells whether the request has a label. Its beginning may be left out by
// those who are in the same group.
func (q *inquiry) labelled(key string) bool {
	if !strings.HasPrefix(key, "awswaf:") {
		key = q.scope + key
	}
	return slices.Contains(q.labels, key)
}

func (a Action) counts() bool { return len(a.Count) > 0 }
