package faults

import (
	"cmp"
	"errors"
	"fmt"
	"math/rand/v2"
	"net/http"
	"os"
	"slices"
	"strconv"
	"sync"
	"testing"

	"github.com/slipway-dev/slipway/tests/faulty"
)

// points is how many places to kill a process at are tried of a story, unless
// FAULTS=all asks for every one, which takes some minutes.
const points = 36

// place is a call to AWS that a process does not survive.
type place struct {
	call  int    // from 1, by the order of a story without faults
	name  string // of the operation there
	after bool   // it is carried out first, and its reply is never seen
}

// deaths counts calls, and kills the ticker's process at some of them.
type deaths struct {
	k  *ticker
	at func(call int) (dies, after bool)

	mu    sync.Mutex
	calls []string
	died  int
}

var errDead = errors.New("the process was killed")

// kills has the ticker killed where at says so.
func (k *ticker) kills(at func(call int) (dies, after bool)) *deaths {
	d := &deaths{k: k, at: at}
	k.Always("", d.meet)
	return d
}

// meet is what becomes of each call.
func (d *deaths) meet(c faulty.Call) (*http.Response, error) {
	d.mu.Lock()
	defer d.mu.Unlock() // one after the other, as they are counted
	d.calls = append(d.calls, c.Operation)
	dies, after := d.at(len(d.calls))
	if !dies {
		return c.Send()
	}
	d.died++
	if after {
		got, err := c.Send()
		if err != nil {
			return nil, err
		}
		if err := got.Body.Close(); err != nil {
			return nil, err
		}
	}
	return nil, errors.Join(errDead, d.k.kill())
}

// places are those of a story. First come those that change the account, and then
// the others in an order that begins with those that are least alike. Without
// faults, a story's calls come in the same order each time.
func (s story) places(t *testing.T, random *rand.Rand) []place {
	t.Helper()
	w := open(t)
	k := w.ticker()
	d := k.kills(func(int) (bool, bool) { return false, false })
	w.holds(k.drive(s.begin(w), nil))
	var all []place
	for i, name := range d.calls {
		all = append(all, place{i + 1, name, false}, place{i + 1, name, true})
	}
	random.Shuffle(len(all), func(i, j int) { all[i], all[j] = all[j], all[i] })
	times := map[place]int{} // how often there was one like it
	rank := map[place]int{}
	for _, p := range all {
		like := place{name: p.name, after: p.after}
		times[like]++
		if !slices.Contains([]string{"UpdateAlias", "UpdateFunctionCode", "PublishVersion"}, p.name) {
			rank[p] = times[like]
		}
	}
	slices.SortStableFunc(all, func(x, y place) int { return cmp.Compare(rank[x], rank[y]) })
	return all
}

// seeded is a source of chance whose seed is told, and can be given again.
func seeded(t *testing.T) *rand.Rand {
	t.Helper()
	seed := rand.Uint64()
	if s := os.Getenv("FAULTS_SEED"); s != "" {
		var err error
		if seed, err = strconv.ParseUint(s, 10, 64); err != nil {
			t.Fatal(err)
		}
	}
	t.Logf("FAULTS_SEED=%d", seed)
	return rand.New(rand.NewPCG(seed, 0))
}

// faults.md F1, F5: before and after every call of a tick to AWS, those to the
// store among them.
func TestWhereverATickerIsKilledTheNextOneGoesOnToTheEnd(t *testing.T) {
	random := seeded(t)
	for _, name := range []string{"a good version", "a bad version", "a rollback"} {
		s := stories[name]
		all := s.places(t, random)
		if os.Getenv("FAULTS") != "all" {
			all = all[:min(points, len(all))]
		}
		for _, p := range all {
			t.Run(fmt.Sprintf("%s, call %d, %s, after %v", name, p.call, p.name, p.after), func(t *testing.T) {
				t.Parallel()
				s.ends(t, func(call int) (bool, bool) { return call == p.call, p.after })
			})
		}
	}
}

// ends plays a story in which processes die, and checks its end.
func (s story) ends(t *testing.T, at func(call int) (dies, after bool)) {
	t.Helper()
	w := open(t)
	k := w.ticker()
	d := k.kills(at)
	r := k.drive(s.begin(w), nil)
	if r.Phase != s.end || d.died == 0 {
		t.Errorf("it %s, after %d deaths: %+v", r.Phase.Past(), d.died, r.Cause)
	}
	w.holds(r)
	if t.Failed() {
		t.Log(k.log())
	}
}

// faults.md F2: the second death is anywhere in the life after the first.
func TestARollbackWhoseTickerIsKilledTwiceInARowComesToItsEnd(t *testing.T) {
	random := seeded(t)
	s := stories["a rollback"]
	for _, p := range s.places(t, random) {
		again := 1 + random.IntN(6)
		t.Run(fmt.Sprintf("call %d, %s, after %v, and %d calls later", p.call, p.name, p.after, again), func(t *testing.T) {
			t.Parallel()
			s.ends(t, func(call int) (bool, bool) { return call == p.call || call == p.call+again, p.after })
		})
	}
}

// faults.md F1, F2: no life is longer than two ticks or so.
func TestATickerThatIsKilledAgainAndAgainComesToAnEnd(t *testing.T) {
	random := seeded(t)
	for name, s := range stories {
		for range 4 {
			seed := random.Uint64()
			t.Run(fmt.Sprintf("%s, seed %d", name, seed), func(t *testing.T) {
				t.Parallel()
				random := rand.New(rand.NewPCG(seed, 0))
				next := 1 + random.IntN(10)
				s.ends(t, func(call int) (bool, bool) {
					if call < next {
						return false, false
					}
					next = call + 1 + random.IntN(20)
					return true, random.IntN(2) == 0
				})
			})
		}
	}
}
