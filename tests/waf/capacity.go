package waf

// Capacity is what the web ACL weighs, in AWS's units, as documented for each kind of
// statement. AWS may count less where rules share work, never more.
func (a ACL) Capacity() int {
	sum := 0
	for _, rule := range a.Rules {
		sum += a.weight(rule.Statement[0])
	}
	return sum
}

// Weight is the same for the rules of a group.
func (g Group) Weight() int {
	sum := 0
	for _, rule := range g.Rules {
		sum += ACL{}.weight(rule.Statement[0])
	}
	return sum
}

func (a ACL) weight(s Statement) int {
	sum := len(s.Label) + len(s.Geo) + 2*len(s.Rate)
	for _, logic := range [][]Logic{s.And, s.Or, s.Not} {
		for _, l := range logic {
			for _, inner := range l.Statements {
				sum += a.weight(inner)
			}
		}
	}
	for _, b := range s.Bytes {
		base := 2
		if b.Where == "CONTAINS" {
			base = 10
		}
		sum += b.weight(base)
	}
	for _, r := range s.Regex {
		sum += r.weight(3)
	}
	for _, z := range s.Size {
		sum += z.weight(1)
	}
	for _, i := range s.SQL {
		base := 20
		if i.Sensitivity == "HIGH" {
			base = 30
		}
		sum += i.weight(base)
	}
	for _, i := range s.Scripts {
		sum += i.weight(40)
	}
	for _, m := range s.Managed {
		sum += map[string]int{
			"AWSManagedRulesAmazonIpReputationList": 25, "AWSManagedRulesKnownBadInputsRuleSet": 200, "AWSManagedRulesCommonRuleSet": 700,
		}[m.Name]
	}
	for _, r := range s.Group {
		sum += a.Groups[r.ARN].Capacity // what it has reserved
	}
	return sum
}

// weight adds what the part and its transformations cost: ten for all arguments of a
// query, the base again for JSON, ten for each transformation.
func (l Look) weight(base int) int {
	base += 10*len(l.Field[0].Query) + base*len(l.Field[0].JSON)
	for _, t := range l.Text {
		if t.Type != "NONE" {
			base += 10
		}
	}
	return base
}
