package commands_test

import (
	"context"
	"fmt"
	"log/slog"
	"math/rand/v2"
	"sync"
	"sync/atomic"
	"time"

	"github.com/slipway-dev/slipway/commands"
	"github.com/slipway-dev/slipway/commands/commandtest"
	"github.com/slipway-dev/slipway/commands/grammar"
	"github.com/slipway-dev/slipway/rollout"
	"github.com/slipway-dev/slipway/rollout/judge"
	"github.com/slipway-dev/slipway/sandbox/account"
	"github.com/slipway-dev/slipway/sandbox/cloud"
)

var noon = time.Date(2026, 11, 22, 12, 0, 0, 0, time.UTC)

// People of the test's workspace. Dev may deploy to staging, Rel to prod too.
const (
	dev, rel, nobody               = "UDEV", "UREL", "UNOBODY"
	guest, stranger, robot, leaver = "UGUEST", "USTRANGER", "UROBOT", "ULEAVER"
)

var (
	prod    = grammar.Target{Service: "checkout", Environment: "prod"}
	staging = grammar.Target{Service: "checkout", Environment: "staging"}
)

// world is the commands on a simulated account, with v41 live and v40 recorded
// as the last good version everywhere, and a clock that the test moves.
type world struct {
	*commands.Commands
	t      fataler
	now    time.Time
	store  *commandtest.Store
	engine *commandtest.Engine
	outbox *commandtest.Outbox
	people *commandtest.People
	cloud  *cloud.Account
	host   *commandtest.Host
	mu     sync.Mutex
	calls  []string              // names of the account's API calls
	fault  func(op string) error // answers in place of an API call; may be nil
	after  func(op string) error // takes the place of its answer; may be nil
	ids    atomic.Int64
}

// fataler is a test, or one of rapid's.
type fataler interface {
	Helper()
	Fatal(...any)
	Fatalf(string, ...any)
	Errorf(string, ...any)
}

func newWorld(t fataler) *world { return newLateWorld(t, time.Minute) }

// newLateWorld is a world whose datapoints come so long after their minute has ended.
func newLateWorld(t fataler, lag time.Duration) *world {
	w := &world{
		t: t, now: noon, store: commandtest.NewStore(), engine: &commandtest.Engine{}, outbox: &commandtest.Outbox{},
		people: commandtest.NewPeople(
			commands.Person{ID: dev}, commands.Person{ID: rel}, commands.Person{ID: nobody},
			commands.Person{ID: guest, Guest: true}, commands.Person{ID: stranger, Stranger: true},
			commands.Person{ID: robot, Bot: true}, commands.Person{ID: leaver, Deleted: true},
		),
	}
	clock := func() time.Time { return w.now }
	var err error
	w.cloud, err = cloud.New(cloud.Options{
		Now: clock, Rand: rand.New(rand.NewPCG(1, 2)), Delay: 5 * time.Second, MetricLag: lag, RequestRate: -1, SparseVersions: true,
		Fault: func(op string) error {
			w.mu.Lock()
			defer w.mu.Unlock()
			w.calls = append(w.calls, op)
			return ask(w.fault, op)
		},
		After: func(op string) error { return ask(w.after, op) },
	})
	w.must(err)
	w.host = commandtest.NewHost(clock)
	a := &account.Account{
		Cloud:    w.cloud,
		Function: func(t rollout.Target) string { return t.Service + "-" + t.Environment },
		Checks: func(rollout.Target) rollout.Checks {
			return rollout.Checks{Payload: []byte(`{"health":true}`), Probe: []byte(`{"path":"/"}`)}
		},
	}
	w.Commands = commands.New(commands.Deps{
		Store: w.store, Engine: w.engine, Outbox: w.outbox, People: w.people,
		Commits: w.host, Workflows: w.host, Gatekeeper: w.host, Deployments: w.host,
		Artifacts: registry{w}, Versions: a, Traffic: a, Metrics: a, Health: a,
		Policy: policy(), Now: clock, Log: slog.New(slog.DiscardHandler),
		NewID: func() string { return fmt.Sprintf("01J%023d", w.ids.Add(1)) },
	})
	w.seed()
	w.calls = nil
	return w
}

func ask(hook func(string) error, op string) error {
	if hook == nil {
		return nil
	}
	return hook(op)
}

// reconfigure gives a function another role; versions that are there keep theirs.
func (w *world) reconfigure(function, role string) error {
	latest, err := w.cloud.GetFunction(function, "")
	if err != nil {
		return err
	}
	_, err = w.cloud.UpdateFunctionConfiguration(cloud.UpdateFunctionConfigurationInput{FunctionName: function, Role: &role, RevisionID: latest.RevisionID})
	return err
}

