package ingress

import (
	"encoding/json"
	"net/url"
	"slices"
	"strings"

	"github.com/slipway-dev/slipway/bot/job"
)

// mostLinks of one message are looked at.
const mostLinks = 10

// links reads the links to us of a message that Slack tells of. There are none in a
// channel that is shared with another organisation, whose people would see what they
// lead to; and none in what somebody is still writing, which may be posted anywhere.
func (f *Front) links(r *reader, o object, host string) (l *job.Link, there bool) {
	event := r.object(o["event"])
	l = &job.Link{Unfurl: r.text(event, "unfurl_id"), Source: r.text(event, "source")}
	var list []json.RawMessage
	if json.Unmarshal(event["links"], &list) != nil {
		r.fail("the links are no list")
	}
	for _, raw := range list {
		address := r.text(r.object(raw), "url")
		if f.toUs(address, host) && !slices.Contains(l.URLs, address) && len(l.URLs) < mostLinks {
			l.URLs = append(l.URLs, address)
		}
	}
	if !isShort(l.Unfurl, longestID) {
		r.fail("the links' id is longer than Slack's are")
	}
	shared := r.flag(o, "is_ext_shared_channel")
	return l, !shared && l.Source == job.FromMessages && l.Unfurl != "" && len(l.URLs) > 0
}

// toUs says that an address is that of a rollout or an incident at one of our hosts.
func (f *Front) toUs(address, host string) bool {
	ours := f.options.Links
	if len(ours) == 0 {
		ours = []string{host}
	}
	u, err := url.Parse(address)
	return err == nil && len(address) <= longestURL && job.Seen(address) != "" && slices.ContainsFunc(ours, func(h string) bool {
		return strings.EqualFold(u.Hostname(), hostname(h))
	})
}

// hostname is a host without its port.
func hostname(host string) string { return (&url.URL{Host: host}).Hostname() }
