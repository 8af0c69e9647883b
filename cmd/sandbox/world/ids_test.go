package world

import (
	"bytes"
	"testing"
	"time"

	"pgregory.net/rapid"
)

func newIDs(t interface{ Fatal(...any) }, seed byte) *ids {
	w := &World{o: Options{Random: bytes.NewReader(bytes.Repeat([]byte{seed}, 32))}}
	if err := w.openIDs(); err != nil {
		t.Fatal(err)
	}
	return w.ids
}

func TestIDsOfOneMillisecondRiseAndNeverComeTwice(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		i := newIDs(t, rapid.Byte().Draw(t, "seed"))
		at := time.UnixMilli(rapid.Int64Range(0, 1<<45).Draw(t, "ms"))
		last := ""
		for range rapid.IntRange(1, 50).Draw(t, "count") {
			id := i.at(at)
			if id <= last {
				t.Fatalf("%s after %s", id, last)
			}
			last = id
			if rapid.Bool().Draw(t, "later") {
				at = at.Add(time.Millisecond)
			}
		}
	})
}

func TestRandomWordsAreAsLongAsPromised(t *testing.T) {
	i := newIDs(t, 1)
	if a, b := i.random(), i.random(); len(a) != 32 || a == b {
		t.Errorf("%s, %s", a, b)
	}
	if len(i.ref()) != 6 {
		t.Error(i.ref())
	}
}
