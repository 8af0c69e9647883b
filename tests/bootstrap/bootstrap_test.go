package bootstrap_test

import (
	"archive/zip"
	"bytes"
	"errors"
	"io"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/slipway-dev/slipway/tests/bootstrap"
)

func pack(t *testing.T, program string) []byte {
	t.Helper()
	var packed bytes.Buffer
	if err := bootstrap.Zip(&packed, program); err != nil {
		t.Fatal(err)
	}
	return packed.Bytes()
}

func TestTheProgramIsInItAsAnExecutableCalledBootstrap(t *testing.T) {
	program := filepath.Join(t.TempDir(), "worker")
	if err := os.WriteFile(program, []byte("a program"), 0o600); err != nil {
		t.Fatal(err)
	}
	packed := pack(t, program)
	z, err := zip.NewReader(bytes.NewReader(packed), int64(len(packed)))
	if err != nil {
		t.Fatal(err)
	}
	if len(z.File) != 1 || z.File[0].Name != "bootstrap" || z.File[0].Mode() != 0o755 {
		t.Fatalf("it holds %+v", z.File)
	}
	f, err := z.File[0].Open()
	if err != nil {
		t.Fatal(err)
	}
	if body, err := io.ReadAll(f); err != nil || string(body) != "a program" {
		t.Errorf("it holds %q, %v", body, err)
	}
}

func TestOtherFilesAreBesideItUnderTheirOwnNames(t *testing.T) {
	dir := t.TempDir()
	program, policy := filepath.Join(dir, "worker"), filepath.Join(dir, "slipway.yaml")
	for _, file := range []string{program, policy} {
		if err := os.WriteFile(file, []byte(filepath.Base(file)), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	var packed bytes.Buffer
	if err := bootstrap.Zip(&packed, program, policy); err != nil {
		t.Fatal(err)
	}
	z, err := zip.NewReader(bytes.NewReader(packed.Bytes()), int64(packed.Len()))
	if err != nil {
		t.Fatal(err)
	}
	if len(z.File) != 2 || z.File[1].Name != "slipway.yaml" || z.File[1].Mode() != 0o644 {
		t.Errorf("it holds %+v", z.File)
	}
	if err := bootstrap.Zip(io.Discard, program, filepath.Join(dir, "missing")); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("a file that is not there: %v", err)
	}
}

func TestTheSameProgramGivesTheSameFile(t *testing.T) {
	program := filepath.Join(t.TempDir(), "worker")
	if err := os.WriteFile(program, []byte("a program"), 0o600); err != nil {
		t.Fatal(err)
	}
	first := pack(t, program)
	if err := os.Chtimes(program, time.Unix(0, 0), time.Unix(0, 0)); err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(first, pack(t, program)) {
		t.Error("built at another time, it is another file")
	}
}

func TestWhatCannotBeReadOrWrittenIsSaid(t *testing.T) {
	if err := bootstrap.Zip(io.Discard, "missing"); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("got %v", err)
	}
	if err := bootstrap.Zip(io.Discard, t.TempDir()); err == nil {
		t.Error("a folder is no program")
	}
	full := errors.New("the disk is full")
	r, w := io.Pipe()
	if err := r.CloseWithError(full); err != nil {
		t.Fatal(err)
	}
	if err := bootstrap.Zip(w, os.Args[0]); !errors.Is(err, full) {
		t.Errorf("got %v", err)
	}
}
