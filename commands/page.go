package commands

import (
	"cmp"
	"context"
	"fmt"
	"net/url"

	"github.com/slipway-dev/slipway/rollout"
)

// page has whoever is on call know how an incident stands, until they do: it may have
// changed while they were told. What the pager knows is written down after it was told:
// told twice it is the same page.
func (c *Commands) page(ctx context.Context, id string) error {
	if c.Pager == nil {
		return nil
	}
	for range turnsWhilePaging {
		i, err := load[rollout.Incident](ctx, c.Store, rollout.IncidentKey(id))
		if err != nil {
			return err
		}
		known, err := load[rollout.Paged](ctx, c.Store, rollout.PagedKey(id))
		if err != nil && !rollout.IsMissing(err) {
			return err
		}
		state, due := nextPage(known, i)
		if !due {
			return nil
		}
		if err := c.Pager.Page(ctx, c.pageOf(ctx, i, state)); err != nil {
			return fmt.Errorf("page for the incident %s: %w", id, err)
		}
		paged := rollout.Paged{Incident: id, Revision: known.Revision + 1, State: state, Suspect: suspected(i), At: c.Now()}
		if err := c.Store.Commit(ctx, rollout.Change{Put: []rollout.Record{paged}}); err != nil {
			return fmt.Errorf("note what the pager knows of %s: %w", id, err)
		}
	}
	return &rollout.Error{Kind: rollout.Stale, Message: fmt.Sprintf("The incident %s keeps changing.", id)}
}

// turnsWhilePaging is how often an incident may change while its pages are sent.
const turnsWhilePaging = 10

// nextPage is what the pager is to be told next, by what it is known to know. It may know
// more, where that could not be noted: so it hears that an incident is over in any case,
// which does nothing where there is none. A drill is nobody's emergency.
func nextPage(known rollout.Paged, i rollout.Incident) (state rollout.PageState, due bool) {
	paged := known.State == rollout.PageTrigger || known.State == rollout.PageAcknowledge
	switch want := pageState(i); {
	case !paged && i.Suspect != nil && i.Suspect.Drill:
		return "", false
	case want == rollout.PageAcknowledge && !paged:
		return rollout.PageTrigger, true
	case want == known.State && (want != rollout.PageTrigger || known.Suspect == suspected(i)):
		return "", false
	default:
		return want, true
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
	service, first := c.Policy.service(i.Target.Service), firstAlarm(i)
	p := rollout.Page{
		Key: i.ID, Target: i.Target, State: state, Since: i.Opened,
		Summary: fmt.Sprintf("%s in %s: %s is red", i.Target.Service, i.Target.Environment, first.Name),
		Details: map[string]string{"alarm": first.Name, "reason": first.Reason},
		Link:    channelLink(i.Channel),
	}
	add := func(name, value string) {
		if value != "" {
			p.Details[name] = value
		}
	}
	add("incident", c.Policy.link(i.ID))
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

// firstAlarm is the alarm that an incident began with.
func firstAlarm(i rollout.Incident) rollout.Alarm {
	if len(i.Alarms) == 0 {
		return rollout.Alarm{}
	}
	return i.Alarms[0]
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
