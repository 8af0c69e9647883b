package runbook

import (
	"os"
	"regexp"
	"strings"
	"testing"

	"github.com/slipway-dev/slipway/commands/grammar"
)

// page is the runbook.
type page struct {
	text      string
	variables string   // the block that sets them
	prelude   string   // the block that all chapters use
	chapters  []string // their titles
	blocks    map[string][]string
}

// apart is how a block begins that MiniStack cannot run.
const apart = "# Not rehearsed: "

var (
	heading  = regexp.MustCompile(`(?m)^## (.+)$`)
	shell    = regexp.MustCompile("(?s)```sh\n(.*?)```")
	variable = regexp.MustCompile(`(?m)^([A-Z]+)=.*$`)
)

func read(t *testing.T) page {
	t.Helper()
	body, err := os.ReadFile("../../docs/runbook.md")
	if err != nil {
		t.Fatal(err)
	}
	p := page{text: string(body), blocks: map[string][]string{}}
	at := heading.FindAllStringSubmatchIndex(p.text, -1)
	for i, m := range at {
		end := len(p.text)
		if i+1 < len(at) {
			end = at[i+1][0]
		}
		var blocks []string
		for _, b := range shell.FindAllStringSubmatch(p.text[m[1]:end], -1) {
			blocks = append(blocks, b[1])
		}
		if i == 0 {
			p.variables, p.prelude = blocks[0], blocks[1]
			continue
		}
		title := p.text[m[2]:m[3]]
		p.chapters, p.blocks[title] = append(p.chapters, title), blocks
	}
	return p
}

// script is what is typed in a chapter, with these values of the variables, but for the
// blocks that cannot be run.
func (p page) script(t *testing.T, chapter string, values map[string]string) string {
	t.Helper()
	for name := range values {
		if !strings.Contains("\n"+p.variables, "\n"+name+"=") {
			t.Fatalf("the page sets no variable %s", name)
		}
	}
	parts := []string{"set -eu", variable.ReplaceAllStringFunc(p.variables, func(line string) string {
		name, value, _ := strings.Cut(line, "=")
		if v, ok := values[name]; ok {
			value = v
		}
		return name + "='" + value + "'"
	}), p.prelude}
	for _, block := range p.blocks[chapter] {
		if !strings.HasPrefix(block, apart) {
			parts = append(parts, block)
		}
	}
	return strings.Join(parts, "\n")
}

// Without the map AWS leaves the old weights in place; without a RevisionId it is Slipway,
// or a colleague, whose work is undone.
func TestWhatMovesTrafficEmptiesTheWeightsAndUndoesNobodysWork(t *testing.T) {
	moves := regexp.MustCompile(`(?m)^.*lambda update-alias.*$`).FindAllString(read(t).text, -1)
	if len(moves) < 3 {
		t.Fatalf("only %d commands move traffic", len(moves))
	}
	for _, m := range moves {
		if !strings.Contains(m, " --routing-config AdditionalVersionWeights={}") || !strings.Contains(m, ` --revision-id "$REVISION"`) {
			t.Error(m)
		}
	}
}

var link = regexp.MustCompile(`\]\(#([a-z-]+)\)`)

func TestWhatIsSeenLeadsToEveryChapterAndToNothingElse(t *testing.T) {
	p := read(t)
	known := map[string]bool{}
	for _, title := range p.chapters {
		known[strings.ReplaceAll(strings.ToLower(title), " ", "-")] = true
	}
	for _, m := range link.FindAllStringSubmatch(p.text, -1) {
		if !known[m[1]] {
			t.Errorf("there is no chapter #%s", m[1])
		}
	}
	table, _, _ := strings.Cut(p.text, "## Before you begin")
	for anchor := range known {
		if !strings.Contains(table, "(#"+anchor+")") {
			t.Errorf("nothing that is seen leads to #%s", anchor)
		}
	}
}

func TestEveryChapterSaysWhatHappenedHowToBeSureWhatToDoAndWhetherItWorked(t *testing.T) {
	p := read(t)
	for i, title := range p.chapters {
		_, chapter, _ := strings.Cut(p.text, "\n## "+title+"\n")
		if i+1 < len(p.chapters) {
			chapter, _, _ = strings.Cut(chapter, "\n## "+p.chapters[i+1]+"\n")
		}
		for _, part := range []string{"What happened", "How to be sure", "What to do", "How to see that it worked", "Afterwards"} {
			_, rest, found := strings.Cut(chapter, "\n**"+part+".**")
			if !found {
				t.Errorf("%s does not say, in this order: %s", title, part)
				continue
			}
			chapter = rest
		}
	}
}

var slash = regexp.MustCompile("`(/(?:deploy|rollback|canary)[^`]*)`")

func TestWhatIsTypedIntoSlackIsUnderstoodThere(t *testing.T) {
	c := grammar.Context{Names: grammar.Names{Services: []string{"checkout"}, Environments: []string{"staging", "prod"}}}
	found := slash.FindAllStringSubmatch(strings.ReplaceAll(read(t).text, "`/deploy lock`", ""), -1) // which is only named
	if len(found) < 10 {
		t.Fatalf("only %d commands are shown", len(found))
	}
	for _, m := range found {
		word, rest, _ := strings.Cut(strings.Join(strings.Fields(m[1]), " "), " ")
		if _, err := grammar.Parse(c, word, rest); err != nil {
			t.Errorf("%s: %v", m[1], err)
		}
	}
}
