package waf

import (
	"encoding/json"
	"fmt"
	"regexp"
	"slices"
	"strings"

	"github.com/corazawaf/libinjection-go"
)

// Statement is what a rule asks of a request: the one kind that is there.
type Statement struct {
	And     []Logic     `json:"and_statement"`
	Or      []Logic     `json:"or_statement"`
	Not     []Logic     `json:"not_statement"`
	Bytes   []Bytes     `json:"byte_match_statement"`
	Regex   []Regex     `json:"regex_match_statement"`
	Size    []Size      `json:"size_constraint_statement"`
	SQL     []Injection `json:"sqli_match_statement"`
	Scripts []Injection `json:"xss_match_statement"`
	Label   []Label     `json:"label_match_statement"`
	Geo     []Geo       `json:"geo_match_statement"`
	Rate    []Rate      `json:"rate_based_statement"`
	Managed []Managed   `json:"managed_rule_group_statement"`
	Group   []Reference `json:"rule_group_reference_statement"`
}

// The kinds of statements, with AWS's names for what is in them.
type (
	// Logic is and, or, not.
	Logic struct {
		Statements []Statement `json:"statement"`
	}
	// Bytes compares a part of the request with a text.
	Bytes struct {
		Look
		Text  string `json:"search_string"`
		Where string `json:"positional_constraint"`
	}
	// Regex searches a part of the request.
	Regex struct {
		Look
		Pattern string `json:"regex_string"`
	}
	// Size compares the size of a part.
	Size struct {
		Look
		Operator string `json:"comparison_operator"`
		Size     int    `json:"size"`
	}
	// Injection looks for SQL or for scripts.
	Injection struct {
		Look
		Sensitivity string `json:"sensitivity_level"`
	}
	// Label asks for a label that a rule before has set.
	Label struct {
		Scope string `json:"scope"`
		Key   string `json:"key"`
	}
	// Geo is true for requests from these countries.
	Geo struct {
		Countries []string `json:"country_codes"`
	}
	// Rate is true for addresses that ask too often.
	Rate struct {
		By     string `json:"aggregate_key_type"`
		Window int    `json:"evaluation_window_sec"`
		Limit  int    `json:"limit"`
	}
	// Managed is a rule group of AWS's.
	Managed struct {
		Vendor    string     `json:"vendor_name"`
		Name      string     `json:"name"`
		Overrides []Override `json:"rule_action_override"`
	}
	// Override changes what a rule of a managed group does.
	Override struct {
		Name   string   `json:"name"`
		Action []Action `json:"action_to_use"`
	}
	// Reference is a rule group of ours.
	Reference struct {
		ARN string `json:"arn"`
	}
)

// UnmarshalJSON refuses a statement that asks nothing, or two things.
func (s *Statement) UnmarshalJSON(text []byte) error {
	type plain Statement
	var kinds map[string]json.RawMessage
	if err := json.Unmarshal(text, &kinds); err != nil {
		return fmt.Errorf("decode a statement: %w", err)
	}
	if len(kinds) != 1 {
		return fmt.Errorf("decode a statement: it has %d kinds, not one", len(kinds))
	}
	d := json.NewDecoder(strings.NewReader(string(text)))
	d.DisallowUnknownFields()
	if err := d.Decode((*plain)(s)); err != nil {
		return fmt.Errorf("decode a statement: %w", err)
	}
	return nil
}

// holds tells whether the statement is true of the request. Groups are not asked
// here: they do more than to be true.
func (s Statement) holds(q *inquiry) bool {
	all := func(l Logic) bool {
		return !slices.ContainsFunc(l.Statements, func(s Statement) bool { return !s.holds(q) })
	}
	one := func(l Logic) bool {
		return slices.ContainsFunc(l.Statements, func(s Statement) bool { return s.holds(q) })
	}
	return slices.ContainsFunc(s.And, all) ||
		slices.ContainsFunc(s.Or, one) ||
		slices.ContainsFunc(s.Not, func(l Logic) bool { return !one(l) }) ||
		slices.ContainsFunc(s.Bytes, func(b Bytes) bool { return b.finds(q, b.compare) }) ||
		slices.ContainsFunc(s.Regex, func(r Regex) bool { return r.finds(q, regexp.MustCompile(r.Pattern).MatchString) }) ||
		slices.ContainsFunc(s.Size, func(z Size) bool { return z.finds(q, z.compare) }) ||
		slices.ContainsFunc(s.SQL, func(i Injection) bool { return i.finds(q, isSQL) }) ||
		slices.ContainsFunc(s.Scripts, func(i Injection) bool { return i.finds(q, libinjection.IsXSS) }) ||
		slices.ContainsFunc(s.Label, func(l Label) bool { return q.labelled(l.Key) }) ||
		slices.ContainsFunc(s.Geo, func(g Geo) bool { return slices.Contains(g.Countries, q.Country) }) ||
		slices.ContainsFunc(s.Rate, func(r Rate) bool { return q.Recent > r.Limit })
}

func isSQL(text string) bool {
	found, _ := libinjection.IsSQLi(text)
	return found
}

func (b Bytes) compare(text string) bool {
	switch b.Where {
	case "EXACTLY":
		return text == b.Text
	case "STARTS_WITH":
		return strings.HasPrefix(text, b.Text)
	case "ENDS_WITH":
		return strings.HasSuffix(text, b.Text)
	}
	return strings.Contains(text, b.Text)
}

func (z Size) compare(text string) bool {
	if z.Operator != "GT" {
		panic("only GT is known of the size's operators, not " + z.Operator)
	}
	return len(text) > z.Size
}
