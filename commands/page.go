package commands

import (
	"cmp"
	"context"
	"fmt"
	"net/url"

	"github.com/slipway-dev/slipway/rollout"
)

// page has whoever is on call know how an incident stands. What the pager knows is written
// down after it was told: told twice it is the same page.
func (c *Commands) page(ctx context.Context, id string) error {
	if c.Pager == nil {
		return nil
	}
	i, err := load[rollout.Incident](ctx, c.Store, rollout.IncidentKey(id))
	if err != nil {
		return err
	}
	paged, err := load[rollout.Paged](ctx, c.Store, rollout.PagedKey(id))
	if err != nil && !rollout.IsMissing(err) {
		return err
	}
	for _, state := range pages(paged, i) {
		if err := c.Pager.Page(ctx, c.pageOf(ctx, i, state)); err != nil {
			return fmt.Errorf("page for the incident %s: %w", id, err)
		}
		paged = rollout.Paged{Incident: id, Revision: paged.Revision + 1, State: state, Suspect: suspected(i), At: c.Now()}
		if err := c.Store.Commit(ctx, rollout.Change{Put: []rollout.Record{paged}}); err != nil {
			return fmt.Errorf("note what the pager knows of %s: %w", id, err)
		}
	}
	return nil
}

// pages are what the pager has to be told, in order, by what it knows. It acknowledges and
// resolves only what was triggered.
func pages(known rollout.Paged, i rollout.Incident) []rollout.PageState {
	paged := known.State == rollout.PageTrigger || known.State == rollout.PageAcknowledge
	switch want := pageState(i); {
	case want == rollout.PageResolve && !paged:
		return nil
	case want == rollout.PageAcknowledge && !paged:
		return []rollout.PageState{rollout.PageTrigger, rollout.PageAcknowledge}
	case want == known.State && (want != rollout.PageTrigger || known.Suspect == suspected(i)):
		return nil
	default:
		return []rollout.PageState{want}
	}
}

// pageState is how an incident stands, for whoever is on call.
func pageState(i rollout.Incident) rollout.PageState {
	switch {
	case !i.Open():
		return rollout.PageResolve
	case i.Acked != nil:
		return rollout.PageAcknowledge
	default:
		return rollout.PageTrigger
	}
}

// pageOf is what whoever is on call is told.
func (c *Commands) pageOf(ctx context.Context, i rollout.Incident, state rollout.PageState) rollout.Page {
	service := c.Policy.service(i.Target.Service)
	p := rollout.Page{
		Key: i.ID, Target: i.Target, State: state, Since: i.Opened,
		Summary: fmt.Sprintf("%s in %s: %s is red", i.Target.Service, i.Target.Environment, i.Alarms[0].Name),
		Details: map[string]string{"alarm": i.Alarms[0].Name, "reason": i.Alarms[0].Reason},
		Link:    channelLink(i.Channel),
	}
	add := func(name, value string) {
		if value != "" {
			p.Details[name] = value
		}
	}
	add("runbook", service.Runbook)
	add("not taken back", i.Kept)
	if s := i.Suspect; s != nil {
		what := fmt.Sprintf("%s (%s by %s)", s.Candidate, s.Release.Short(), c.nameOf(ctx, s.By))
		p.Summary += "; suspect " + what
		add("suspect", what)
		add("suspect's change", s.Release.Subject)
		add("back would be", s.Stable.String())
	}
	if e := i.Evidence; e != nil {
		add("evidence", string(e.Finding))
	}
	return p
}

// nameOf is what people call somebody; the id where the directory does not say.
func (c *Commands) nameOf(ctx context.Context, id string) string {
	name := id
	err := within(ctx, asking, func(ctx context.Context) error {
		p, err := c.People.Person(ctx, id)
		name = cmp.Or(p.Name, id)
		return err
	})
	if err != nil {
		return id
	}
	return name
}

// channelLink opens a channel in Slack, in whatever workspace one is signed in to
// (https://docs.slack.dev/interactivity/deep-linking); empty for none.
func channelLink(channel string) string {
	if channel == "" {
		return ""
	}
	return "https://slack.com/app_redirect?channel=" + url.QueryEscape(channel)
}
