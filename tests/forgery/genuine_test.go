package forgery

import (
	"fmt"
	"math/rand/v2"
	"net/http"
	"net/url"
	"strconv"
	"time"
)

// forger makes requests; all that is random in them is from one seed.
type forger struct {
	*rand.Rand
	source *rand.PCG
	turn   int // what is left of the round for the next picks
	now    func() time.Time
	margin int64 // seconds to stay away from the edges of the five minutes
	last   *request
}

func newForger(margin int64) *forger {
	source := rand.NewPCG(*seed, 0)
	return &forger{Rand: rand.New(source), source: source, now: time.Now, margin: margin}
}

// begin is called before each request of a kind. What is drawn for one depends on no
// other one, nor on what the clock made of it.
func (f *forger) begin(kind, round int) {
	f.source.Seed(*seed, uint64(kind)<<32|uint64(round))
	f.turn = round
}

// genuine is a request as Slack sends it.
func (f *forger) genuine() *request { return pick(f, genuine()...)(f) }

// form is a genuine request whose body is a form.
func (f *forger) form() *request {
	return pick(f, (*forger).command, (*forger).click, (*forger).filledIn, (*forger).confirmed, (*forger).onMessage, (*forger).anywhere)(f)
}

// genuine are all that Slack sends.
func genuine() []func(*forger) *request {
	return []func(*forger) *request{
		(*forger).command, (*forger).click, (*forger).opened, (*forger).filledIn, (*forger).confirmed, (*forger).onMessage, (*forger).anywhere,
	}
}

// command is one that somebody has typed.
func (f *forger) command() *request {
	texts := []string{"staging abc123f", "prod checkout #12", "status prod", "history staging", "pause prod"}
	form := url.Values{
		"token": {token}, "team_id": {"T0TEAM"}, "team_domain": {"acme"}, "enterprise_id": {"E0ACME"}, "api_app_id": {"A0APP"},
		"user_id": {f.id("U")}, "user_name": {"ana"}, "channel_id": {"C0CHECKOUT"}, "channel_name": {"checkout"},
		"trigger_id": {f.trigger()}, "response_url": {f.url()}, "command": {"/deploy"},
		"text": {texts[f.IntN(len(texts))]},
	}
	return f.post(commands, formType, form.Encode())
}

// click is a press of a button.
func (f *forger) click() *request {
	return f.interaction("block_actions", fmt.Sprintf(`"api_app_id":"A0APP",`+
		`"container":{"type":"message","message_ts":"1700000000.000100","channel_id":"C0CHECKOUT"},`+
		`"channel":{"id":"C0CHECKOUT"},"message":{"ts":"1700000000.000100","text":"live"},"response_url":"%s",`+
		`"actions":[{"action_id":"slipway_rollback","block_id":"b1","type":"button","value":"%026d"}]`, f.url(), f.Uint64()))
}

// opened is the event that somebody looks at the bot's Home tab.
func (f *forger) opened() *request {
	return f.post(events, jsonType, fmt.Sprintf(`{"type":"event_callback","token":"%s","team_id":"T0TEAM","enterprise_id":"E0ACME","api_app_id":"A0APP",`+
		`"event_id":"Ev%d%s","event_time":%d,"authorizations":[{"team_id":"T0TEAM","user_id":"U0BOT","is_bot":true}],`+
		`"event":{"type":"app_home_opened","user":"%s","channel":"D0HOME","tab":"home","event_ts":"1700000000.1"}}`,
		token, f.Uint64(), trigger, f.now().Unix(), f.id("U")))
}

func (f *forger) post(path, mime, body string) *request {
	r := &request{method: http.MethodPost, path: path, header: http.Header{}, body: body}
	r.set("Content-Type", mime)
	r.set(timestamp, f.stamp(0))
	r.sign(secret)
	return r
}

// stamp is a timestamp so many seconds from now.
func (f *forger) stamp(skew int64) string { return strconv.FormatInt(f.now().Unix()+skew, 10) }

func (f *forger) id(kind string) string { return fmt.Sprintf("%s%08X", kind, f.Uint32()) }

func (f *forger) trigger() string { return fmt.Sprintf("%d.%d.%s", f.Uint32(), f.Uint32(), trigger) }

func (f *forger) url() string {
	return fmt.Sprintf("https://hooks.slack.com/commands/T0TEAM/%d/%s", f.Uint64(), capable)
}

// between is a number from low to high, both counted.
func (f *forger) between(low, high int64) int64 { return low + f.Int64N(high-low+1) }

// flip changes one bit.
func (f *forger) flip(s string) string {
	b := []byte(s)
	b[f.IntN(len(b))] ^= 1 << f.IntN(8)
	return string(b)
}

// pick takes turns by the round: as many rounds as there are things go through all of
// them, and where one pick follows another, as many as there are pairs go through all
// pairs. So a few rounds miss nothing, whatever the seed.
func pick[T any](f *forger, from ...T) T {
	picked := from[f.turn%len(from)]
	f.turn /= len(from)
	return picked
}
