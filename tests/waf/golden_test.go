package waf

import (
	"flag"
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"
)

var update = flag.Bool("update", false, "rewrite the tables of docs/waf.md") // set by `make golden` only

const document = "../../docs/waf.md"

func TestGoldenTablesOfTheDocument(t *testing.T) {
	raw, err := os.ReadFile(document)
	if err != nil {
		t.Fatal(err)
	}
	got := put(t, string(raw), "traffic", traffic(t))
	got = put(t, got, "attacks", stopped(t))
	if got == string(raw) {
		return
	}
	if !*update {
		t.Fatalf("%s is not what the web ACL does: run `make golden` and read the diff", document)
	}
	if err := os.WriteFile(document, []byte(got), 0o600); err != nil {
		t.Fatal(err)
	}
}

// put replaces what is between a table's marks.
func put(t *testing.T, document, table, text string) string {
	t.Helper()
	begin, end := "<!-- "+table+": made by `make golden` from tests/waf -->\n", "<!-- /"+table+" -->"
	before, rest, ok := strings.Cut(document, begin)
	_, after, ok2 := strings.Cut(rest, end)
	if !ok || !ok2 {
		t.Fatalf("the document has no place for %s", table)
	}
	return before + begin + text + end + after
}

// traffic is a line for real requests that fare alike: what would block them without the
// exceptions. The rule "bodies" would, too, wherever a rule is named that looks into them.
func traffic(t *testing.T) string {
	t.Helper()
	bare := load(t, counting).without(exceptions()...) // counts, so that all that match are seen
	enforced := load(t, blocking)
	var lines []string
	alike := map[string][]string{}
	for _, r := range genuine(t) {
		carrier, words, _ := strings.Cut(r.Name, ": ")
		if words == "" {
			words = "–"
		}
		found := slices.DeleteFunc(bare.Judge(r).all(), func(rule string) bool { return rule == "content/bodies" })
		line := fmt.Sprintf("%s | %s | %s |\n", words, rules(found), outcome(enforced.Judge(r)))
		if len(alike[line]) == 0 {
			lines = append(lines, line)
		}
		alike[line] = append(alike[line], fmt.Sprintf("%s (%s)", carrier, size(len(r.Body))))
	}
	var b strings.Builder
	fmt.Fprintf(&b, "| request | words like | without the exceptions, blocked by | with them |\n|---|---|---|---|\n")
	for _, line := range lines {
		fmt.Fprintf(&b, "| %s | %s", strings.Join(alike[line], ", "), line)
	}
	return b.String()
}

func size(bytes int) string {
	if bytes < kilobyte {
		return fmt.Sprintf("%d B", bytes)
	}
	return fmt.Sprintf("%d KB", bytes/kilobyte)
}

// stopped is a line for each attack.
func stopped(t *testing.T) string {
	t.Helper()
	a := load(t, blocking)
	var b strings.Builder
	fmt.Fprintf(&b, "| request | what becomes of it |\n|---|---|\n")
	for _, r := range attacks() {
		fmt.Fprintf(&b, "| %s | %s |\n", r.Name, outcome(a.Judge(r.Request)))
	}
	return b.String()
}

func outcome(v Verdict) string {
	if v.Blocked == "" {
		return "passes"
	}
	return "blocked by " + rules([]string{v.Blocked})
}

// rules are names of rules without their group's, which are long enough.
func rules(names []string) string {
	if len(names) == 0 {
		return "–"
	}
	var short []string
	for _, name := range names {
		rule := name[strings.LastIndexByte(name, '/')+1:]
		short = append(short, "`"+rule+"`")
	}
	return strings.Join(short, ", ")
}
