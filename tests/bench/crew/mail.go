package crew

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strconv"
	"sync"
	"time"

	"github.com/aws/aws-lambda-go/events"
	"golang.org/x/sync/errgroup"

	"github.com/slipway-dev/slipway/tests/bench/account"
)

const (
	looks      = 5 * time.Millisecond
	handing    = 50 * time.Millisecond // from a message's arrival to the function, with a poll that waits for it
	batch      = 10                    // messages in an event at most, as FIFO queues have it
	atOnce     = 10                    // events of one queue that are handled at a time
	comesAgain = 90 * time.Second      // the queues' visibility time-out, see docs/configuration.md
)

// Mail hands what lies on FIFO queues to a crew, as SQS's event sources do: the messages
// of a group in order and never two at once, and what failed again, later.
type Mail struct {
	Crew  *Crew
	Take  func() []account.Message                     // takes what was sent off the queues
	Event func(all ...account.Message) ([]byte, error) // makes an event of messages

	mu      sync.Mutex
	waiting []parcel
	busy    map[string]int // events that are being handled, by queue
	groups  map[string]bool
	again   int
}

// parcel is a message that is visible from then on.
type parcel struct {
	account.Message
	due time.Time
}

// Run delivers until ctx is done.
func (m *Mail) Run(ctx context.Context) error {
	tick := time.NewTicker(looks)
	defer tick.Stop()
	g, ctx := errgroup.WithContext(ctx)
	for {
		select {
		case <-ctx.Done():
			return g.Wait()
		case <-tick.C:
		}
		for _, b := range m.due(time.Now()) {
			g.Go(func() error { return m.deliver(ctx, b) })
		}
	}
}

// due are the batches that are to be delivered now.
func (m *Mail) due(now time.Time) (all [][]parcel) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.busy == nil {
		m.busy, m.groups = map[string]int{}, map[string]bool{}
	}
	for _, msg := range m.Take() {
		m.waiting = append(m.waiting, parcel{msg, now.Add(handing)})
	}
	for progress := true; progress; {
		progress = false
		for _, queue := range m.queues() {
			b := m.batch(queue, now)
			if len(b) > 0 {
				all, progress = append(all, b), true
			}
		}
	}
	return all
}

// queues are those with messages that may have one more event.
func (m *Mail) queues() (names []string) {
	for _, p := range m.waiting {
		if m.busy[p.Queue] < atOnce && !slices.Contains(names, p.Queue) {
			names = append(names, p.Queue)
		}
	}
	return names
}

// batch takes the messages of one event off a queue.
func (m *Mail) batch(queue string, now time.Time) (taken []parcel) {
	var left []parcel
	blocked := map[string]bool{}
	for _, p := range m.waiting {
		mine := p.Queue == queue && !m.groups[p.Group] && !blocked[p.Group]
		if mine && len(taken) < batch && !p.due.After(now) {
			taken = append(taken, p)
			continue
		}
		blocked[p.Group] = blocked[p.Group] || p.Queue == queue
		left = append(left, p)
	}
	for _, p := range taken {
		m.groups[p.Group] = true
	}
	if m.waiting = left; len(taken) > 0 {
		m.busy[queue]++
	}
	return taken
}

// deliver has a batch handled. What failed, and what is behind it in its group, comes
// back.
func (m *Mail) deliver(ctx context.Context, b []parcel) error {
	messages, groups := make([]account.Message, len(b)), make([]string, len(b))
	for i, p := range b {
		messages[i], groups[i] = p.Message, p.Group
	}
	event, err := m.Event(messages...)
	if err != nil {
		return err
	}
	body, err := m.Crew.do(ctx, event, groups)
	if ctx.Err() != nil {
		return nil // it is over
	}
	var said events.SQSEventResponse
	if err == nil {
		err = json.Unmarshal(body, &said)
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	m.busy[b[0].Queue]--
	for _, g := range groups {
		delete(m.groups, g)
	}
	var back []parcel
	for _, f := range said.BatchItemFailures {
		i, unknown := strconv.Atoi(f.ItemIdentifier)
		if unknown != nil || i >= len(b) {
			return fmt.Errorf("the function speaks of a message %q", f.ItemIdentifier)
		}
		back = append(back, parcel{b[i].Message, time.Now().Add(comesAgain)})
	}
	m.waiting = append(back, m.waiting...)
	m.again += len(back)
	return err
}

// Empty says that nothing is waiting or being handled.
func (m *Mail) Empty() bool {
	m.mu.Lock()
	defer m.mu.Unlock()
	return len(m.waiting) == 0 && len(m.groups) == 0
}

// Again is how often a message came back.
func (m *Mail) Again() int {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.again
}
