// Package secrets fetches what the functions keep secret: one JSON object of
// strings from Secrets Manager or the Parameter Store, so that a cold start makes
// one call, or the environment's variables. What it hands out cannot be logged.
package secrets

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
)

const (
	fresh = 15 * time.Minute
	stale = 4           // how many times Fresh a set may be used when no newer one is to be had
	again = 15          // the part of Fresh to wait after a refresh that failed
	hurry = time.Second // for a refresh while there is a set to fall back on: somebody waits for an answer
)

// Options say how secrets are read and for how long they are good.
type Options struct {
	Env      func(string) string // where env: looks
	Required []string            // names that must have a value
	GitHub   bool                // an App or a token of GitHub's must be there, as Set.GitHub reads them
	Now      func() time.Time    // the clock
	Fresh    time.Duration       // how long a set is used before it is read again; 0: 15 minutes
	Log      *slog.Logger        // gets a line when an old set stays in use; nil: none
}

// Source is where the current secrets come from. It may be used by many at once.
type Source struct {
	o     Options
	load  func(context.Context) (Set, error)
	vault *vault // nil: none

	turn    chan struct{} // held by the one who reads or changes what follows
	set     Set
	fetched time.Time // zero: never
	due     time.Time
}

// New makes a source. Nothing is fetched yet.
func New(cfg aws.Config, ref Ref, o Options) *Source {
	if o.Fresh == 0 {
		o.Fresh = fresh
	}
	if o.Log == nil {
		o.Log = slog.New(slog.DiscardHandler)
	}
	s := &Source{o: o, turn: make(chan struct{}, 1)}
	switch ref.kind {
	case environment:
		s.load = s.fromEnvironment
	default:
		v := newVault(cfg, ref, o.Now)
		s.load, s.vault = v.load, &v
	}
	return s
}

// Host is the host that Get calls, with its port when it has one; empty when it
// calls none.
func (s *Source) Host(ctx context.Context) (string, error) {
	if s.vault == nil {
		return "", nil
	}
	return s.vault.Host(ctx)
}

// Get gives the secrets, and fetches them when they are not fresh; one caller
// does so for all who wait. When that fails the set before stays in use, but not
// for ever: at four times Fresh nothing is given out any more. The error, a
// *rollout.Error, names everything that is missing or wrong, and no value.
func (s *Source) Get(ctx context.Context) (Set, error) {
	select {
	case s.turn <- struct{}{}:
		defer func() { <-s.turn }()
	case <-ctx.Done():
		return Set{}, fmt.Errorf("wait for the secrets: %w", ctx.Err())
	}
	now := s.o.Now()
	if now.Before(s.due) {
		return s.set, nil
	}
	end := s.fetched.Add(stale * s.o.Fresh)
	fallback := !s.fetched.IsZero() && now.Before(end)
	set, err := s.fetch(ctx, fallback)
	switch {
	case err == nil:
		s.set, s.fetched, s.due = set, now, now.Add(s.o.Fresh)
		return set, nil
	case fallback:
		s.due = now.Add(s.o.Fresh / again)
		if end.Before(s.due) {
			s.due = end
		}
		s.o.Log.WarnContext(ctx, "the secrets could not be read again; those from before stay in use",
			slog.Duration("age", now.Sub(s.fetched)), slog.Time("until", end), slog.String("error", err.Error()))
		return s.set, nil
	default:
		return Set{}, err
	}
}

func (s *Source) fetch(ctx context.Context, fallback bool) (Set, error) {
	if fallback {
		var cancel context.CancelFunc
		ctx, cancel = context.WithTimeout(ctx, hurry)
		defer cancel()
	}
	set, err := s.load(ctx)
	if err != nil {
		return Set{}, err
	}
	problems := set.Require(s.o.Required...)
	if s.o.GitHub {
		_, err := set.GitHub()
		problems = errors.Join(problems, err)
	}
	if problems != nil {
		return Set{}, wrong(problems)
	}
	return set, nil
}

func (s *Source) fromEnvironment(context.Context) (Set, error) {
	if s.o.Env == nil {
		return Set{}, wrong(errors.New("there is no environment"))
	}
	set := Set{make(map[string]Secret)}
	for _, name := range Names() {
		set.values[name] = NewSecret(s.o.Env(name))
	}
	return set, nil
}
