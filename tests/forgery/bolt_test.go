package forgery

import (
	"flag"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
)

var update = flag.Bool("update", false, "write the golden file anew")

// each is how many requests of a kind every receiver gets: there are 7 kinds of genuine
// ones, and nowhere more than 7 variants.
const each = 49

// verdicts are what receivers make of requests: of each kind, all that happened.
type verdicts map[string]map[string]bool

func (v verdicts) add(kind, verdict string) {
	if v[kind] == nil {
		v[kind] = map[string]bool{}
	}
	v[kind][verdict] = true
}

func (v verdicts) of(kind string) string {
	return strings.Join(slices.Sorted(maps.Keys(v[kind])), " or ")
}

// The same requests go to the front and to Slack's own receivers, over a network.
// What they make of them is in the golden file, which the documentation shows.
func TestBoltAndTheFrontDifferOnlyWhereTheGoldenFileSaysSo(t *testing.T) {
	kinds := slices.Concat(controls(), mutations())
	f := newForger(120)
	var sample []*request
	for round := range each {
		for kind, m := range kinds {
			f.begin(kind, round)
			sample = append(sample, m.forge(f))
		}
	}
	javaScript, python := bolts(t)
	got := []verdicts{ask(t, front(t), kinds, sample), ask(t, javaScript, kinds, sample), ask(t, python, kinds, sample)}
	shown, err := table(kinds, got)
	if err != nil {
		t.Error(err)
	}
	golden(t, "bolt.golden", shown)
}

// ask sends a sample to a receiver, one after the other, and gives its verdicts.
func ask(t *testing.T, to *receiver, kinds []mutation, sample []*request) verdicts {
	t.Helper()
	statuses := make([]string, len(sample))
	for i, r := range sample {
		var err error
		if statuses[i], err = to.answer(t.Context(), r, i); err != nil {
			t.Fatal(err)
		}
	}
	to.end()
	v := verdicts{}
	for i, status := range statuses {
		if to.called[strconv.Itoa(i)] {
			status = acts
		}
		v.add(kinds[i%len(kinds)].name, status)
	}
	return v
}

func golden(t *testing.T, name, got string) {
	t.Helper()
	name = filepath.Join("testdata", name)
	if *update {
		if err := os.WriteFile(name, []byte(got), 0o600); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	if got != string(want) {
		t.Errorf("want\n%s\ngot\n%s", want, got)
	}
}
