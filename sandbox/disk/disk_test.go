package disk_test

import (
	"bufio"
	"errors"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	bolterrors "go.etcd.io/bbolt/errors"

	"github.com/slipway-dev/slipway/sandbox/disk"
)

func open(t *testing.T, path string) *disk.Disk {
	t.Helper()
	d, err := disk.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := d.Close(); err != nil {
			t.Error(err)
		}
	})
	return d
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// all is what is under a prefix, in its order.
func all(t *testing.T, d *disk.Disk, prefix string) []string {
	t.Helper()
	var got []string
	must(t, d.Each(prefix, func(key string, value []byte) error {
		got = append(got, key+"="+string(value))
		return nil
	}))
	return got
}

func TestWhatWasPutIsThereAfterTheFileIsOpenedAgain(t *testing.T) {
	path := filepath.Join(t.TempDir(), "world.db")
	d := open(t, path)
	must(t, d.Put("b/2", []byte("two")))
	must(t, d.Put("b/1", []byte("one")))
	must(t, d.Put("b/3", []byte("three")))
	must(t, d.Put("b/1", []byte("uno")))
	must(t, d.Put("a", nil))
	must(t, d.Put("c", []byte("see")))
	must(t, d.Delete("b/3"))
	must(t, d.Delete("never was"))
	must(t, d.Close())

	d = open(t, path)
	if diff := cmp.Diff([]string{"b/1=uno", "b/2=two"}, all(t, d, "b/")); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff([]string{"a=", "b/1=uno", "b/2=two", "c=see"}, all(t, d, "")); diff != "" {
		t.Error(diff)
	}
	if got := all(t, d, "d"); got != nil {
		t.Errorf("a prefix of nothing gives %v", got)
	}
}

func TestSeveralRowsAreWrittenWholeOrNotAtAll(t *testing.T) {
	path := filepath.Join(t.TempDir(), "world.db")
	d := open(t, path)
	must(t, d.Put("old", []byte("1")))
	must(t, d.Write(map[string][]byte{"a": []byte("1"), "b": {}, "old": nil, "never was": nil}))
	if diff := cmp.Diff([]string{"a=1", "b="}, all(t, d, "")); diff != "" {
		t.Error(diff)
	}
	err := d.Write(map[string][]byte{"a": nil, "c": []byte("3"), "": []byte("no key")})
	if !errors.Is(err, bolterrors.ErrKeyRequired) {
		t.Errorf("an empty key: %v", err)
	}
	must(t, d.Close())
	if diff := cmp.Diff([]string{"a=1", "b="}, all(t, open(t, path), "")); diff != "" {
		t.Error(diff)
	}
}

func TestWhoReadsMayWriteAndStop(t *testing.T) {
	d := open(t, filepath.Join(t.TempDir(), "world.db"))
	big := strings.Repeat("1", 5000) // so big that it is read where it lies in the file
	must(t, d.Put("a", []byte(big)))
	must(t, d.Put("b", []byte("2")))
	enough := errors.New("enough")
	err := d.Each("", func(key string, value []byte) error {
		clear(value)
		must(t, d.Put(key+"+", []byte("new")))
		return enough
	})
	if !errors.Is(err, enough) {
		t.Errorf("it ended with %v", err)
	}
	if diff := cmp.Diff([]string{"a=" + big, "a+=new", "b=2"}, all(t, d, "")); diff != "" {
		t.Error(diff)
	}
}

func TestADiskThatCannotServeSaysSo(t *testing.T) {
	path := filepath.Join(t.TempDir(), "world.db")
	d := open(t, path)
	if _, err := disk.Open(path); !errors.Is(err, bolterrors.ErrTimeout) {
		t.Errorf("opened twice: %v", err)
	}
	if err := d.Put("", nil); !errors.Is(err, bolterrors.ErrKeyRequired) {
		t.Errorf("an empty key: %v", err)
	}
	must(t, d.Close())
	for name, err := range map[string]error{
		"put":    d.Put("a", nil),
		"delete": d.Delete("a"),
		"write":  d.Write(map[string][]byte{"a": nil}),
		"each":   d.Each("", func(string, []byte) error { return nil }),
	} {
		if !errors.Is(err, bolterrors.ErrDatabaseNotOpen) {
			t.Errorf("%s after the end: %v", name, err)
		}
	}
}

// faults.md F1.
func TestAKilledProcessLosesNothingThatItPut(t *testing.T) {
	path := filepath.Join(t.TempDir(), "world.db")
	child := exec.CommandContext(t.Context(), os.Args[0], "-test.run=^TestWriterToBeKilled$", "--", path)
	out, err := child.StdoutPipe()
	must(t, err)
	must(t, child.Start())
	var want []string
	for lines := bufio.NewScanner(out); lines.Scan(); {
		if want = append(want, lines.Text()+"=kept"); len(want) == 1000 {
			must(t, child.Process.Kill())
		}
	}
	if err := child.Wait(); err == nil {
		t.Fatal("the writer ended by itself")
	}
	got := all(t, open(t, path), "")
	if len(got) < len(want) || !cmp.Equal(got[:len(want)], want) {
		t.Errorf("%d keys were put, and %d are there", len(want), len(got))
	}
}

// The process that is killed: it puts keys until then, and says which.
func TestWriterToBeKilled(t *testing.T) {
	if flag.NArg() != 1 {
		t.Skip("runs only as a process of its own")
	}
	d := open(t, flag.Arg(0))
	for i := range 1_000_000 {
		key := fmt.Sprintf("%07d", i)
		must(t, d.Put(key, []byte("kept")))
		fmt.Println(key)
	}
}

func BenchmarkPut(b *testing.B) {
	d, err := disk.Open(filepath.Join(b.TempDir(), "world.db"))
	if err != nil {
		b.Fatal(err)
	}
	value := make([]byte, 1000)
	for i := 0; b.Loop(); i++ {
		if err := d.Put(fmt.Sprintf("key/%d", i%1000), value); err != nil {
			b.Fatal(err)
		}
	}
	if err := d.Close(); err != nil {
		b.Fatal(err)
	}
}
