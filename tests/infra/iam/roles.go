package iam

import (
	"encoding/json"
	"fmt"

	"github.com/slipway-dev/slipway/tests/terraform"
)

// Policy is a document of IAM's.
type Policy struct{ Statement []Statement }

// Statement is one of a policy.
type Statement struct {
	Sid, Effect                 string
	Action, NotAction, Resource Words
	Principal                   Principals
	Condition                   map[string]map[string]Words
}

// Words are one text or several.
type Words []string

// UnmarshalJSON reads either.
func (w *Words) UnmarshalJSON(raw []byte) error {
	var one string
	if json.Unmarshal(raw, &one) == nil {
		*w = Words{one}
		return nil
	}
	var all []string
	err := json.Unmarshal(raw, &all)
	*w = all
	return err
}

// Principals are whom a statement is about, by kind: "AWS", "Service", "Federated". "*" alone
// is everybody of every kind.
type Principals map[string]Words

// UnmarshalJSON reads either.
func (p *Principals) UnmarshalJSON(raw []byte) error {
	var everybody string
	if json.Unmarshal(raw, &everybody) == nil {
		*p = Principals{"*": {everybody}}
		return nil
	}
	var by map[string]Words
	err := json.Unmarshal(raw, &by)
	*p = by
	return err
}

// Read reads a policy, from a state's value.
func Read(value any) (Policy, error) {
	text, _ := value.(string)
	var p Policy
	if err := json.Unmarshal([]byte(text), &p); err != nil {
		return Policy{}, fmt.Errorf("read a policy: %w", err)
	}
	return p, nil
}

// Granted are the actions that a role's own policies allow, each with where.
func Granted(s terraform.State, role string) (Needs, error) {
	granted := Needs{}
	for _, r := range s.Of("aws_iam_role_policy") {
		if r.Values["role"] != role {
			continue
		}
		p, err := Read(r.Values["policy"])
		if err != nil {
			return nil, fmt.Errorf("%s: %w", r.Address, err)
		}
		for _, st := range p.Statement {
			for _, action := range st.Action {
				if st.Effect == "Allow" {
					granted[action] = r.Address + " " + st.Sid
				}
			}
		}
	}
	return granted, nil
}
