package setup

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// What stands in the way of a file: a folder, which no file can be moved onto.
func TestAllFilesAreWrittenOrNone(t *testing.T) {
	folder := t.TempDir()
	old, blocked := filepath.Join(folder, "old"), filepath.Join(folder, "blocked")
	if err := os.WriteFile(old, []byte("was"), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.MkdirAll(filepath.Join(blocked, "full"), 0o750); err != nil {
		t.Fatal(err)
	}
	err := write(folder, []change{
		{file: file{"old", []byte("is")}, was: []byte("was"), state: changed},
		{file: file{"new", []byte("is")}, state: fresh},
		{file: file{"blocked", []byte("is")}, state: fresh},
	})
	if err == nil || !strings.Contains(err.Error(), "write blocked: ") {
		t.Fatal(err)
	}
	if text, err := os.ReadFile(old); err != nil || string(text) != "was" {
		t.Errorf("%q, %v", text, err)
	}
	left, err := os.ReadDir(folder)
	if err != nil || len(left) != 2 {
		t.Error("left behind:", left, err)
	}
}

func TestWithoutAPlaceForOneNothingIsWritten(t *testing.T) {
	folder := t.TempDir()
	err := write(folder, []change{{file: file{"new", nil}, state: fresh}, {file: file{"nowhere/new", nil}, state: fresh}})
	if err == nil || !strings.Contains(err.Error(), "nothing was changed") {
		t.Error(err)
	}
	if left, err := os.ReadDir(folder); err != nil || len(left) != 0 {
		t.Error("left behind:", left, err)
	}
}
