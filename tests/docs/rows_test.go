package docs

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"testing"
)

// span is one or more rows of the requirements: A2, or W1–W8.
var span = regexp.MustCompile(`([A-Z])(\d+)(?:–[A-Z](\d+))?`)

func TestTheArchitectureSaysWhereEachRowOfTheInfrastructureIs(t *testing.T) {
	_, section, found := strings.Cut(read(t, "docs/architecture.md"), "## Its infrastructure")
	if !found {
		t.Fatal("there is no such section")
	}
	there := map[string]bool{}
	for line := range strings.Lines(section) {
		cells := strings.Split(line, "|")
		if len(cells) != 4 || !strings.Contains(cells[2], "](") && !strings.Contains(cells[2], "row") {
			continue
		}
		for _, name := range rows(cells[1]) {
			there[name] = true
		}
	}
	for _, name := range rows("A1–A12 S1 S3 S4 S5 W1–W8 X4 I1–I6 O1–O6 G1–G4 Q2 Q6 Q7 K1 B1") {
		if !there[name] {
			t.Errorf("the table does not say where %s is", name)
		}
	}
}

func rows(text string) []string {
	var all []string
	for _, m := range span.FindAllStringSubmatch(text, -1) {
		first, _ := strconv.Atoi(m[2])
		last := first
		if m[3] != "" {
			last, _ = strconv.Atoi(m[3])
		}
		for n := first; n <= last; n++ {
			all = append(all, fmt.Sprint(m[1], n))
		}
	}
	return all
}
