package ingress

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"log/slog"
	"net/url"

	"github.com/slipway-dev/slipway/bot/job"
)

var errNobody = errors.New("the user or the channel is missing")

// caller says who sent a request and where from, in Slack's ids.
type caller struct {
	team, enterprise, app string
	user, channel         string
	trigger               string
	responseURL           string
	anywhere              bool // it need not be in a channel
	appless               bool // it need not name the app
}

// ours tells whether a caller is in the workspace that is served. What is
// missing is not ours; only the organisation may be.
func (f *Front) ours(c caller) bool {
	enterprise := c.enterprise == "" || f.options.Enterprise == "" || c.enterprise == f.options.Enterprise
	app := c.app == f.options.App || c.app == "" && c.appless
	return c.team == f.options.Team && app && enterprise
}

// foreign refuses a caller of another workspace or app.
func foreign(c caller) answer {
	return say("foreign", "I work for another workspace, so nothing was done. Ask whoever installed Slipway here.",
		slog.String("team", shown(c.team)), slog.String("enterprise", shown(c.enterprise)),
		slog.String("app", shown(c.app)), slog.String("user", shown(c.user))).warn()
}

// shown is an id as far as it is safe to log.
func shown(id string) string {
	const ids = "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_"
	switch {
	case id == "":
		return "missing"
	case len(id) > 20 || !consistsOf(id, ids):
		return "odd"
	}
	return id
}

// newJob fills in who asks and where from.
func (f *Front) newJob(v verified, c caller, j job.Job) (job.Job, error) {
	if !isID(c.user) || !isID(c.channel) && (c.channel != "" || !c.anywhere) {
		return job.Job{}, errNobody
	}
	j.ID, j.Team, j.User, j.Channel, j.Received = c.trigger, c.team, c.user, c.channel, f.options.Now()
	if !isID(j.ID) {
		sum := sha256.Sum256(append([]byte(v.stamp), v.body...))
		j.ID = hex.EncodeToString(sum[:])
	}
	if f.mayAnswerAt(c.responseURL) {
		j.ResponseURL = c.responseURL
	}
	return j, nil
}

// mayAnswerAt tells whether a response_url is of the one origin that is allowed.
func (f *Front) mayAnswerAt(address string) bool {
	u, err := url.Parse(address)
	return err == nil && len(address) <= longestURL && u.User == nil && originOf(u) == f.options.ResponseOrigin
}

// The most characters that an id and an address may have. Slack's are shorter.
const (
	longestID  = 255
	longestURL = 1000
)

func isID(s string) bool {
	const ids = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_.-"
	return len(s) <= longestID && consistsOf(s, ids)
}

// tag names a job in the log. Its id can open a dialog, so it is not logged.
func tag(j job.Job) slog.Attr {
	sum := sha256.Sum256([]byte(j.ID))
	return slog.String("job", hex.EncodeToString(sum[:6]))
}
