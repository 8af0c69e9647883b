package main

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"log/slog"
	"math/rand/v2"
	"net/http/httptest"
	"os"
	"strings"
	"time"

	"github.com/slipway-dev/slipway/cmd/sandbox/world"
	"github.com/slipway-dev/slipway/rollout"
	"github.com/slipway-dev/slipway/sandbox/github"
)

// The builds: a sandbox in real time, to whose staging several services are deployed
// at once. Most of them have to be built first.
const (
	buildEvery = time.Second // from one command to the next: they do not all end together
	buildLimit = 4 * time.Minute
)

// shipped is one deploy of the builds: of which service, and how its commit is named.
type shipped struct {
	service string
	named   naming
	built   bool // it has an image already
	deaf    bool // no webhook tells of its run
	broken  bool // its build fails

	ref, sha string
	typed    time.Time // by the sandbox's clock
	after    rollout.Rollout
}

// naming is how a commit is named in a command.
type naming string

const (
	bySHA    naming = "a SHA"
	byLatest naming = "`latest`"
	byBranch naming = "a branch"
	byPull   naming = "a pull request"
)

// buildsToShip are the deploys. The sandbox's own checkout has a pull request that
// nobody has built.
func buildsToShip() []*shipped {
	all := []*shipped{
		{service: "checkout", named: byPull}, {named: bySHA}, {named: byLatest}, {named: byBranch},
		{named: bySHA}, {named: bySHA}, {named: bySHA}, {named: bySHA}, {named: bySHA}, {named: bySHA},
		{named: bySHA, deaf: true}, {named: bySHA, deaf: true, broken: true}, {named: bySHA, built: true},
	}
	for i, s := range all {
		if s.service == "" {
			s.service = crowdService(i)
		}
	}
	return all
}

// buildPolicy is a slipway.yaml of their services. In staging a version is only
// watched, and long; prod has every gate that asks the code host something.
func buildPolicy(all []*shipped) []byte {
	var b strings.Builder
	b.WriteString(`version: 1
slack: { team: T0SANDBOX, app: A0SANDBOX, channel: C0DEPLOYS }
roles: { developer: [U0ANA] }
github: {}
services:
`)
	for i, s := range all {
		fmt.Fprintf(&b, "  %s: { channel: C0SERVICE%03d, repository: acme/%[1]s, build: { workflow: build.yml } }\n", s.service, i)
	}
	b.WriteString(`environments:
  staging: { deploy: [developer], strategy: { kind: blue-green, watch: 10m } }
  prod:
    deploy: [developer]
    maxCommits: 20
    checks: { required: [ci], protected: true, reviews: 1, branches: [main], signed: true }
`)
	return []byte(b.String())
}

// measureBuilds deploys to staging in a sandbox whose clock is the real one.
func measureBuilds(ctx context.Context) (figures []figure, err error) {
	dir, err := os.MkdirTemp("", "slipway-bench-")
	if err != nil {
		return nil, fmt.Errorf("make a folder: %w", err)
	}
	defer func() { _ = os.RemoveAll(dir) }() // thrown away
	all := buildsToShip()
	gate := &relay{calls: map[string][]string{}, ended: map[string]time.Time{}}
	bot := httptest.NewServer(gate)
	defer bot.Close()
	w, err := world.Open(ctx, world.Options{
		Rate: -1, // ten deploys in a minute and one account are for the herd
		Dir:  dir, URL: "http://127.0.0.1:9", Bot: bot.URL, Speed: 1, Seed: 1, Policy: buildPolicy(all),
		Real: time.Now, Random: rand.NewChaCha8([32]byte{}), Log: slog.New(slog.DiscardHandler),
	})
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, w.Close()) }()
	gate.opens(w, all)
	for _, s := range all {
		if err := s.commit(w); err != nil {
			return nil, err
		}
	}
	d := &deploys{World: w, relay: gate, all: all}
	ctx, stop := context.WithTimeout(ctx, buildLimit)
	defer stop()
	if err := running(ctx, w, d.run); err != nil {
		return nil, err
	}
	return d.figures()
}

// commit makes sure that there is the commit that is to be shipped, and names it.
func (s *shipped) commit(w *world.World) error {
	switch {
	case s.named == byPull:
		return s.find(w, "vouchers", "#106")
	case s.built:
		return s.find(w, "sku", "sku")
	}
	sum := sha256.Sum256([]byte(s.service))
	s.sha, s.ref = hex.EncodeToString(sum[:20]), "latest"
	branch := "main"
	switch s.named {
	case bySHA:
		s.ref = s.sha[:7]
	case byBranch:
		branch, s.ref = "topic", "topic"
	case byLatest, byPull:
	}
	if s.broken {
		if err := w.GitHub.Will(s.sha, github.Outcome{Conclusion: "failure", Job: "test", Step: "Unit tests"}); err != nil {
			return err
		}
	}
	return w.GitHub.PushCommits("acme/"+s.service, branch, github.Commit{SHA: s.sha, Subject: "Change something", Author: "ben"})
}

// find takes a commit that the sandbox has.
func (s *shipped) find(w *world.World, branch, ref string) error {
	for _, c := range w.Commits {
		if c.Service == s.service && c.Branch == branch {
			s.sha, s.ref = c.SHA, ref
			return nil
		}
	}
	return fmt.Errorf("%s has no branch %s", s.service, branch)
}
