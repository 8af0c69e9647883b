package ids_test

import (
	"bytes"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/slipway-dev/slipway/cmd/ids"
)

func newMaker(t interface{ Fatal(...any) }, seed byte) *ids.Maker {
	m, err := ids.New(bytes.NewReader(bytes.Repeat([]byte{seed}, 32)))
	if err != nil {
		t.Fatal(err)
	}
	return m
}

func TestWithoutRandomnessThereAreNoIDs(t *testing.T) {
	if _, err := ids.New(bytes.NewReader([]byte("too short"))); err == nil {
		t.Error("ids that can be guessed")
	}
}

func TestIDsOfOneMillisecondRiseAndNeverComeTwice(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		i := newMaker(t, rapid.Byte().Draw(t, "seed"))
		at := time.UnixMilli(rapid.Int64Range(0, 1<<45).Draw(t, "ms"))
		last := ""
		for range rapid.IntRange(1, 50).Draw(t, "count") {
			id := i.At(at)
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
	i := newMaker(t, 1)
	if a, b := i.Random(), i.Random(); len(a) != 32 || a == b {
		t.Errorf("%s, %s", a, b)
	}
	if len(i.Ref()) != 6 {
		t.Error(i.Ref())
	}
}
