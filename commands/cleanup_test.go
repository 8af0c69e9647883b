package commands_test

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/slipway-dev/slipway/commands"
	"github.com/slipway-dev/slipway/commands/grammar"
	"github.com/slipway-dev/slipway/rollout"
)

// shelf is a target's versions and aliases, made up.
type shelf struct {
	versions []rollout.Published // newest first
	aliases  map[rollout.Alias]rollout.AliasNow
	deleted  []rollout.Version
	refuses  error
	keeps    func(rollout.Version) error // why a version cannot be deleted; nil for none
}

func (s *shelf) List(context.Context, rollout.Target) ([]rollout.Published, error) {
	return slices.Clone(s.versions), s.refuses
}

func (s *shelf) Publish(context.Context, rollout.Target, rollout.Release, rollout.ID) error {
	return nil
}

func (s *shelf) Delete(_ context.Context, _ rollout.Target, v rollout.Version) error {
	if s.keeps != nil {
		if err := s.keeps(v); err != nil {
			return err
		}
	}
	s.deleted = append(s.deleted, v)
	s.versions = slices.DeleteFunc(s.versions, func(p rollout.Published) bool { return p.Version == v })
	return nil
}

func (s *shelf) Aliases(context.Context, rollout.Target) (map[rollout.Alias]rollout.AliasNow, error) {
	return maps.Clone(s.aliases), nil
}

func (s *shelf) Point(context.Context, rollout.Target, rollout.Intent) error { return nil }

// shelved is a world whose only target has made-up versions, from v1 to the newest.
func shelved(t fataler, newest, keep int) (*world, *shelf) {
	w := newWorld(t)
	s := &shelf{aliases: map[rollout.Alias]rollout.AliasNow{}}
	for v := newest; v > 0; v-- {
		s.versions = append(s.versions, rollout.Published{Version: version(v), Release: rollout.Release{SHA: goodSHA}, Ready: true})
	}
	w.Versions, w.Traffic = s, s
	w.Policy.Services = w.Policy.Services[:1]
	w.Policy.Environments = slices.Clone(w.Policy.Environments[1:])
	w.Policy.Environments[0].Keep = keep
	return w, s
}

func version(n int) rollout.Version {
	if n == 0 {
		return ""
	}
	return rollout.Version(strconv.Itoa(n))
}

func TestOldVersionsAreDeletedAFewAtATimeAndTheAuditTellsOfThem(t *testing.T) {
	w, s := shelved(t, 12, 5)
	if w.sweep(); !slices.Equal(s.deleted, []rollout.Version{"1", "2", "3", "4", "5"}) {
		t.Fatalf("deleted %v", s.deleted)
	}
	if e := w.verify(prod); len(e) != 5 || e[0].Action != "delete version" || e[0].Detail != "v1" || e[4].Detail != "v5" {
		t.Errorf("audit %+v", e)
	}
	w.sweep()
	if w.sweep(); !slices.Equal(s.deleted[5:], []rollout.Version{"6", "7"}) || len(w.verify(prod)) != 7 {
		t.Errorf("deleted %v", s.deleted)
	}
}

func TestVersionsThatCannotBeDeletedStandInTheWayOfNoneAndTheAuditIsSilentOfThem(t *testing.T) {
	w, s := shelved(t, 40, 3)
	stuck := func(v rollout.Version) bool { n, _ := strconv.Atoi(string(v)); return n <= 20 }
	s.keeps = func(v rollout.Version) error {
		if stuck(v) {
			return &rollout.Error{Kind: rollout.Invalid, Message: "It is replicated."}
		}
		return nil
	}
	for range 30 {
		w.sweep()
		w.now = w.now.Add(10 * time.Minute)
	}
	if len(s.deleted) != 17 || slices.ContainsFunc(s.deleted, stuck) || len(w.verify(prod)) != 17 {
		t.Errorf("deleted %v, audit of %d", s.deleted, len(w.verify(prod)))
	}
}

