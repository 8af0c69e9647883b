package main

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// file writes a coverage profile with the given lines.
func file(t *testing.T, lines ...string) string {
	t.Helper()
	name := filepath.Join(t.TempDir(), "cover.txt")
	text := "mode: set\n" + strings.Join(lines, "\n") + "\n"
	if err := os.WriteFile(name, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return name
}

const (
	rollout = module + "rollout/phase.go:1.1,2.2 3 "
	views   = module + "bot/views/status.go:1.1,2.2 1 "
	helper  = module + "tests/contract/store.go:1.1,2.2 100 "
)

func TestAStatementCountsWhenAnyProfileReachedIt(t *testing.T) {
	var out bytes.Buffer
	err := run([]string{"--floor", "100", file(t, rollout+"1", views+"0"), file(t, rollout+"0", views+"7")}, &out)
	if err != nil {
		t.Errorf("everything was reached, but: %v", err)
	}
	if want := "100.0 %  of all statements"; !strings.Contains(out.String(), want) {
		t.Errorf("want %q in:\n%s", want, out.String())
	}
}

func TestAFloorThatIsNotReachedIsAnError(t *testing.T) {
	half := []string{rollout + "1", views + "0"}
	for name, test := range map[string]struct{ floor, want string }{
		"reached":           {"75", ""},
		"of everything":     {"76", "everything: 75.0 % of the statements are tested, the floor is 76 %"},
		"of a folder":       {"bot/views=1", "bot/views: 0.0 % of the statements are tested, the floor is 1 %"},
		"of another folder": {"rollout=100", ""},
		"of what is not":    {"rolout=95", "rolout: 0.0 % of the statements are tested, the floor is 95 %"},
	} {
		t.Run(name, func(t *testing.T) {
			var got string
			if err := run([]string{"--floor", test.floor, file(t, half...)}, &bytes.Buffer{}); err != nil {
				got = err.Error()
			}
			if got != test.want {
				t.Errorf("got %q, want %q", got, test.want)
			}
		})
	}
}

func TestHelpersBelowTestsDoNotCount(t *testing.T) {
	if err := run([]string{"--floor", "100", file(t, rollout+"1", helper+"0")}, &bytes.Buffer{}); err != nil {
		t.Error(err)
	}
}

func TestTheSumIsAProfileAgain(t *testing.T) {
	sum := filepath.Join(t.TempDir(), "all.txt")
	if err := run([]string{"--merged", sum, file(t, views+"0", rollout+"1"), file(t, views+"2")}, &bytes.Buffer{}); err != nil {
		t.Fatal(err)
	}
	got, err := os.ReadFile(sum)
	if err != nil {
		t.Fatal(err)
	}
	if want := "mode: set\n" + views + "1\n" + rollout + "1\n"; string(got) != want {
		t.Errorf("got:\n%swant:\n%s", got, want)
	}
}

func TestWhatIsNoProfileIsRefused(t *testing.T) {
	for name, args := range map[string][]string{
		"a missing file":     {filepath.Join(t.TempDir(), "none")},
		"another kind":       {file(t, "hello")},
		"an odd count":       {file(t, "file.go:1.1,2.2 many 1")},
		"an odd floor":       {"--floor", "rollout=much"},
		"an unwritable file": {"--merged", t.TempDir(), file(t, rollout+"1")},
	} {
		if err := run(args, &bytes.Buffer{}); err == nil {
			t.Errorf("%s: no error", name)
		}
	}
}