func (w *world) seed() {
	for _, c := range commits() {
		w.host.Add(c.Service, c.Release, c.refs...)
		if !c.unbuilt {
			w.must(w.push(c, 0))
		}
	}
	for _, environment := range []string{"staging", "prod"} {
		s := cloud.Seed{
			FunctionName: "checkout-" + environment, Role: "role", FirstVersion: 39, PerMinute: 1200, Since: noon.Add(-time.Hour),
			Aliases: map[string]string{"live": "41", "blue": "40", "green": "41"},
		}
		for _, c := range commits()[:3] {
			s.Versions = append(s.Versions, cloud.SeedVersion{
				ImageURI: w.image(c.SHA), At: noon.Add(-time.Hour),
				Description: account.Describe(rollout.Release{SHA: c.SHA, Digest: digest(c.SHA)}, ""),
			})
		}
		w.must(w.cloud.Seed(s))
	}
}

func policy() commands.Policy {
	bluegreen := rollout.Strategy{
		Kind: rollout.BlueGreen, MaxHold: 15 * time.Minute, Watch: 5 * time.Minute, Inconclusive: rollout.Ask,
		PauseLimit: time.Hour, Settle: time.Minute, MetricErrors: 3, Judge: judge.Default(),
	}
	canary := bluegreen
	canary.Kind = rollout.Canary
	canary.Steps = []rollout.Step{{Weight: 0.1, Hold: 5 * time.Minute}, {Weight: 0.5, Hold: 5 * time.Minute}}
	return commands.Policy{
		Channel:  "CDEPLOYS",
		Services: []commands.Service{{Name: "checkout", Channel: "CCHECKOUT", SlowCall: 500 * time.Millisecond, Builds: true}, {Name: "ghost"}},
		Environments: []commands.Environment{
			{Name: "staging", Strategy: bluegreen, Canary: canary.Steps, Deploy: []string{"developer", "releaser"}},
			{Name: "prod", Strategy: canary, Canary: canary.Steps, Deploy: []string{"releaser"}},
		},
		Roles: map[string][]string{"developer": {dev}, "releaser": {rel}},
	}
}

func (w *world) must(err error) {
	w.t.Helper()
	if err != nil {
		w.t.Fatal(err)
	}
}

// run carries out a command of somebody, in a message of its own.
func (w *world) run(who string, cmd grammar.Command) (commands.Outcome, error) {
	return w.Run(context.Background(), commands.Request{ID: fmt.Sprintf("message-%d", w.ids.Add(1)), Actor: who, Channel: "CANY", Command: cmd})
}

// start begins a deploy that has to be let through.
func (w *world) start(where grammar.Target, ref string) rollout.ID {
	w.t.Helper()
	out, err := w.run(rel, grammar.Deploy{Target: where, Ref: ref})
	w.must(err)
	started, ok := out.(commands.Started)
	if !ok {
		w.t.Fatalf("outcome %#v", out)
	}
	return started.Rollout.ID
}

// deploy brings a ref all the way to a target.
func (w *world) deploy(where grammar.Target, ref string) rollout.Rollout {
	w.t.Helper()
	return w.drive(w.start(where, ref), nil)
}

func (w *world) tick(id rollout.ID) time.Time {
	w.t.Helper()
	next, err := w.Tick(context.Background(), id)
	w.must(err)
	return next
}

// drive ticks a rollout when it is due, until it has ended or stop says so.
func (w *world) drive(id rollout.ID, stop func(rollout.Rollout) bool) rollout.Rollout {
	w.t.Helper()
	for range 2000 {
		r := w.rollout(id)
		if r.Phase.Ended() || stop != nil && stop(r) {
			return r
		}
		if r.Wake.After(w.now) {
			w.now = r.Wake
		}
		w.tick(id)
		w.errands()
		w.builders()
	}
	r := w.rollout(id)
	w.t.Fatalf("no end in sight: %s, paused %+v", r.Phase, r.Pause)
	return r
}

func at(p rollout.Phase) func(rollout.Rollout) bool {
	return func(r rollout.Rollout) bool { return r.Phase == p }
}

// shifted is a rollout whose candidate has been seen with its first traffic.
func shifted(r rollout.Rollout) bool {
	return r.Phase == rollout.Shifting && r.Move != nil && !r.Move.Seen.IsZero()
}

func is(t grammar.Target) rollout.Target {
	return rollout.Target{Service: t.Service, Environment: t.Environment}
}

// byHand changes live as somebody with a console would.
func (w *world) byHand(t grammar.Target, r rollout.Routing) {
	w.t.Helper()
	w.byHandAlias(t, rollout.Live, r)
}

func (w *world) byHandAlias(t grammar.Target, a rollout.Alias, r rollout.Routing) {
	w.t.Helper()
	w.must(w.Traffic.Point(context.Background(), is(t), rollout.Intent{
		Kind: rollout.Point, Alias: a, Routing: r, Stamp: "by hand", Revision: w.aliases(t)[a].Revision,
	}))
}

func (w *world) context() context.Context { return context.Background() }
