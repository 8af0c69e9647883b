package slack_test

import (
	"testing"

	slackgo "github.com/slack-go/slack"

	"github.com/slipway-dev/slipway/sandbox/slack"
)

func homeOf(blocks ...slackgo.Block) slackgo.HomeTabViewRequest {
	return slackgo.HomeTabViewRequest{Type: slackgo.VTHomeTab, Blocks: slackgo.Blocks{BlockSet: blocks}}
}

func TestAHomeTabIsPublishedForOneUserAndOutlivesACrash(t *testing.T) {
	w := newWorld(t)
	first, err := w.client.PublishView(ana, homeOf(button("more", "v")), "")
	ok(t, err)
	equal(t, "type", first.Type, slackgo.VTHomeTab)
	second, err := w.client.PublishView(ana, homeOf(slackgo.NewDividerBlock()), first.Hash)
	ok(t, err)
	equal(t, "id", second.ID, first.ID)
	_, err = w.client.PublishView(ana, homeOf(button("more", "v")), first.Hash)
	refused(t, err, "hash_conflict")
	_, err = w.client.PublishView(ana, homeOf(button("more", "v")), "")
	ok(t, err)
	w.reopen()
	shown := seenView(t, w.View(ana).Home)
	equal(t, "block", shown.Blocks.BlockSet[0].BlockType(), slackgo.MBTAction)
	equal(t, "Ben's", string(w.View(ben).Home), "")
	equal(t, "modals", len(w.View(ana).Modals), 0)
}

func TestAnElementInTheHomeTabCanOpenAModalButNotPushOne(t *testing.T) {
	w := newWorld(t)
	home, err := w.client.PublishView(ana, homeOf(button("more", "v")), "")
	ok(t, err)
	h := w.hear("")
	act := func() slack.Delivery {
		d, err := w.Act(t.Context(), ana, slack.Place{ViewID: home.ID}, "", "more", slack.Choice{})
		ok(t, err)
		return d
	}
	_, err = w.client.PushView(act().TriggerID, pushy("On the tab"))
	refused(t, err, "invalid_trigger_id")
	_, err = w.client.OpenView(act().TriggerID, pushy("Over the tab"))
	ok(t, err)
	equal(t, "view", h.last().View.Type, slackgo.VTHomeTab)
	equal(t, "container", h.last().Container.Type, "view")
	equal(t, "open", len(w.modals(ana)), 1)
	_, err = w.Dismiss(t.Context(), ana, home.ID, true)
	refused(t, err, "view_not_found")
	_, err = w.Submit(t.Context(), ana, home.ID, nil)
	refused(t, err, "no_submit_button")
}
