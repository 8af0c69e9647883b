// Package cloud is a simulated AWS account: Lambda functions with versions and
// weighted aliases, the images they run, the calls that arrive at them, the
// per-minute metrics of those calls, and alarms on those metrics.
//
// It is as strict as AWS, so that what works here works there: names, error
// codes and the order of checks follow the Lambda API. It knows nothing of the
// rest of the project, and time, randomness and storage are given to it.
//
// Traffic is simulated lazily. Nothing runs in the background: every call first
// settles what has arrived since the last one, in slices that end at each
// minute and at each change. What a slice holds is drawn from a source made of
// the account's salt, the function and the slice's start, so it does not depend
// on who asked, and a restart draws the same again.
//
// Every change is made on a copy, saved, and only then put in place: what was
// answered survives a SIGKILL, and what could not be saved did not happen.
package cloud

import (
	"crypto/sha256"
	"errors"
	"fmt"
	"math/rand/v2"
	"sync"
	"time"
)

const (
	// Region is that of every simulated account.
	Region = "eu-central-1"
	// AccountID is that of every simulated account.
	AccountID = "123456789012"

	// LiveAlias is the alias that callers call: all simulated traffic arrives at it.
	LiveAlias = "live"

	latest = "$LATEST"
)

// Options are what an account is made of. Now and Rand are required.
type Options struct {
	Now  func() time.Time // the simulated clock
	Rand *rand.Rand       // seeded; used under the account's lock only
	Disk Disk             // where everything is kept; nil keeps it in memory

	// Delay is how long, in simulated time, a new function or version stays
	// Pending and an update of $LATEST stays InProgress. 0: done at once.
	Delay time.Duration
	// MetricLag is how long after its minute has ended a datapoint appears.
	// 0: AWS's usual minute; negative: none.
	MetricLag time.Duration
	// SparseVersions leaves a version out of the metrics while its alias routes
	// to it alone, as CloudWatch may: ExecutedVersion is documented for weighted
	// aliases only. The alias as a whole is always there.
	SparseVersions bool

	// RequestRate is how many control-plane calls a second the account takes.
	// 0: AWS's 15; negative: any number.
	RequestRate float64
	// RateClock is the clock of that limit; nil: Now.
	RateClock func() time.Time

	// Fault is asked before each API call, by the API's name ("UpdateAlias");
	// its error is answered instead. After is asked when the call has had its
	// effect: its error takes the place of the answer, as when a reply is lost.
	// Both may be nil, and both may call the account. Reading metrics is
	// "GetMetricData", looking for an image "DescribeImages". What the sandbox
	// itself does (Seed, SetTraffic, SetBehaviour, Functions) is not asked about.
	Fault, After func(op string) error
}

// Account is the simulated account. It is safe for concurrent use.
type Account struct {
	opts Options

	mu            sync.Mutex
	salt          uint64 // of everything derived; drawn once in the account's life
	functions     map[string]*function
	metrics       map[string]*series
	alarms        map[string]watched
	images        []Image
	behaviours    map[string]Behaviour // by image digest
	control, gets bucket
	throttled     map[string]int // how many calls of an operation are still to be refused
	failReads     int            // how many reads of metrics are still to fail

	failProvisioning string // why provisioned concurrency will fail; empty: it will not
}

// New opens the account that is on the disk, or an empty one.
func New(o Options) (*Account, error) {
	if o.Now == nil || o.Rand == nil {
		return nil, errors.New("open account: a clock and a random source are needed")
	}
	if o.Disk == nil {
		o.Disk = nowhere{}
	}
	if o.MetricLag == 0 {
		o.MetricLag = time.Minute
	}
	if o.RateClock == nil {
		o.RateClock = o.Now
	}
	a := &Account{
		opts:       o,
		functions:  map[string]*function{},
		metrics:    map[string]*series{},
		alarms:     map[string]watched{},
		behaviours: map[string]Behaviour{},
		throttled:  map[string]int{},
	}
	a.control, a.gets = limits(o.RequestRate)
	if err := a.load(); err != nil {
		return nil, fmt.Errorf("open account: %w", err)
	}
	return a, nil
}

// do runs one API call: an injected fault, the rate limit, the effect, and the
// loss of its answer. The effect runs under the lock.
func do[T any](a *Account, op string, limit *bucket, effect func(now time.Time) (T, error)) (T, error) {
	var none T
	if a.opts.Fault != nil {
		if err := a.opts.Fault(op); err != nil {
			return none, err
		}
	}
	out, err := locked(a, func(now time.Time) (T, error) {
		if err := a.admit(op, limit); err != nil {
			return none, err
		}
		return effect(now)
	})
	if err != nil {
		return none, err
	}
	if a.opts.After != nil {
		if err := a.opts.After(op); err != nil {
			return none, err
		}
	}
	return out, nil
}

func locked[T any](a *Account, effect func(now time.Time) (T, error)) (T, error) {
	a.mu.Lock()
	defer a.mu.Unlock()
	return effect(a.opts.Now())
}

// change edits a copy of a function and puts it in place once it is saved. What
// arrived until now is settled first, by the rules that held until now.
func (a *Account) change(name string, now time.Time, edit func(f *function) error) error {
	old, err := a.function(name)
	if err != nil {
		return err
	}
	f := old.clone()
	if err := edit(f); err != nil {
		return err
	}
	if err := a.settle(old, now); err != nil {
		return err
	}
	f.Settled = a.metrics[name].settled
	if err := save(a.opts.Disk, functionKey(name), f); err != nil {
		return err
	}
	a.functions[name] = f
	return nil
}

// hash derives 32 bytes from the account's salt and what it is needed for.
func (a *Account) hash(parts ...any) [32]byte {
	return sha256.Sum256(fmt.Append(nil, a.salt, parts))
}

// source is a random source of its own for one purpose, the same each time.
func (a *Account) source(parts ...any) *rand.Rand {
	return rand.New(rand.NewChaCha8(a.hash(parts...))) //nolint:gosec // a simulation has to be repeatable
}

func uuid(b [32]byte) string {
	return fmt.Sprintf("%x-%x-%x-%x-%x", b[:4], b[4:6], b[6:8], b[8:10], b[10:16])
}
