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
// by the binaries before this one.
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
	readsOld[rollout.Rollout](t, "schema2", "rollout-last") // of the last binary that wrote this schema
	readsOld[rollout.Rollout](t, "schema2", "rollout-paused")
	readsOld[rollout.Judgement](t, "schema2", "judgement-last")
	readsOld[rollout.Lock](t, "schema2", "lock")
	readsOld[rollout.Entry](t, "schema2", "audit")
	readsOld[rollout.Notice](t, "schema2", "notice")
	readsOld[rollout.Posted](t, "schema2", "posted")
	readsOld[rollout.Seen](t, "schema2", "seen")
	readsOld[rollout.Rollout](t, "schema3", "rollout")
	readsOld[rollout.Rollout](t, "schema3", "rollout-paused")
	readsOld[rollout.Judgement](t, "schema3", "judgement")
	readsOld[rollout.Lock](t, "schema3", "lock")
	readsOld[rollout.Entry](t, "schema3", "audit")
	readsOld[rollout.Notice](t, "schema3", "notice")
	readsOld[rollout.Notice](t, "schema3", "errand")
	readsOld[rollout.Reported](t, "schema3", "reported")
	readsOld[rollout.Shipped](t, "schema3", "shipped")
	readsOld[rollout.Seen](t, "schema3", "seen")
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
	if schema != fmt.Sprintf("schema%v", before["schema"]) || after["schema"] != 4.0 {
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

// What was new in schema 3 is not there, which says what it said before.
func TestARolloutOfSchema2IsNeitherBuiltForNorReported(t *testing.T) {
	was := readOld(t, "schema2", "rollout-last")
	r, err := rollout.Decode[rollout.Rollout](rollout.Stored{Body: was.Body})
	if err != nil {
		t.Fatal(err)
	}
	if r.Builds || r.Reports || r.Held || r.Took(rollout.Building) != 0 || r.Wants(r.Target.Service, r.Release.SHA) {
		t.Errorf("%+v", r)
	}
	if !r.Build.Looked.IsZero() || r.Build.Rest != 0 || r.Build.Run != 0 {
		t.Errorf("%+v", r.Build)
	}
}

// What is new in schema 4 is not there either.
func TestARolloutOfSchema3IsJudgedInEarnestAndBelongsToNoIncident(t *testing.T) {
	was := readOld(t, "schema3", "rollout-paused")
	r, err := rollout.Decode[rollout.Rollout](rollout.Stored{Body: was.Body})
	if err != nil {
		t.Fatal(err)
	}
	if _, drilled := r.Drilled(); drilled || r.Drill != nil || r.Strategy.Shadow || r.Announces || r.Incident != "" || len(r.RedBefore) > 0 {
		t.Errorf("%+v", r)
	}
}

// The audit's hashes are over the entries as they were written.
func TestAnAuditEntryOfTheVersionBeforeStillHasItsHash(t *testing.T) {
	for _, schema := range []string{"schema1", "schema2", "schema3"} {
		was := readOld(t, schema, "audit")
		e, err := rollout.Decode[rollout.Entry](rollout.Stored{Body: was.Body})
		if err != nil {
			t.Fatal(err)
		}
		_, again := rollout.Lock{Target: e.Target, Seq: e.Seq - 1, Head: e.Prev}.Log(e.At, e.Actor, e.Action, e.Rollout, e.Detail)
		if again.Hash != e.Hash || strings.TrimSpace(e.Hash) == "" {
			t.Errorf("%s: %s is now %s", schema, e.Hash, again.Hash)
		}
	}
}
