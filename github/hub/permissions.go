package hub

import (
	"net/http"
	"strings"
)

// permissions names those that an endpoint needs, as GitHub's own pages do: "“Checks:
// read”". GitHub lists them in a header, sets of them with semicolons between, any of
// which will do: github.blog/changelog/2023-08-10-x-accepted-github-permissions-header-for-fine-grained-permission-actors.
func permissions(h http.Header) string {
	var sets []string
	for set := range strings.SplitSeq(h.Get("X-Accepted-GitHub-Permissions"), ";") {
		var names []string
		for one := range strings.SplitSeq(set, ",") {
			name, level, ok := strings.Cut(strings.TrimSpace(one), "=")
			if !ok || !isWord(name) || !isWord(level) {
				return ""
			}
			name = strings.ReplaceAll(name, "_", " ")
			names = append(names, "“"+strings.ToUpper(name[:1])+name[1:]+": "+level+"”")
		}
		sets = append(sets, strings.Join(names, " and "))
	}
	return strings.Join(sets, ", or ")
}

func isWord(s string) bool {
	return s != "" && len(s) < 60 && strings.Trim(s, "abcdefghijklmnopqrstuvwxyz_") == ""
}
