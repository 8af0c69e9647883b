package rollout_test

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/slipway-dev/slipway/rollout"
)

// old is a row as an earlier version of this binary has left it, with its place.
type old struct {
	Kind, ID string
	Rev      int64
	Indexes  []string
	Body     json.RawMessage
}

func readOld(t *testing.T, schema, name string) old {
	t.Helper()
	raw, err := os.ReadFile(filepath.Join("testdata", schema, name+".json"))
	if err != nil {
		t.Fatal(err)
	}
	var o old
	if err := json.Unmarshal(raw, &o); err != nil {
		t.Fatal(err)
	}
	return o
}

// faults.md F9: the bot is upgraded with rollouts in flight. The rows were written
// by the binary before this one.
func TestRowsOfTheVersionBeforeAreReadWithAllThatIsInThem(t *testing.T) {
	readsOld[rollout.Rollout](t, "schema1", "rollout")
	readsOld[rollout.Rollout](t, "schema1", "rollout-paused")
	readsOld[rollout.Lock](t, "schema1", "lock")
	readsOld[rollout.Entry](t, "schema1", "audit")
	readsOld[rollout.Notice](t, "schema1", "notice")
	readsOld[rollout.Posted](t, "schema1", "posted")
	readsOld[rollout.Seen](t, "schema1", "seen")
	readsOld[rollout.Judgement](t, "schema1", "judgement")
	readsOld[rollout.Rollout](t, "schema2", "rollout") // of before there were probes and drops
	readsOld[rollout.Judgement](t, "schema2", "judgement")
}

// readsOld reads a row and writes it again: its record is the same to the last
// field, in the same place and in the same lists, and of the new schema.
func readsOld[T rollout.Record](t *testing.T, schema, name string) {
	t.Helper()
	was := readOld(t, schema, name)
	record, err := rollout.Decode[T](rollout.Stored{Key: rollout.Key{Kind: was.Kind, ID: was.ID}, Rev: was.Rev, Body: was.Body})
	if err != nil {
		t.Errorf("%s: %v", name, err)
		return
	}
	body, err := rollout.Encode(record)
	if err != nil {
		t.Fatal(err)
	}
	before, after := fields(t, was.Body), fields(t, body)
	if diff := cmp.Diff(before["record"], after["record"]); diff != "" {
		t.Errorf("%s: read and written again (-was +is):\n%s", name, diff)
	}
	if schema != fmt.Sprintf("schema%v", before["schema"]) || after["schema"] != 2.0 {
		t.Errorf("%s of %s: schema %v becomes %v", name, schema, before["schema"], after["schema"])
	}
	rev, _ := record.Rev()
	if got := (rollout.Key{Kind: was.Kind, ID: was.ID}); record.Key() != got || rev != was.Rev || cmp.Diff(was.Indexes, record.Indexes()) != "" {
		t.Errorf("%s: %s at %d in %v was %s at %d in %v", name, record.Key(), rev, record.Indexes(), got, was.Rev, was.Indexes)
	}
}

func fields(t *testing.T, body []byte) map[string]any {
	t.Helper()
	var all map[string]any
	if err := json.Unmarshal(body, &all); err != nil {
		t.Fatal(err)
	}
	return all
}

// The audit's hashes are over the entries as they were written.
func TestAnAuditEntryOfTheVersionBeforeStillHasItsHash(t *testing.T) {
	was := readOld(t, "schema1", "audit")
	e, err := rollout.Decode[rollout.Entry](rollout.Stored{Body: was.Body})
	if err != nil {
		t.Fatal(err)
	}
	_, again := rollout.Lock{Target: e.Target, Seq: e.Seq - 1, Head: e.Prev}.Log(e.At, e.Actor, e.Action, e.Rollout, e.Detail)
	if again.Hash != e.Hash || strings.TrimSpace(e.Hash) == "" {
		t.Errorf("%s is now %s", e.Hash, again.Hash)
	}
}
