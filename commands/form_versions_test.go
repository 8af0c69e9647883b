package commands_test

import (
	"context"
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/slipway-dev/slipway/commands"
	"github.com/slipway-dev/slipway/commands/grammar"
	"github.com/slipway-dev/slipway/rollout"
)

// branch is a code host's main branch.
type branch struct {
	commits []rollout.Commit
	err     error
	asked   []string
}

func (b *branch) Newest(ctx context.Context, service string, n int) ([]rollout.Commit, error) {
	if _, limited := ctx.Deadline(); !limited {
		panic("the form waits for ever")
	}
	b.asked = append(b.asked, fmt.Sprintf("%s %d", service, n))
	return b.commits[:min(n, len(b.commits))], b.err
}

func shas(all []rollout.Commit) (out []string) {
	for _, c := range all {
		out = append(out, c.SHA)
	}
	return out
}

func TestTheFormOffersWhatCameThroughTheEnvironmentBeforeAndTheNewestCommits(t *testing.T) {
	w := newWorld(t).connect()
	b := &branch{commits: []rollout.Commit{{SHA: unbuiltSHA, Subject: "Just merged", At: noon}, {SHA: goodSHA}}}
	w.Branch = b
	w.deploy(staging, shipped("40"))
	shippedAt := w.deploy(staging, goodSHA).Ended
	w.deploy(staging, crashSHA) // came to nothing
	f, err := w.filled(rel, commands.Filled{Service: "checkout", Environment: "prod"})
	w.must(err)
	if f.Listed || len(b.asked) > 0 { // Slack waits for three seconds
		t.Errorf("the form looks before it is open: %v", b.asked)
	}
	f, more := w.FormLooked(t.Context(), f)
	if !more || f.Looked || f.Before != "staging" || !slices.Equal(shas(f.Verified), []string{goodSHA, shipped("40")}) {
		t.Errorf("verified in %s: %v", f.Before, shas(f.Verified))
	}
	if c := f.Verified[0]; c.Subject != "Pay by invoice" || c.Author != "ana" || !c.At.Equal(shippedAt) {
		t.Errorf("%+v, want it of %s", c, shippedAt)
	}
	if !slices.Equal(shas(f.Newest), []string{unbuiltSHA, goodSHA}) || f.Unlisted != "" || !slices.Equal(b.asked, []string{"checkout 20"}) {
		t.Errorf("newest: %+v %q, asked %v", f.Newest, f.Unlisted, b.asked)
	}
}

func TestWhatWasTakenBackIsNotOfferedAsVerified(t *testing.T) {
	w := newWorld(t)
	w.deploy(staging, goodSHA)
	out, err := w.run(rel, grammar.Rollback{Target: staging})
	w.drive(w.began(out, err).ID, nil)
	f, err := w.filled(rel, commands.Filled{Service: "checkout", Environment: "prod"})
	w.must(err)
	if f = w.looked(f); f.Verified != nil || f.Before != "staging" {
		t.Errorf("verified: %v", shas(f.Verified))
	}
}

// The gate's environment counts, or else the one that is named before it; the first has none.
func TestTheEnvironmentBeforeIsTheOneThatTheGateAsksFor(t *testing.T) {
	for name, c := range map[string]struct {
		after, environment, want string
	}{
		"the one before":  {"", "prod", "staging"},
		"the gate's":      {"dev", "prod", "dev"},
		"none":            {"", "dev", ""},
		"one that is not": {"", "nowhere", ""},
	} {
		w := newWorld(t)
		e := w.Policy.Environments[0]
		e.Name = "dev"
		w.Policy.Environments = slices.Insert(w.Policy.Environments, 0, e)
		w.Policy.Environments[2].After = c.after
		f := w.looked(commands.FormShown{Filled: commands.Filled{Service: "checkout", Environment: c.environment}})
		if f.Before != c.want {
			t.Errorf("%s: %q", name, f.Before)
		}
	}
}

func TestOnlySomeOfWhatCameThroughIsOffered(t *testing.T) {
	w := newWorld(t)
	for n := range 40 {
		at := noon.Add(time.Duration(n) * time.Hour)
		r := rollout.Release{SHA: fmt.Sprintf("%040x", n+1)}
		id := rollout.ID(fmt.Sprintf("01K%023d", n))
		w.must(w.store.Commit(t.Context(), rollout.Change{Put: []rollout.Record{
			rollout.Rollout{ID: id, Revision: 1, Target: is(staging), Release: r, Phase: rollout.Succeeded, Created: at, Ended: at},
			rollout.Shipped{Target: is(staging), Release: r, At: at},
		}}))
	}
	f := w.looked(commands.FormShown{Filled: commands.Filled{Service: "checkout", Environment: "prod"}})
	if len(f.Verified) != 10 || f.Verified[0].SHA != fmt.Sprintf("%040x", 40) || f.Verified[9].SHA != fmt.Sprintf("%040x", 31) {
		t.Errorf("%v", shas(f.Verified))
	}
}

func TestWithoutACodeHostTheVersionIsTyped(t *testing.T) {
	for name, c := range map[string]struct {
		branch   commands.Branch
		unlisted string
	}{
		"nobody knows":     {nil, ""},
		"it is down":       {&branch{err: errDown}, "the code host does not answer"},
		"it has to wait":   {&branch{err: &rollout.Error{Kind: rollout.Throttled, Message: "GitHub asks for fewer calls."}}, "GitHub asks for fewer calls."},
		"it may not":       {&branch{err: rollout.Refuse("no_access", "Slipway may not read it.", "")}, "Slipway may not read it."},
		"it has no commit": {&branch{}, ""},
	} {
		w := newWorld(t).connect()
		w.Branch = c.branch
		f, err := w.form(rel, "checkout")
		w.must(err)
		if f = w.looked(f); len(f.Newest) > 0 || f.Unlisted != c.unlisted || len(f.Live) != 2 {
			t.Errorf("%s: %v %q %v", name, f.Newest, f.Unlisted, f.Live)
		}
	}
	w := newWorld(t) // and of a service that is not there, nobody asks
	b := &branch{}
	w.Branch = b
	f, err := w.form(rel, "checkout")
	w.must(err)
	if w.looked(f); len(b.asked) > 0 {
		t.Errorf("asked %v", b.asked)
	}
}

func TestAStoreThatIsDownHidesOnlyWhatItHas(t *testing.T) {
	w := newWorld(t)
	w.deploy(staging, goodSHA)
	w.Store = failsOn{w.store, "shipped"}
	f := w.looked(commands.FormShown{Filled: commands.Filled{Service: "checkout", Environment: "prod"}})
	if f.Verified != nil || len(f.Live) != 1 {
		t.Errorf("%v %v", f.Verified, f.Live)
	}
	w.Store = cannotQuery{Store: w.store, index: rollout.TargetIndex(is(staging))}
	if f = w.looked(commands.FormShown{Filled: commands.Filled{Service: "checkout", Environment: "prod"}}); f.Verified != nil || f.Before != "staging" {
		t.Errorf("%v", f.Verified)
	}
}
