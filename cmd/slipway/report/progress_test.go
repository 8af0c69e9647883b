package report

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestTheBarIsOnlyForATerminal(t *testing.T) {
	file, err := os.Create(filepath.Join(t.TempDir(), "stderr"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = file.Close() })
	p := all(t)[0]
	tell := watch(file, p)
	tell(1)
	tell(p.total())
	if got := read(t, file.Name()); got != "taken back: 44,000 rollouts in 11 cells\n" {
		t.Errorf("%q", got)
	}
}

func TestTheBarShowsHowFarAPartIsAndGoes(t *testing.T) {
	var screen bytes.Buffer
	tell := bar(&screen, all(t)[0])
	tell(400)
	if !strings.Contains(screen.String(), "taken back") || !strings.Contains(screen.String(), "/44000") {
		t.Errorf("%q", screen.String())
	}
	tell(44_000)
	lines := strings.Split(strings.Trim(screen.String(), "\r"), "\r")
	if strings.TrimSpace(lines[len(lines)-1]) != "" {
		t.Errorf("at the end: %q", lines[len(lines)-1])
	}
}
