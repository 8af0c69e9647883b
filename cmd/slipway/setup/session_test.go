package setup_test

import (
	"bufio"
	"flag"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/slipway-dev/slipway/cmd/slipway/setup"
)

var update = flag.Bool("update", false, "write the golden files anew")

const (
	repository = "../../.."
	examples   = "testdata/clone" // what init wants of a clone of Slipway, as nobody has changed it yet
)

// clone is a folder with the examples.
func clone(t *testing.T) string {
	t.Helper()
	folder := t.TempDir()
	if err := os.CopyFS(folder, os.DirFS(examples)); err != nil {
		t.Fatal(err)
	}
	return folder
}

func get(t *testing.T, path string) string {
	t.Helper()
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

func put(t *testing.T, path, text string) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(path), 0o750); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
}

// hangUp is how a session shows that somebody went away.
const hangUp = "^D"

// typist types one answer at a time, and the terminal shows it.
type typist struct {
	answers []string
	screen  io.Writer
}

func (p *typist) Read(into []byte) (int, error) {
	if len(p.answers) == 0 || p.answers[0] == hangUp {
		fmt.Fprint(p.screen, hangUp)
		return 0, io.EOF
	}
	line := p.answers[0] + "\n"
	p.answers = p.answers[1:]
	fmt.Fprint(p.screen, line)
	return copy(into, line), nil
}

// run is `slipway init` in that folder: what the screen shows, and the error.
func run(folder string, answers []string, args ...string) (string, error) {
	screen := &strings.Builder{}
	err := execute(folder, screen, &typist{answers, screen}, args...)
	return screen.String(), err
}

func execute(folder string, screen io.Writer, in io.Reader, args ...string) error {
	c := setup.Command()
	c.SilenceUsage, c.SilenceErrors = true, true
	c.SetOut(screen)
	c.SetIn(in)
	c.SetArgs(append([]string{"--folder", folder}, args...))
	return c.Execute()
}

// prompt finds what somebody typed in a session.
var prompt = regexp.MustCompile(`(?m)^(?:   (?:\[.*\] )?|\S.*\[[yYnN/]{3}\] )> ?(.*)$`)

// play does what a session says, line by line, and shows it as it really comes out:
//
//	$ slipway init FLAGS           with the answers behind each >
//	$ replace FILE OLD NEW         by hand, in an editor
func play(t *testing.T, session string) string {
	t.Helper()
	folder, shown := clone(t), ""
	for part := range strings.SplitSeq(strings.TrimPrefix(session, "$ "), "\n$ ") {
		line, rest, _ := strings.Cut(part, "\n")
		words := strings.Fields(line)
		shown += "$ " + line + "\n"
		if words[0] == "replace" {
			file := filepath.Join(folder, words[1])
			if was := get(t, file); strings.Contains(was, words[2]) {
				put(t, file, strings.Replace(was, words[2], words[3], 1))
				continue
			}
			t.Fatalf("%s has no %s", words[1], words[2])
		}
		var answers []string
		for _, found := range prompt.FindAllStringSubmatch(rest, -1) {
			answers = append(answers, found[1])
		}
		out, err := run(folder, answers, words[2:]...)
		shown += out
		if err != nil {
			shown += fmt.Sprintf("slipway: %v\n", err)
		}
	}
	return shown
}

func TestSessionsGoAsTheyAreWrittenDown(t *testing.T) {
	all, err := filepath.Glob("testdata/*.session")
	if err != nil || len(all) == 0 {
		t.Fatal(all, err)
	}
	for _, name := range all {
		t.Run(strings.TrimSuffix(filepath.Base(name), ".session"), func(t *testing.T) {
			want := get(t, name)
			got := play(t, want)
			if *update {
				put(t, name, got)
				return
			}
			if d := cmp.Diff(lines(want), lines(got)); d != "" {
				t.Error(d)
			}
		})
	}
}

func lines(text string) []string {
	var all []string
	for s := bufio.NewScanner(strings.NewReader(text)); s.Scan(); {
		all = append(all, s.Text())
	}
	return all
}
