package grammar

import (
	"strconv"
	"strings"
)

func rollbackSpec() Spec {
	return Spec{
		Name: "rollback", Slash: "/rollback", Who: Deployer,
		Args:     "<env> [service] [to]",
		Summary:  "Go back to the last good version, or to a version or commit that you name.",
		Examples: []string{"/rollback prod", "/rollback prod checkout v41"},
		parse:    func(p *parser) Command { return Rollback{Target: p.target(1), To: p.to()} },
		decode:   decode[Rollback],
	}
}

func canarySpec() Spec {
	return Spec{
		Name: "canary", Slash: "/canary", Who: Deployer,
		Args:     "<env> [service] [percent]",
		Summary:  "Show the canary, or set its share of the traffic by hand.",
		Examples: []string{"/canary prod", "/canary prod checkout 25%"},
		parse:    func(p *parser) Command { return Canary{Target: p.target(1), Percent: p.percent()} },
		decode:   decode[Canary],
	}
}

// to reads where a rollback goes.
func (p *parser) to() string {
	if len(p.words) == 0 {
		return ""
	}
	raw := p.words[0]
	word := asciiLower(raw)
	p.end(p.words[1:])
	digits := strings.TrimPrefix(word, "v")
	switch {
	case word == "previous":
		return word
	case isNumber(digits) && (len(digits) < len(word) || len(word) < shortestSHA):
		return "v" + digits
	case isSHA(word):
		return word
	}
	p.complain(Complaint{
		Word:        raw,
		Message:     show(raw) + " is neither a version (`v41`), nor a commit (6 to 40 hex digits), nor `previous`.",
		Suggestions: near(word, []string{"previous"}),
	})
	return ""
}

// isNumber tells whether a word is a version's number: 1 and up, no zeros in
// front.
func isNumber(word string) bool {
	return word != "" && len(word) <= 9 && word[0] != '0' && consistsOf(word, "0123456789")
}

// percent reads a canary's weight; nil when there is none.
func (p *parser) percent() *int {
	if len(p.words) == 0 {
		return nil
	}
	word := p.words[0]
	p.end(p.words[1:])
	digits := strings.TrimSuffix(word, "%")
	n, err := strconv.Atoi(digits)
	if err != nil || n < 0 || n > 100 || !consistsOf(digits, "0123456789") {
		p.complain(Complaint{
			Word:    word,
			Message: show(word) + " is not a share of the traffic: a whole number from 0 to 100, such as `25`.",
		})
		return nil
	}
	return &n
}
