package grammar

import "strings"

// The lengths of a commit's SHA. Shorter ones are too often ambiguous.
const (
	shortestSHA = 6
	longestSHA  = 40
)

// isHex tells whether a lower-case word is made of hex digits only.
func isHex(word string) bool { return word != "" && consistsOf(word, "0123456789abcdef") }

// isSHA tells whether a lower-case word has the form of a commit.
func isSHA(word string) bool {
	return len(word) >= shortestSHA && len(word) <= longestSHA && isHex(word)
}

// parseRef reads a ref as [Plan] describes it. Only the form is checked:
// whether there is such a commit is for somebody with a network to say.
func parseRef(word string) (string, *Complaint) {
	lower := asciiLower(word)
	switch {
	case lower == "latest":
		return lower, nil
	case word[0] == '#':
		if isNumber(word[1:]) {
			return word, nil
		}
		return "", &Complaint{Word: word, Message: show(word) + " is not a pull request: those are written `#123`."}
	case isHex(lower):
		return parseSHA(word, lower)
	}
	almost := onlyTypos(word, []string{"latest"})
	if problem := branchProblem(word); problem != "" {
		return "", &Complaint{Word: word, Message: show(word) + " is not a ref: " + problem + ".", Suggestions: almost}
	}
	// A branch may be called "lates", but then it has to be spelled out.
	if len(almost) > 0 {
		return "", &Complaint{Word: word, Message: show(word) + " is almost `latest`; " + spelledOut(word), Suggestions: almost}
	}
	return word, nil
}

// spelledOut says how to name a branch that is called like something else.
func spelledOut(word string) string { return "a branch of that name is `refs/heads/" + word + "`." }

func parseSHA(word, lower string) (string, *Complaint) {
	switch {
	case len(lower) < shortestSHA:
		c := &Complaint{Word: word, Message: show(word) + " is too short for a commit: give at least 6 hex digits."}
		if isNumber(word) {
			c.Suggestions = []string{"#" + word}
		}
		return "", c
	case len(lower) > longestSHA:
		return "", &Complaint{Word: word, Message: show(word) + " is too long for a commit: a SHA has 40 hex digits."}
	}
	return lower, nil
}

// branchProblem says why a word cannot be a branch or tag, following git's
// rules and a little stricter; empty when it can.
func branchProblem(word string) string {
	if note := oddity(word); note != "" {
		return note
	}
	if strings.Contains(word, "@{") {
		return "it holds `@{`; name the commit itself"
	}
	for i := range len(word) {
		if !isRefByte(word[i]) {
			return "it holds " + show(word[i:i+1]) + "; letters, digits and `. _ - /` are allowed"
		}
	}
	for _, part := range strings.Split(word, "/") {
		switch {
		case part == "":
			return "it has a `/` at an end, or two in a row"
		case strings.HasPrefix(part, ".") || strings.HasSuffix(part, ".") || strings.Contains(part, ".."):
			return "it has a `.` at an end, or two in a row"
		case strings.HasSuffix(part, ".lock"):
			return "git keeps `.lock` for itself"
		}
	}
	if word[0] == '-' {
		return "it begins with `-`"
	}
	return ""
}

func isRefByte(b byte) bool {
	return b >= 'a' && b <= 'z' || b >= 'A' && b <= 'Z' || b >= '0' && b <= '9' ||
		b == '.' || b == '_' || b == '-' || b == '/'
}
