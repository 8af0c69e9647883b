package config

import (
	"fmt"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

const (
	lower  = "abcdefghijklmnopqrstuvwxyz"
	upper  = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
	digits = "0123456789"
)

// longestName is the limit for services, environments and roles.
const longestName = 31

// Reserved lists the words that mean something in a command, now or in a
// version to come. No service or environment may be called like one.
func Reserved() []string {
	return []string{
		"abort", "approve", "canary", "dashboard", "deploy", "doctor", "drill", "freeze", "help", "history",
		"latest", "lock", "pause", "plan", "previous", "promote", "resume", "rollback", "status", "summary", "unfreeze",
		"unlock", "why",
	}
}

// madeOf tells whether a text has only bytes of the alphabet, and has any.
func madeOf(text, alphabet string) bool {
	for i := range len(text) {
		if strings.IndexByte(alphabet, text[i]) < 0 {
			return false
		}
	}
	return text != ""
}

// roleProblem says what is wrong with a role's name; empty when nothing is.
func roleProblem(name string) string {
	if len(name) > longestName || !madeOf(name, lower+digits+"-") || !strings.Contains(lower, name[:1]) {
		return fmt.Sprintf("%s is not a name: a small letter, then up to 30 of a-z, 0-9 and -", quote(name))
	}
	return ""
}

// nameProblem says what is wrong with a service's or environment's name: it is
// typed in commands, where it must not be mistaken for anything else.
func nameProblem(name string) string {
	if wrong := roleProblem(name); wrong != "" {
		return wrong
	}
	if slices.Contains(Reserved(), name) {
		return fmt.Sprintf("%s is a word of the commands; choose another name", quote(name))
	}
	if len(name) >= 6 && madeOf(name, digits+"abcdef") {
		return fmt.Sprintf("%s looks like a commit; choose another name", quote(name))
	}
	return ""
}

// isRepository tells whether a text is GitHub's owner/name.
func isRepository(s string) bool {
	owner, name, ok := strings.Cut(s, "/")
	return ok && len(owner) <= 39 && madeOf(owner, lower+upper+digits+"-") &&
		len(name) <= 100 && madeOf(name, lower+upper+digits+"-_.") && name != "." && name != ".."
}

// isLine tells whether a text can be shown in one line, and is one.
func isLine(s string) bool {
	return s != "" && len(s) <= 255 && utf8.ValidString(s) && strings.TrimSpace(s) == s &&
		!strings.ContainsFunc(s, func(r rune) bool { return !unicode.IsPrint(r) })
}

// isPattern tells whether a text is a pattern of paths. What is more than `*`, `?`
// and `**` differs from one program to the next, so there is no more.
func isPattern(s string) bool {
	if len(s) > 255 || !madeOf(s, lower+upper+digits+"/-_.@+*?") {
		return false
	}
	return !slices.ContainsFunc(strings.Split(s, "/"), func(part string) bool {
		return part == "" || part == "." || part == ".." || strings.Contains(part, "**") && part != "**"
	})
}

// isFunction tells whether a text can be the name of a Lambda function.
func isFunction(s string) bool {
	return len(s) <= 64 && madeOf(s, lower+upper+digits+"-_")
}

// isPath tells whether a text is the path of a URL, perhaps with a query.
func isPath(s string) bool {
	return len(s) <= 1024 && strings.HasPrefix(s, "/") && !strings.HasPrefix(s, "//") &&
		madeOf(s, lower+upper+digits+"/-_.~%?=&+,:;@!$'()*")
}
