package github

import (
	"bytes"
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"
)

// answerTime is how long GitHub waits for an answer, and remembered how many
// deliveries that were made are kept.
const (
	answerTime = 10 * time.Second
	remembered = 200
)

// delivery is a webhook that was, or is to be, sent.
type delivery struct {
	ID    int64
	GUID  string
	Event string
	Body  json.RawMessage
	At    time.Time
	Tries int
	State int // the HTTP status that it was answered with last; 0 for none
}

// Delivery is what became of a webhook.
type Delivery struct {
	GUID   string
	Event  string
	At     time.Time
	Body   []byte
	Tries  int // 0 while it has not been sent
	Status int // the HTTP status of the last answer; 0 for none
}

// done says that the webhook was taken.
func (d delivery) done() bool { return d.State >= 200 && d.State < 300 }

// Deliveries are the webhooks that were sent or will be, oldest first: the last 200
// that were taken, and all others.
func (h *Host) Deliveries() []Delivery {
	h.mu.Lock()
	defer h.mu.Unlock()
	out := make([]Delivery, len(h.deliveries))
	for i, d := range h.deliveries {
		out[i] = Delivery{GUID: d.GUID, Event: d.Event, At: d.At, Body: slices.Clone(d.Body), Tries: d.Tries, Status: d.State}
	}
	return out
}

// Advance moves the runs as far as the clock has come, and sends each webhook that
// was not sent yet, once, in the order in which things happened; it says how many
// were taken. Whoever runs the clock calls it. GitHub sends nothing again by itself:
// that is for [Host.Redeliver]. The error means that ctx has ended or Disk has failed.
func (h *Host) Advance(ctx context.Context) (taken int, err error) {
	select {
	case h.sender <- struct{}{}:
		defer func() { <-h.sender }()
	case <-ctx.Done():
		return 0, fmt.Errorf("wait for another to send webhooks: %w", ctx.Err())
	}
	h.mu.Lock()
	err = h.settle()
	h.mu.Unlock()
	for err == nil {
		d, due := h.firstDelivery(func(d delivery) bool { return d.Tries == 0 })
		if !due {
			break
		}
		if err = h.deliver(ctx, &d); d.done() {
			taken++
		}
	}
	return taken, err
}

// Redeliver sends a webhook again, with the same X-GitHub-Delivery.
func (h *Host) Redeliver(ctx context.Context, guid string) error {
	d, known := h.firstDelivery(func(d delivery) bool { return d.GUID == guid })
	if !known {
		return fmt.Errorf("redeliver: there is no delivery %s", guid)
	}
	return h.deliver(ctx, &d)
}

func (h *Host) firstDelivery(which func(delivery) bool) (delivery, bool) {
	h.mu.Lock()
	defer h.mu.Unlock()
	i := slices.IndexFunc(h.deliveries, which)
	if i < 0 {
		return delivery{}, false
	}
	return h.deliveries[i], true
}

// deliver sends a webhook and keeps what became of it.
func (h *Host) deliver(ctx context.Context, d *delivery) error {
	status, err := h.post(ctx, *d)
	if err != nil {
		return err
	}
	h.mu.Lock()
	defer h.mu.Unlock()
	d.State, d.Tries = status, d.Tries+1
	rows := []row{deliveryRow(*d, func() {
		if i, known := h.place(d.ID); known {
			h.deliveries[i] = *d
		}
	})}
	return h.commit(append(rows, h.surplus(d.ID)...)...)
}

// surplus are the oldest deliveries that were taken, as far as there are too many
// once another one is.
func (h *Host) surplus(next int64) []row {
	taken := slices.DeleteFunc(slices.Clone(h.deliveries), func(d delivery) bool { return !d.done() || d.ID == next })
	var rows []row
	for _, old := range taken[:max(0, len(taken)+1-remembered)] {
		rows = append(rows, row{"delivery/" + strconv.FormatInt(old.ID, 10), nil, func() {
			if i, known := h.place(old.ID); known {
				h.deliveries = slices.Delete(h.deliveries, i, i+1)
			}
		}})
	}
	return rows
}

func (h *Host) place(id int64) (int, bool) {
	return slices.BinarySearchFunc(h.deliveries, id, func(d delivery, id int64) int { return cmp.Compare(d.ID, id) })
}

// post sends a webhook: status is 0 if there was no answer in time; err means that
// the caller has gone.
func (h *Host) post(ctx context.Context, d delivery) (status int, err error) {
	limited, cancel := context.WithTimeout(ctx, answerTime)
	defer cancel()
	req, err := http.NewRequestWithContext(limited, http.MethodPost, h.o.HookURL, bytes.NewReader(d.Body))
	if err != nil {
		return 0, fmt.Errorf("send a webhook: %w", err)
	}
	for name, value := range map[string]string{
		"Content-Type": "application/json", "User-Agent": "GitHub-Hookshot/" + strings.Split(d.GUID, "-")[0],
		"X-GitHub-Event": d.Event, "X-GitHub-Delivery": d.GUID, "X-GitHub-Hook-ID": "1", "X-GitHub-Hook-Installation-Target-Type": "integration",
		"X-GitHub-Hook-Installation-Target-ID": strconv.FormatInt(h.o.App.ID, 10), "X-Hub-Signature-256": Sign(h.o.HookSecret, d.Body),
	} {
		req.Header.Set(name, value)
	}
	resp, failed := h.o.HTTP.Do(req)
	if ctx.Err() != nil {
		if failed == nil {
			_ = resp.Body.Close()
		}
		return 0, fmt.Errorf("wait for the hook: %w", ctx.Err())
	}
	if failed != nil {
		return 0, nil
	}
	defer func() { _ = resp.Body.Close() }()
	_, _ = io.Copy(io.Discard, io.LimitReader(resp.Body, maxBody)) // what it says is not read
	return resp.StatusCode, nil
}
