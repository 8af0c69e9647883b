// Package scenario plays the stories in *.txtar: people type and press, the
// simulated world moves, and what everybody sees is held against what the story
// says. The whole bot runs, with its store on disk; only time is not real.
package scenario

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/synctest"

	"github.com/rogpeppe/go-internal/txtar"
)

func TestScenarios(t *testing.T) {
	files, err := filepath.Glob("*.txtar")
	if err != nil || len(files) == 0 {
		t.Fatalf("no stories: %v", err)
	}
	for _, file := range files {
		t.Run(strings.TrimSuffix(file, ".txtar"), func(t *testing.T) {
			t.Parallel()
			story, err := txtar.ParseFile(file)
			if err != nil {
				t.Fatal(err)
			}
			dir := t.TempDir()
			synctest.Test(t, func(t *testing.T) {
				s := newStage(t, dir)
				defer s.end()
				for i, line := range strings.Split(string(story.Comment), "\n") {
					s.line = i + 1
					if words := words(line); len(words) > 0 {
						s.play(words)
					}
					if t.Failed() {
						s.explain()
						return
					}
				}
			})
		})
	}
}

// words splits a line: blanks part words, single quotes keep them together, and
// a line that begins with # is for people only.
func words(line string) []string {
	if strings.HasPrefix(strings.TrimSpace(line), "#") {
		return nil
	}
	var out []string
	for i, part := range strings.Split(line, "'") {
		if i%2 == 1 {
			out = append(out, part)
		} else {
			out = append(out, strings.Fields(part)...)
		}
	}
	return out
}

func TestWordsKeepQuotesTogether(t *testing.T) {
	got := strings.Join(words(`  ana presses 'Roll back' now`), "|")
	if got != "ana|presses|Roll back|now" {
		t.Error(got)
	}
	if words("# told to people") != nil {
		t.Error("a comment was played")
	}
}

func TestMain(m *testing.M) { os.Exit(m.Run()) }
