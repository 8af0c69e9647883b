package cloud

import (
	"cmp"
	"math"
	"slices"
	"strings"
	"time"
)

// What every function has.
const (
	MemoryMB     = 128     // its memory
	Architecture = "arm64" // what it runs on
)

const (
	initMS      = 180             // that a cold start takes, which is billed too
	warmMinutes = 6               // that an environment stays after a call
	recordBytes = 500             // that Lambda logs of a call
	lastWarm    = warmMinutes - 1 // full minutes between two calls of one environment
)

// Usage is what the calls of a version took in a period, as Lambda's records of them in
// the log say: those by whatever alias, and by number.
type Usage struct {
	At       time.Time // start of the period
	Version  string    // a number, or $LATEST
	Calls    int64
	Cold     int64 // of them, in a new environment
	BilledMS int64
	Bytes    int64 // of the log
}

// Usage puts together what is logged of the calls in [From, To), by period and version,
// oldest first. It is there as soon as a minute has ended: logs are faster than metrics.
// A function that does not exist has no log, which is an error.
//
// Nothing here is drawn. A version has as many environments as it had calls at a time, and
// one is gone when it had no call for some minutes: what is needed beyond that begins cold.
func (a *Account) Usage(name string, from, to time.Time, period time.Duration) ([]Usage, error) {
	return do(a, "StartQuery", nil, func(now time.Time) ([]Usage, error) {
		f, err := a.function(name)
		if err != nil {
			return nil, err
		}
		if err := a.settle(f, now.Truncate(time.Minute)); err != nil {
			return nil, err
		}
		if end := now.Truncate(time.Minute); end.Before(to) {
			to = end
		}
		found := map[usageKey]Usage{}
		warm := map[string][]environments{}
		for _, m := range a.metrics[name].minutes {
			for version, rows := range m.byVersion() {
				u := used(rows)
				need := busiest(rows)
				u.Cold = min(u.Calls, max(0, need-most(warm[version], m.At)))
				u.BilledMS += u.Cold * initMS
				warm[version] = append(warm[version], environments{m.At, need})
				if at := m.start(); !at.Before(from) && at.Before(to) {
					k := usageKey{at.Truncate(max(time.Minute, period)), version}
					found[k] = found[k].plus(u)
				}
			}
		}
		return listed(found), nil
	})
}

type usageKey struct {
	at      time.Time
	version string
}

// environments are how many a version had in a minute.
type environments struct{ at, n int64 }

// most is how many environments are still warm in a minute.
func most(had []environments, at int64) (n int64) {
	for _, e := range slices.Backward(had) {
		if e.at < at-lastWarm {
			break
		}
		n = max(n, e.n)
	}
	return n
}

// byVersion are the rows of a minute that have calls.
func (m minute) byVersion() map[string][]row {
	rows := map[string][]row{}
	for _, r := range m.Rows {
		if r.Calls > 0 {
			rows[r.Version] = append(rows[r.Version], r)
		}
	}
	return rows
}

// used is what some calls took; each is billed by the millisecond that it has begun.
func used(rows []row) (u Usage) {
	const begun = 0.5
	for _, r := range rows {
		u.Calls += r.Calls
	}
	u.BilledMS = int64(math.Round(float64(u.Calls) * (mean(rows) + begun)))
	u.Bytes = u.Calls * recordBytes
	return u
}

func (u Usage) plus(v Usage) Usage {
	u.Calls, u.Cold, u.BilledMS, u.Bytes = u.Calls+v.Calls, u.Cold+v.Cold, u.BilledMS+v.BilledMS, u.Bytes+v.Bytes
	return u
}

func listed(found map[usageKey]Usage) []Usage {
	all := make([]Usage, 0, len(found))
	for k, u := range found {
		u.At, u.Version = k.at, k.version
		all = append(all, u)
	}
	return slices.SortedFunc(slices.Values(all), func(x, y Usage) int {
		return cmp.Or(x.At.Compare(y.At), strings.Compare(x.Version, y.Version))
	})
}

// busiest is the most calls at a time in a minute of some rows: how many there are on
// average, and what calls that come at random add to that once in a hundred times.
func busiest(rows []row) int64 {
	var busy float64
	for _, r := range rows {
		busy += float64(r.Calls) * mean([]row{r}) / 60_000
	}
	if busy == 0 {
		return 0
	}
	return int64(math.Ceil(busy + 2.33*math.Sqrt(busy)))
}
