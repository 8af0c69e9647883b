package store_test

import (
	"bufio"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"sync"
	"testing"

	"github.com/slipway-dev/slipway/local/store"
	"github.com/slipway-dev/slipway/rollout"
)

// faults.md F1: what was acknowledged is there after a SIGKILL, and no change is
// there by half.
func TestAKilledProcessLosesNothingThatItPromised(t *testing.T) {
	path := filepath.Join(t.TempDir(), "slipway.db")
	for round := range 3 {
		kept := writeAndKill(t, path, round)
		s, err := store.Open(path)
		if err != nil {
			t.Fatal(err)
		}
		found, err := s.Query(t.Context(), rollout.Query{Index: "left"})
		if err != nil {
			t.Fatal(err)
		}
		there := map[string]bool{}
		for _, left := range found {
			there[left.Key.ID] = true
			if _, err := s.Load(t.Context(), rollout.Key{Kind: "right", ID: left.Key.ID}); err != nil {
				t.Errorf("half of %s was written: %v", left.Key.ID, err)
			}
		}
		for _, id := range kept {
			if !there[id] {
				t.Errorf("%s was acknowledged and is gone", id)
			}
		}
		if err := s.Close(); err != nil {
			t.Fatal(err)
		}
	}
}

// A kill does not show whether a write waits for the disk; a power cut would.
func TestEveryWriteWaitsForTheDisk(t *testing.T) {
	if db := open(t, file(t)).DB(); db.NoSync || db.NoGrowSync {
		t.Error("the file is not flushed")
	}
}

// writeAndKill runs this binary again as a writer, kills it while it writes, and
// gives the ids that it had acknowledged.
func writeAndKill(t *testing.T, path string, round int) []string {
	t.Helper()
	child := exec.CommandContext(t.Context(), os.Args[0], "-test.run=^TestWriterToBeKilled$", "--", path, fmt.Sprint(round))
	out, err := child.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := child.Start(); err != nil {
		t.Fatal(err)
	}
	var ids []string
	for lines := bufio.NewScanner(out); lines.Scan(); {
		if ids = append(ids, lines.Text()); len(ids) == 40+13*round {
			if err := child.Process.Kill(); err != nil {
				t.Fatal(err)
			}
		}
	}
	if err := child.Wait(); err == nil {
		t.Fatal("the writer ended by itself")
	}
	return ids
}

// The process that is killed: it writes pairs until then, and says which are kept.
func TestWriterToBeKilled(t *testing.T) {
	if flag.NArg() != 2 {
		t.Skip("runs only as a process of its own")
	}
	s := open(t, flag.Arg(0))
	var writers sync.WaitGroup
	for w := range 8 {
		writers.Go(func() {
			for i := 0; ; i++ {
				id := fmt.Sprintf("%s-%d-%d", flag.Arg(1), w, i)
				err := s.Commit(t.Context(), rollout.Change{Put: []rollout.Record{
					row{kind: "left", id: id, rev: 1, index: "left"}, row{kind: "right", id: id, rev: 1},
				}})
				if err != nil {
					t.Error(err)
					return
				}
				fmt.Println(id)
			}
		})
	}
	writers.Wait()
}
