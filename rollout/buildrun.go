package rollout

import (
	"strconv"
	"time"
)

// BuildRun is the one build of a release that is under way or was, whoever wants it:
// rollouts of the same commit join it. It is written before the build is asked for,
// so that a lost answer does not start a second one.
type BuildRun struct {
	Service   string    `json:"service"`
	SHA       string    `json:"sha"`
	Revision  int64     `json:"revision"`
	Rollout   ID        `json:"rollout"`            // for which it was asked; what the run is correlated by
	Asked     time.Time `json:"asked"`              // when, by the clock that rollouts live by
	AskedReal time.Time `json:"askedReal"`          // when, by the code host's clock
	PutOff    time.Time `json:"putOff,omitzero"`    // it was not asked for after all, and is not to be before this, in real time
	Problem   string    `json:"problem,omitempty"`  // what asking for it failed with, when nobody knows whether that began a run
	Looked    time.Time `json:"looked"`             // when the code host was asked about it last, or told, by the rollouts' clock
	Heard     time.Time `json:"heard"`              // when that said anything new last
	Run       Run       `json:"run"`                // RunAsked with the ID 0 while nobody knows which it is
	Until     time.Time `json:"until,omitzero"`     // its run is over, but until then it is asked which that was, or where it failed
	Replaced  bool      `json:"replaced,omitempty"` // another build of the commit was asked for since, as nobody had found this one
}

const (
	// places is how long a code host may take to say where a run failed.
	places = 30 * time.Second
	// searched is how long a run that nobody could name is recognised when it shows
	// up after all.
	searched = 24 * time.Hour
	// appears is how long after a run's good end its image may still be missing: the
	// registry tells of a push a moment later.
	appears = 2 * time.Minute
)

// Open says that there is more to be heard of it.
func (b BuildRun) Open() bool { return !b.Run.State.Ended() || !b.Until.IsZero() }

// Lost says that nobody could name its run, which may yet show up.
func (b BuildRun) Lost() bool { return b.Run.State.Ended() && b.Run.ID == 0 && b.Open() }

// Hears is the build after the code host was heard of its run, and whether that is any
// news. One that failed, nobody knows where, is asked about for a little longer. What is
// heard of another run changes nothing.
func (b BuildRun) Hears(r Run, at time.Time) (after BuildRun, news bool) {
	if b.Run.ID != 0 && r.ID != 0 && r.ID != b.Run.ID {
		return b, false
	}
	after = b
	after.Revision, after.Looked = b.Revision+1, at
	after.Run, news = b.Run.With(r)
	switch {
	case news:
		after.Heard, after.Until = at, time.Time{}
		if r.State == RunFailed && r.Failure == nil && r.ID != 0 {
			after.Until = at.Add(places)
		}
	case !b.Until.IsZero() && !at.Before(b.Until):
		after.Until, news = time.Time{}, true
	}
	return after, news
}

// Misses is the build after its run was looked for in vain for long enough, and whether
// that is news: meanwhile somebody may have named it.
func (b BuildRun) Misses(reason string, at time.Time) (after BuildRun, news bool) {
	if b.Run.ID != 0 || b.Run.State != RunAsked {
		return b, false
	}
	b.Revision, b.Looked, b.Heard, b.Until = b.Revision+1, at, at, at.Add(searched)
	b.Run = Run{State: RunFailed, Reason: reason}
	return b, true
}

// Closes is the build that nobody asks about any more, for that reason, and whether that
// is so: what was heard of within the day may be heard of again.
func (b BuildRun) Closes(reason string, at time.Time) (after BuildRun, news bool) {
	if !b.Open() || at.Sub(b.Heard) < searched {
		return b, false
	}
	b.Revision, b.Looked, b.Until = b.Revision+1, at, time.Time{}
	if !b.Run.State.Ended() {
		b.Run.State, b.Run.Reason, b.Run.Waits = RunFailed, reason, nil
	}
	return b, true
}

// GivesWay is the lost build after another one of the same commit took its place: a
// record of its own, for its run to be recognised by.
func (b BuildRun) GivesWay() BuildRun {
	b.Revision, b.Replaced = 1, true
	return b
}

// Key is where it is stored: one for each commit of a service.
func (b BuildRun) Key() Key {
	key := BuildRunKey(b.Service, b.SHA)
	if b.Replaced {
		key.ID += "/" + string(b.Rollout)
	}
	return key
}

// BuildRunKey is where the build of a commit is stored.
func BuildRunKey(service, sha string) Key { return Key{Kind: "build", ID: service + "/" + sha} }

// Rev lets one of two senders win.
func (b BuildRun) Rev() (int64, Guard) { return b.Revision, Next }

// Indexes lists those of which there is more to be heard, and each by its run.
func (b BuildRun) Indexes() (in []string) {
	if b.Open() {
		in = append(in, BuildsIndex)
	}
	if b.Run.ID != 0 {
		in = append(in, RunIndex(b.Run.ID))
	}
	return in
}

// BuildsIndex lists the builds of which there is more to be heard.
const BuildsIndex = "builds/open"

// RunIndex lists the builds that a run makes: one, but for two repositories of
// different code hosts.
func RunIndex(run int64) string { return "builds/run/" + strconv.FormatInt(run, 10) }

// Build is what the run means for the image that was not found at that time.
func (b BuildRun) Build(at time.Time) Build {
	out := Build{State: BuildRunning, Run: b.Run.ID, Attempt: b.Run.Attempt, URL: b.Run.URL, Waits: b.Run.Waits, Looked: b.Looked, Rest: b.rest()}
	switch b.Run.State {
	case RunFailed, RunCancelled:
		if b.Lost() || !b.Open() {
			out.State, out.Reason, out.Failure = BuildFailed, b.Run.Reason, b.Run.Failure
		}
	case RunSucceeded:
		if at.Sub(b.Heard) >= appears {
			out.State, out.Reason = BuildFailed, "the run succeeded, but it pushed no image tagged with the commit's full SHA"
		}
	case RunAsked, RunQueued, RunWaiting, RunGoing:
	}
	return out
}

// rest is how long the code host need not be asked again: 1, 2, 4 and then 8 minutes,
// since it tells by itself of what is new; not for long while that decides something.
func (b BuildRun) rest() time.Duration {
	if b.Run.ID == 0 || !b.Until.IsZero() {
		return findAgain
	}
	return min(b.Looked.Sub(b.Heard)+lookAgain, lookSeldom)
}

// For is the build as a rollout that wants it sees it. What had failed before it began,
// or was cancelled for an earlier one, is absent: it is asked for anew. What fails while
// it waits has failed for it too, whoever asked first.
func (b BuildRun) For(r Rollout, at time.Time) Build {
	out := b.Build(at)
	over := b.Run.State == RunCancelled || !b.Heard.After(r.Created)
	if !b.PutOff.IsZero() || out.State == BuildFailed && b.Rollout < r.ID && over {
		return Build{State: BuildAbsent}
	}
	return out
}

// Order is what was asked for.
func (b BuildRun) Order() Order {
	return Order{Service: b.Service, SHA: b.SHA, Correlation: string(b.Rollout), Since: b.AskedReal.Add(-apart)}
}

// apart is by how much a code host's clock may be behind ours.
const apart = time.Minute
