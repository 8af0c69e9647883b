package simulate

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

func TestTheBarIsOnlyForATerminal(t *testing.T) {
	file, err := os.Create(filepath.Join(t.TempDir(), "stderr"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = file.Close() })
	if bar(&bytes.Buffer{}, 10, nil) != nil || bar(file, 10, nil) != nil {
		t.Error("there is a bar")
	}
}

func TestTheBarComesAfterAMomentAndGoesAtTheEnd(t *testing.T) {
	var screen bytes.Buffer
	moment := make(chan time.Time, 1)
	tell := drawn(&screen, 10, moment)
	if tell(1); screen.Len() > 0 {
		t.Fatalf("at once: %q", screen.String())
	}
	moment <- time.Time{}
	if tell(2); !strings.Contains(screen.String(), "rollouts") || !strings.Contains(screen.String(), "2/10") {
		t.Errorf("after a moment: %q", screen.String())
	}
	tell(10)
	last := screen.String()[strings.LastIndex(strings.TrimRight(screen.String(), "\r"), "\r")+1:]
	if strings.TrimSpace(last) != "" {
		t.Errorf("at the end: %q", last)
	}
}