func TestNoOtherVersionIsTriedWhenAWSWantsToBeLeftAlone(t *testing.T) {
	w, s := shelved(t, 12, 5)
	var tried []rollout.Version
	s.keeps = func(v rollout.Version) error {
		tried = append(tried, v)
		return &rollout.Error{Kind: rollout.Throttled, Message: "Too much at once."}
	}
	if w.sweep(); !slices.Equal(tried, []rollout.Version{"1"}) || len(w.verify(prod)) != 0 {
		t.Errorf("tried %v", tried)
	}
}

func TestNoOtherVersionIsDeletedWhen(t *testing.T) {
	for name, c := range map[string]func(w *world){
		"the audit cannot tell of the last": func(w *world) { w.store.Before = func(rollout.Change) error { return errDown } },
		"others keep changing the audit":    func(w *world) { w.store.Before = w.conflict() },
		"the lock cannot be read": func(w *world) {
			w.store.Before = func(rollout.Change) error { w.Store = failsOn{Store: w.store, kind: "lock"}; return errConflict }
		},
		"somebody takes the target, just then": func(w *world) { w.store.After = w.taken() },
	} {
		t.Run(name, func(t *testing.T) {
			w, s := shelved(t, 12, 5)
			c(w)
			w.turnOnce()
			if !slices.Equal(s.deleted, []rollout.Version{"1"}) {
				t.Errorf("deleted %v", s.deleted)
			}
		})
	}
}

var errConflict = &rollout.ConflictError{Key: rollout.LockKey(is(prod))}

// turnOnce makes sweeps until the only target has had its turn.
func (w *world) turnOnce() {
	for minute := range 5 {
		_ = w.Sweep(context.Background(), w.now.Add(time.Duration(minute)*time.Minute))
	}
}

// counts is a store that counts how often an index is read.
type counts struct {
	commands.Store
	index string
	n     *int
}

func (s counts) Query(ctx context.Context, q rollout.Query) ([]rollout.Stored, error) {
	if q.Index == s.index {
		*s.n++
	}
	return s.Store.Query(ctx, q)
}

func TestTheOpenRolloutsAreReadOnceForAllTargets(t *testing.T) {
	w, _ := shelved(t, 200, 5)
	for n := range 12 {
		w.Policy.Services = append(w.Policy.Services, commands.Service{Name: fmt.Sprintf("service-%d", n)})
	}
	for minute := range 5 {
		n := 0
		w.Store = counts{Store: w.store, index: rollout.OpenIndex, n: &n}
		w.must(w.Sweep(t.Context(), w.now.Add(time.Duration(minute)*time.Minute)))
		if n > 2 { // for what is overdue; for what may be deleted
			t.Errorf("minute %d: read %d times", minute, n)
		}
	}
}

func TestASplitIsNotToldOfAgainForEveryVersionThatIsDeleted(t *testing.T) {
	w, s := shelved(t, 30, 5)
	s.aliases[rollout.Live] = rollout.AliasNow{Routing: rollout.Split("30", "29", 0.2), Description: "by hand"}
	for range 4 {
		w.sweep()
		_, err := w.run(dev, grammar.Deploy{Target: prod, Ref: goodSHA})
		refused(t, err, "not_allowed")
	}
	told := slices.DeleteFunc(w.actions(prod), func(action string) bool { return action == "delete version" })
	if !slices.Equal(told, []string{"split found"}) || len(s.deleted) != 20 {
		t.Errorf("audit %v, deleted %v", told, s.deleted)
	}
}

