package main

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"sync"
	"time"

	"golang.org/x/sync/errgroup"

	"github.com/slipway-dev/slipway/aws/engine"
	"github.com/slipway-dev/slipway/cmd/clock"
	"github.com/slipway-dev/slipway/rollout"
	"github.com/slipway-dev/slipway/tests/bench/account"
	"github.com/slipway-dev/slipway/tests/bench/functions"
	"github.com/slipway-dev/slipway/tests/bench/machine"
	"github.com/slipway-dev/slipway/tests/bench/price"
	"github.com/slipway-dev/slipway/tests/runtime"
)

// canarySpeed is how many seconds of the canary pass in a real one. A minute takes
// a little longer than the pause that the worker makes between two edits of a
// message, so that no state of it is passed over, as none is in real time.
const canarySpeed = 45

// canary is one, from what somebody types to its end, by the real functions.
type canary struct {
	fleet
	clock     clock.Clock
	processes map[functions.Kind]*runtime.Function
	id        rollout.ID
	transit   int // of the state machine
	turns     []turn
	parks     []account.Counts

	mu  sync.Mutex
	use price.Use
}

// turn is the calls of one tick, and what became of the rollout in it.
type turn struct {
	calls account.Counts
	after rollout.Rollout
}

// measureCanary counts every call that a canary of 45 minutes makes.
func measureCanary(ctx context.Context) ([]figure, error) {
	said := fmt.Sprintf("%s/%d", time.Now().UTC().Format(time.RFC3339Nano), canarySpeed)
	c := &canary{processes: map[functions.Kind]*runtime.Function{}}
	var err error
	if c.clock, err = clock.Parse(said); err != nil {
		return nil, err
	}
	f, closeAll, err := openFleet(ctx, c.clock.Now)
	if err != nil {
		return nil, err
	}
	defer closeAll()
	c.fleet = f
	for _, k := range []functions.Kind{functions.Front, functions.Worker, functions.Ticker} {
		p, err := f.Start(k, f.Account, said)
		if err != nil {
			return nil, err
		}
		defer p.Stop()
		c.processes[k] = p
	}
	if err := c.run(ctx); err != nil {
		return nil, err
	}
	return c.figures()
}

// run types the command and plays the state machine until the rollout has ended.
func (c *canary) run(ctx context.Context) error {
	m, err := machine.New()
	if err == nil {
		err = c.begin(ctx)
	}
	if err != nil {
		return err
	}
	g, all := errgroup.WithContext(ctx)
	ended := make(chan struct{})
	g.Go(func() error { return c.deliver(all, ended) })
	g.Go(func() (err error) {
		defer close(ended)
		c.transit, err = m.Walk(all, machine.Tasks{Tick: c.tick, Park: c.park})
		return err
	})
	if err := g.Wait(); err != nil {
		return err
	}
	r, err := c.rollout()
	if err == nil && r.Phase != rollout.Succeeded {
		err = fmt.Errorf("the canary has %s: %s", r.Phase, r.Cause.Text)
	}
	calls := c.Counts()
	c.use.Transitions = c.transit
	c.use.Reads, c.use.Writes = c.Table.Units().Read, c.Table.Units().Write
	c.use.Metrics, c.use.Calls = calls.Of("CloudWatch"), calls.AWS()
	c.use.SecretsFetched = calls.Of("Secrets Manager")
	for _, p := range c.processes {
		c.use.Logged += len(p.Log())
	}
	return err
}

// begin types a deploy, and has the worker begin it.
func (c *canary) begin(ctx context.Context) error {
	event, err := functions.Command("/deploy", "prod checkout "+account.SHA, c.Slack, functions.SigningSecret, time.Now())
	if err != nil {
		return err
	}
	var status int
	err = c.bill(func() (err error) {
		status, _, err = functions.Answered(ctx, c.processes[functions.Front], event)
		return err
	})
	if err != nil || status != http.StatusOK {
		return fmt.Errorf("the front answered %d: %w", status, err)
	}
	c.use.Requests++
	if err := c.work(ctx); err != nil {
		return err
	}
	started := c.Executions()
	if len(started) != 1 {
		return fmt.Errorf("%d executions were started:\n%s", len(started), c.processes[functions.Worker].Log())
	}
	var in struct{ Rollout rollout.ID }
	err = json.Unmarshal([]byte(started[0]), &in)
	c.id = in.Rollout
	return err
}

// bill counts an invocation and how long it took.
func (c *canary) bill(invoke func() error) error {
	began := time.Now()
	err := invoke()
	c.mu.Lock()
	defer c.mu.Unlock()
	c.use.Seconds += time.Since(began).Seconds()
	c.use.Invocations++
	return err
}

// deliver has the worker do what comes onto the queue, until the rollout has ended
// and nothing is left.
func (c *canary) deliver(ctx context.Context, ended <-chan struct{}) error {
	for {
		over := false
		select {
		case <-ended:
			over = true
		case <-time.After(10 * time.Millisecond):
		}
		if err := c.work(ctx); err != nil || over {
			return err
		}
	}
}

// work has the worker do what lies on the queue now, each message by itself.
func (c *canary) work(ctx context.Context) error {
	for _, m := range c.Take() {
		event, err := functions.Messages(m)
		if err != nil {
			return err
		}
		err = c.bill(func() error { return functions.Done(ctx, c.processes[functions.Worker], event) })
		if err != nil {
			return err
		}
		c.mu.Lock()
		c.use.Messages++
		c.mu.Unlock()
	}
	return nil
}

// ask has the ticker do a task, and counts the calls that it takes.
func (c *canary) ask(ctx context.Context, t engine.Task) (answer []byte, calls account.Counts, err error) {
	t.Rollout, t.Correlation = c.id, string(c.id)
	event, err := json.Marshal(t)
	if err != nil {
		return nil, nil, err
	}
	before := c.Counts()
	err = c.bill(func() error {
		got, err := c.processes[functions.Ticker].Invoke(ctx, event)
		if err == nil && got.Error {
			err = fmt.Errorf("the ticker failed: %s", got.Body)
		}
		answer = got.Body
		return err
	})
	return answer, c.Counts().Since(before).By(string(functions.Ticker)), err
}

func (c *canary) tick(ctx context.Context) (engine.Turn, error) {
	var t engine.Turn
	answer, calls, err := c.ask(ctx, engine.Task{Do: engine.DoTick})
	if err == nil {
		err = json.Unmarshal(answer, &t)
	}
	if err != nil {
		return t, err
	}
	after, err := c.rollout()
	c.turns = append(c.turns, turn{calls, after})
	return t, err
}

// park waits until the next whole second at which the rollout is due: the machine
// waits in whole seconds.
func (c *canary) park(ctx context.Context) error {
	_, calls, err := c.ask(ctx, engine.Task{Do: engine.DoPark, Token: "token"})
	if err != nil {
		return err
	}
	c.parks = append(c.parks, calls)
	r, err := c.rollout()
	if err != nil {
		return err
	}
	left := r.Wake.Sub(c.clock.Now()) + time.Second
	return pause(ctx, max(0, c.clock.Real(left.Truncate(time.Second))))
}

// rollout is what is stored of it.
func (c *canary) rollout() (rollout.Rollout, error) {
	k := rollout.RolloutKey(c.id)
	return rollout.Decode[rollout.Rollout](rollout.Stored{Key: k, Body: c.Table.Body(k.String(), "record")})
}
