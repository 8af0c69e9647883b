package page

import (
	"net/http"
	"strconv"
	"strings"
	"time"
	"unicode"
)

const (
	patience    = 20 * time.Second // how long a request waits for news
	maxMessages = 200              // of a channel that the page shows
)

// view is what one person sees of the workspace. With since it waits until there
// is something newer, or for a while.
func (p *page) view(r *http.Request) (any, error) {
	user := r.URL.Query().Get("user")
	if err := p.known(user); err != nil {
		return nil, err
	}
	if since := r.URL.Query().Get("since"); since != "" {
		version, err := strconv.ParseInt(since, 10, 64)
		if err != nil {
			return nil, refuse("since is no version")
		}
		if err := p.await(r, version); err != nil {
			return nil, err
		}
	}
	v := p.Slack.View(user)
	for i, c := range v.Channels {
		v.Channels[i].Messages = c.Messages[max(0, len(c.Messages)-maxMessages):]
	}
	return v, nil
}

func (p *page) await(r *http.Request, version int64) error {
	t := time.NewTimer(patience)
	defer t.Stop()
	select {
	case <-p.Slack.Changed(version):
	case <-t.C:
	case <-r.Context().Done():
		return r.Context().Err()
	}
	return nil
}

// send says something in a channel or a thread, or types a slash command.
func (p *page) send(r *http.Request) (any, error) {
	var in struct {
		player
		Channel string `json:"channel"`
		Thread  string `json:"thread_ts"` // the ts of the thread's first message; empty: in the channel
		Text    string `json:"text"`
	}
	if err := p.take(r, &in); err != nil {
		return nil, err
	}
	text := strings.TrimSpace(in.Text)
	if !strings.HasPrefix(text, "/") {
		_, err := p.Slack.Say(in.User, in.Channel, text, in.Thread)
		return nil, err
	}
	if in.Thread != "" {
		return nil, refuse("Slack takes no slash commands in threads")
	}
	command, rest := text, ""
	if i := strings.IndexFunc(text, unicode.IsSpace); i > 0 {
		command, rest = text[:i], strings.TrimSpace(text[i:])
	}
	_, err := p.Slack.Command(r.Context(), in.User, in.Channel, command, rest) // a failure of the app is shown in the channel
	return nil, err
}
