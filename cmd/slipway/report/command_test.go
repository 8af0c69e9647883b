package report

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/slipway-dev/slipway/cmd/slipway/params"
	"github.com/slipway-dev/slipway/cmd/slipway/simulate"
)

// tables runs `slipway tables`.
func tables(ctx context.Context, args ...string) (stdout, stderr string, err error) {
	var out, talk bytes.Buffer
	c := Command()                         //nolint:contextcheck // cobra hands it on
	c.SetArgs(append([]string{}, args...)) // nil would be those of the test
	c.SetOut(&out)
	c.SetErr(&talk)
	c.SilenceUsage, c.SilenceErrors = true, true
	err = c.ExecuteContext(ctx)
	return out.String(), talk.String(), err
}

const document = "../../../docs/judge.md"

// copied is a copy of the document, made by five rollouts a cell.
func copied(t *testing.T) (page, talk string) {
	t.Helper()
	text, err := os.ReadFile(document)
	if err != nil {
		t.Fatal(err)
	}
	page = filepath.Join(t.TempDir(), "judge.md")
	if err := os.WriteFile(page, text, 0o600); err != nil {
		t.Fatal(err)
	}
	out, talk, err := tables(t.Context(), "--runs", "5", "--page", page)
	if err != nil || out != "" {
		t.Fatalf("%v; printed %q", err, out)
	}
	return page, talk
}

func read(t *testing.T, file string) string {
	t.Helper()
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

var inside = regexp.MustCompile(`(?s)(<!-- slipway tables: [a-z-]+ -->\n).*?<!-- end -->`)

func TestTheDocumentIsFilledAndElseLeftAsItIs(t *testing.T) {
	page, talk := copied(t)
	got := read(t, page)
	if diff := cmp.Diff(inside.ReplaceAllString(read(t, document), "$1"), inside.ReplaceAllString(got, "$1")); diff != "" {
		t.Error(diff)
	}
	sections := inside.FindAllString(got, -1)
	if len(sections) != 4 {
		t.Fatalf("%d sections", len(sections))
	}
	for _, s := range sections {
		if !strings.Contains(s, "\n| --- |") {
			t.Errorf("no table: %s", s)
		}
	}
	if !strings.HasPrefix(talk, "taken back: 55 rollouts in 11 cells\n") || !strings.HasSuffix(talk, "goals: not checked, since that takes --runs of 4000 or more\n") {
		t.Error(talk)
	}
}

func TestThePicturesAreBesideThePage(t *testing.T) {
	page, _ := copied(t)
	links := regexp.MustCompile(`!\[[^]]+\]\(([^)]+)\)`).FindAllStringSubmatch(strings.Join(inside.FindAllString(read(t, page), -1), ""), -1)
	if len(links) != 2 {
		t.Fatalf("%d pictures", len(links))
	}
	for _, link := range links {
		well(t, []byte(read(t, filepath.Join(filepath.Dir(page), link[1]))))
	}
}

func TestTheSameSeedGivesTheSameBytes(t *testing.T) {
	a, _ := copied(t)
	b, _ := copied(t)
	for _, file := range []string{"judge.md", "images/judge-power.svg", "images/judge-promotion.svg"} {
		if read(t, filepath.Join(filepath.Dir(a), file)) != read(t, filepath.Join(filepath.Dir(b), file)) {
			t.Errorf("%s differs", file)
		}
	}
}

func TestWithoutAPageTheTablesArePrinted(t *testing.T) {
	out, _, err := tables(t.Context(), "--runs", "1", "--seed", "7")
	if err != nil || strings.Contains(out, "images/") || strings.Count(out, closing) != 4 || !strings.Contains(out, "--runs 1 --seed 7") {
		t.Errorf("%v\n%s", err, out)
	}
}

func TestWhatMakesNoSenseIsRefused(t *testing.T) {
	for args, says := range map[string]string{
		"--runs 0":             `--runs "0": give a whole number of 1 or more`,
		"--runs x --seed -1":   `--runs "x": give a whole number of 1 or more` + "\n" + `--seed "-1": give a whole number of 0 or more`,
		"--runs 1000000000":    "runs: 1000000000 is outside 1 to 1000000",
		"--page nowhere.md":    "--page: open nowhere.md: no such file or directory",
		"now":                  `unexpected argument "now" (see tables --help)`,
		"--runs 1 --page docs": "--page: open docs: no such file or directory",
	} {
		_, _, err := tables(t.Context(), strings.Fields(args)...)
		var wrong *params.Wrong
		if !errors.As(err, &wrong) || err.Error() != says {
			t.Errorf("%s: %v", args, err)
		}
	}
}

func TestAnInterruptEndsIt(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	out, _, err := tables(ctx)
	if !errors.Is(err, context.Canceled) || out != "" {
		t.Errorf("%v; printed %q", err, out)
	}
}

func TestACommandThatIsShownSimulatesItsCell(t *testing.T) {
	for _, p := range all(t) {
		o := p.cells[len(p.cells)-1]
		o.Runs = 10
		want, err := simulate.Run(t.Context(), o, nil)
		if err != nil {
			t.Fatal(err)
		}
		line := strings.TrimPrefix(strings.ReplaceAll(shell(o), "\\\n", ""), "go run ./cmd/slipway simulate ")
		c := simulate.Command()
		var out bytes.Buffer
		c.SetArgs(append(strings.Fields(line), "--output", "json"))
		c.SetOut(&out)
		if err := c.ExecuteContext(t.Context()); err != nil {
			t.Fatalf("%s: %v", line, err)
		}
		var got simulate.Result
		if err := json.Unmarshal(out.Bytes(), &got); err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(want, got, cmpopts.IgnoreFields(simulate.Figures{}, "Promotions", "Rollbacks")); diff != "" {
			t.Errorf("%s: %s", line, diff)
		}
	}
}
