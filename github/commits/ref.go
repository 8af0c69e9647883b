package commits

import (
	"regexp"
	"strings"

	"github.com/slipway-dev/slipway/rollout"
)

// The prefixes of a ref that say what it is, and what GitHub calls them.
const (
	branches = "heads/"
	tags     = "tags/"
	full     = "refs/"
	longest  = 250 // of a ref; a file system takes 255
)

var (
	someSHA = regexp.MustCompile(`^[0-9a-f]{6,40}$`)
	pull    = regexp.MustCompile(`^#([1-9][0-9]{0,8})$`)
	letters = regexp.MustCompile(`^[A-Za-z0-9._/-]+$`)
)

// isName says whether a ref may be the name of a branch or a tag: what git allows
// (git-check-ref-format), and a little less. Anything else could mean something to
// GitHub that nobody has meant: a step in a path, a range, another repository.
func isName(ref string) bool {
	if !letters.MatchString(ref) || len(ref) > longest || ref[0] == '-' {
		return false
	}
	for part := range strings.SplitSeq(ref, "/") {
		if part == "" || strings.HasPrefix(part, ".") || strings.HasSuffix(part, ".") ||
			strings.HasSuffix(part, ".lock") || strings.Contains(part, "..") {
			return false
		}
	}
	return true
}

// refuse is a refusal that begins with what was typed, of which a little is enough.
func refuse(code, ref, reason, hint string) *rollout.Refusal {
	return &rollout.Refusal{Code: code, Reason: rollout.Text{}.Quote(cut(ref, 60)).Say(reason), Hint: hint}
}

func unknown(r repository, ref string) error {
	return refuse("unknown_ref", ref, " is neither a branch nor a tag of "+r.String()+".",
		"Look how it is spelled, or whether it was pushed. `latest` is the main branch.")
}
