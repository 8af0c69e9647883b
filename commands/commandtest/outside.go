package commandtest

import (
	"context"
	"maps"
	"slices"
	"sync"

	"github.com/slipway-dev/slipway/commands"
	"github.com/slipway-dev/slipway/rollout"
)

// Outside is whoever hears of incidents but for chat: it meets commands.Pager, Events and
// Topic. It may be used by many goroutines; its hooks are to be set while nobody does.
type Outside struct {
	// Before is asked before each call, by the method's name: its error is answered, and
	// nobody hears. May be nil.
	Before func(call string) error
	// After is asked once somebody has heard: its error takes the place of the answer. May
	// be nil.
	After func(call string) error

	mu        sync.Mutex
	pages     []rollout.Page
	events    []Told
	announced []Announced
}

// Told is an event that a service's repository has heard of.
type Told struct {
	Service, Name string
	Facts         map[string]string
}

// Announced is what the topic has heard.
type Announced struct{ Subject, Body string }

var (
	_ commands.Pager  = (*Outside)(nil)
	_ commands.Events = (*Outside)(nil)
	_ commands.Topic  = (*Outside)(nil)
)

// hear notes something between the hooks.
func (o *Outside) hear(ctx context.Context, call string, note func()) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	if o.Before != nil {
		if err := o.Before(call); err != nil {
			return err
		}
	}
	o.mu.Lock()
	note()
	o.mu.Unlock()
	if o.After != nil {
		return o.After(call)
	}
	return nil
}

// Page remembers a page.
func (o *Outside) Page(ctx context.Context, p rollout.Page) error {
	return o.hear(ctx, "Page", func() { o.pages = append(o.pages, p) })
}

// Event remembers an event.
func (o *Outside) Event(ctx context.Context, service, name string, facts map[string]string) error {
	return o.hear(ctx, "Event", func() { o.events = append(o.events, Told{Service: service, Name: name, Facts: maps.Clone(facts)}) })
}

// Publish remembers a notice.
func (o *Outside) Publish(ctx context.Context, subject, body string) error {
	return o.hear(ctx, "Publish", func() { o.announced = append(o.announced, Announced{Subject: subject, Body: body}) })
}

// Pages are the pages, in order.
func (o *Outside) Pages() []rollout.Page {
	o.mu.Lock()
	defer o.mu.Unlock()
	return slices.Clone(o.pages)
}

// Events are the events, in order.
func (o *Outside) Events() []Told {
	o.mu.Lock()
	defer o.mu.Unlock()
	return slices.Clone(o.events)
}

// Announced are the notices of the topic, in order.
func (o *Outside) Announced() []Announced {
	o.mu.Lock()
	defer o.mu.Unlock()
	return slices.Clone(o.announced)
}
