package slack

import "strings"

// chatGetPermalink: https://docs.slack.dev/reference/methods/chat.getPermalink
func (w *Workspace) chatGetPermalink(a args) (answer, error) {
	c, err := w.readable(args{"channel": a["channel"]}, false)
	if err != nil {
		return nil, err
	}
	m, found := w.message(c.ID, a["message_ts"])
	if !found || m.Deleted || m.EphemeralTo != "" {
		return nil, refuse("message_not_found")
	}
	return answer{"channel": c.ID, "permalink": w.permalink(m)}, nil
}

func (w *Workspace) permalink(m Message) string {
	link := w.opts.PublicURL + "/archives/" + m.Channel + "/p" + strings.Replace(m.TS, ".", "", 1)
	if m.isReply() {
		link += "?thread_ts=" + m.ThreadTS + "&cid=" + m.Channel
	}
	return link
}