func TestNoVersionIsDeletedWhile(t *testing.T) {
	for name, c := range map[string]func(w *world, s *shelf){
		"the policy keeps all":        func(w *world, _ *shelf) { w.Policy.Environments[0].Keep = 0 },
		"a rollout is under way":      func(w *world, _ *shelf) { w.start(prod, badSHA) },
		"they cannot be listed":       func(_ *world, s *shelf) { s.refuses = errDown },
		"the rollouts cannot be read": func(w *world, _ *shelf) { w.Store = cannotQuery{Store: w.store, index: rollout.TargetIndex(is(prod))} },
		"an open one cannot be read":  func(w *world, _ *shelf) { w.Store = cannotQuery{Store: w.store, index: rollout.OpenIndex} },
		"they are none of ours":       func(_ *world, s *shelf) { s.foreign() },
	} {
		t.Run(name, func(t *testing.T) {
			w, s := shelved(t, 12, 5)
			c(w, s)
			for minute := range 5 {
				_ = w.Sweep(t.Context(), w.now.Add(time.Duration(minute)*time.Minute))
			}
			if len(s.deleted) != 0 {
				t.Errorf("deleted %v", s.deleted)
			}
		})
	}
}

// foreign takes away what says that the versions are ours.
func (s *shelf) foreign() {
	for i := range s.versions {
		s.versions[i].Release = rollout.Release{}
	}
}

// taken has a rollout begin as soon as the audit tells of the deletion.
func (w *world) taken() func(rollout.Change) error {
	return func(rollout.Change) error {
		w.store.After = nil
		_, change := rollout.Begin(rollout.Rollout{ID: "01JNEW", Target: is(prod), Stable: "12"}, w.lockOf(prod), w.now)
		return w.store.Commit(context.Background(), change)
	}
}

// Whatever was deployed, and however live was left: what an alias routes to, what
// an open rollout or one of the last ten names, the newest versions and what is not
// ours are never deleted, and all else is in the end.
func TestTheCleanUpDeletesWhatNobodyNeedsAndNothingElse(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		keep, newest := rapid.IntRange(1, 8).Draw(t, "keep"), rapid.IntRange(1, 30).Draw(t, "versions")
		any := rapid.Custom(func(t *rapid.T) rollout.Version { return version(rapid.IntRange(0, newest).Draw(t, "version")) })
		w, s := shelved(t, newest, keep)
		needed := map[rollout.Version]bool{}
		for i := range s.versions {
			if i < keep || rapid.IntRange(0, 9).Draw(t, "foreign") == 0 {
				needed[s.versions[i].Version] = true
			}
			if i >= keep && needed[s.versions[i].Version] {
				s.versions[i].Release = rollout.Release{}
			}
		}
		for _, a := range []rollout.Alias{rollout.Live, rollout.Blue, rollout.Green, "beta"} {
			r := rollout.Split(any.Draw(t, "main"), any.Draw(t, "other"), rapid.SampledFrom([]float64{0, 0.2}).Draw(t, "weight"))
			s.aliases[a] = rollout.AliasNow{Routing: r}
			needed[r.Version], needed[r.Candidate] = true, true
		}
		rollouts := rapid.SampledFrom([]int{0, 3, 10, 11, 14}).Draw(t, "rollouts")
		for i := range rollouts {
			r := rollout.Rollout{ID: rollout.ID(fmt.Sprintf("01J%02d", i)), Target: is(prod), Revision: 1, Phase: rollout.Succeeded, Stable: any.Draw(t, "stable"), Candidate: any.Draw(t, "candidate")}
			if rapid.IntRange(0, 4).Draw(t, "open") == 0 { // it has lost the target, and sleeps
				r.Phase, r.Wake = rollout.Shifting, w.now.Add(time.Hour)
			}
			w.must(w.store.Commit(context.Background(), rollout.Change{Put: []rollout.Record{r}}))
			if i >= rollouts-10 || !r.Phase.Ended() {
				needed[r.Stable], needed[r.Candidate] = true, true
			}
		}
		for range 8 {
			w.sweep()
		}
		for v := 1; v <= newest; v++ {
			if gone := slices.Contains(s.deleted, version(v)); gone == needed[version(v)] {
				t.Errorf("v%d: needed %v, deleted %v", v, needed[version(v)], gone)
			}
		}
		w.verify(prod)
	})
}
