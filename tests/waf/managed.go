package waf

import (
	"html"
	"regexp"
	"slices"
	"strings"

	"github.com/corazawaf/libinjection-go"
)

// managedRule stands in for a rule of AWS's: its name and its label, which are written
// differently, and what the documentation says that it looks for. Looking through
// several encodings at once, it finds rather more than AWS's.
type managedRule struct {
	name, label string
	holds       func(*inquiry) bool
}

// managed are the rules of a group of AWS's, in its order.
func managed(group string) []managedRule {
	switch group {
	case "AWSManagedRulesAmazonIpReputationList":
		return []managedRule{{"AWSManagedIPReputationList", "awswaf:managed:aws:amazon-ip-list:AWSManagedIPReputationList",
			func(q *inquiry) bool { return q.Listed }}}
	case "AWSManagedRulesKnownBadInputsRuleSet":
		return badInputs("awswaf:managed:aws:known-bad-inputs:")
	case "AWSManagedRulesCommonRuleSet":
		return common("awswaf:managed:aws:core-rule-set:")
	}
	panic("a managed group without a stand-in: " + group)
}

func badInputs(prefix string) []managedRule {
	return slices.Concat(
		family(prefix, "JavaDeserializationRCE", pattern(`java\.lang\.runtime|getruntime\(\)`), "Header", "Body", "URIPath", "QueryString"),
		[]managedRule{
			{"Host_localhost_HEADER", prefix + "Host_Localhost_Header", func(q *inquiry) bool { return strings.HasPrefix(q.Header["host"], "localhost") }},
			{"PROPFIND_METHOD", prefix + "Propfind_Method", func(q *inquiry) bool { return q.Method == "PROPFIND" }},
		},
		family(prefix, "ExploitablePaths", pattern(`web-inf|/\.git/|/\.env`), "URIPath"),
		family(prefix, "Log4JRCE", pattern(`\$\{jndi:`), "Header", "QueryString", "Body", "URIPath"),
		family(prefix, "ReactJSRCE", pattern(`__proto__:then|constructor:constructor`), "Body"),
	)
}

func common(prefix string) []managedRule {
	size := func(name string, limit int, part func(*inquiry) string) managedRule {
		return managedRule{"SizeRestrictions_" + strings.ReplaceAll(strings.ToUpper(name), "COOKIE_", "Cookie_"), prefix + "SizeRestrictions_" + name,
			func(q *inquiry) bool { return len(part(q)) > limit }}
	}
	return slices.Concat(
		[]managedRule{
			{"NoUserAgent_HEADER", prefix + "NoUserAgent_Header", func(q *inquiry) bool { return q.Header["user-agent"] == "" }},
			{"UserAgent_BadBots_HEADER", prefix + "BadBots_Header", func(q *inquiry) bool { return pattern(`nessus|nmap`)(q.Header["user-agent"]) }},
			size("QueryString", 2048, func(q *inquiry) string { return q.Query }),
			size("Cookie_Header", 10240, func(q *inquiry) string { return q.Header["cookie"] }),
			size("Body", 8192, func(q *inquiry) string { return q.Body }),
			size("URIPath", 1024, func(q *inquiry) string { return q.Path }),
		},
		family(prefix, "EC2MetaDataSSRF", pattern(`169\.254\.169\.254`), "Body", "Cookie", "URIPath", "QueryArguments"),
		family(prefix, "GenericLFI", pattern(`\.\./\.\.|/etc/passwd`), "QueryArguments", "URIPath", "Body"),
		family(prefix, "RestrictedExtensions", pattern(`\.(log|ini)$`), "URIPath", "QueryArguments"),
		family(prefix, "GenericRFI", pattern(`(https?|ftps?|file)://\d+\.\d+\.\d+\.\d+`), "QueryArguments", "Body", "URIPath"),
		family(prefix, "CrossSiteScripting", libinjection.IsXSS, "Cookie", "QueryArguments", "Body", "URIPath"),
	)
}

// family is one rule for each part of a request that is looked at.
func family(prefix, name string, wanted func(string) bool, parts ...string) []managedRule {
	var rules []managedRule
	for _, part := range parts {
		rules = append(rules, managedRule{name + "_" + strings.ToUpper(part), prefix + name + "_" + part, func(q *inquiry) bool {
			return slices.ContainsFunc(texts(q, part), func(text string) bool {
				plain := html.UnescapeString(strings.ReplaceAll(decoded(text), `\/`, "/"))
				return wanted(text) || wanted(plain)
			})
		}})
	}
	return rules
}

func texts(q *inquiry, part string) []string {
	switch part {
	case "URIPath":
		return []string{q.Path}
	case "QueryString":
		return []string{q.Query}
	case "QueryArguments":
		return arguments(q.Query)
	case "Cookie":
		return crumbs(q.Header["cookie"])
	case "Header":
		var all []string
		for name, value := range q.Header {
			all = append(all, name, value)
		}
		return all
	}
	return []string{q.Body[:min(len(q.Body), q.acl.Inspects)]} // these go on with what they see
}

func pattern(expression string) func(string) bool {
	return regexp.MustCompile("(?i)" + expression).MatchString
}
