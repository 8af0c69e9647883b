package hub

import (
	"context"
	"fmt"
	"net/http"
	"time"

	"github.com/slipway-dev/slipway/rollout"
)

// soon is how long before its end a token is worth a word.
const soon = 14 * 24 * time.Hour

// CheckRate looks how many calls GitHub still takes in this hour, and until when a token is good.
// To ask costs none (docs.github.com/rest/rate-limit).
func (h *Hub) CheckRate(ctx context.Context) []rollout.Diagnosis {
	got, response, err := h.rate(ctx)
	if err != nil {
		return []rollout.Diagnosis{diagnosis(err)}
	}
	var out []rollout.Diagnosis
	if ends, ok := expiry(response); ok && ends.Sub(h.o.Now()) < soon {
		out = append(out, rollout.Diagnosis{Grade: rollout.GradeAiling, Found: "The token ends on " + ends.UTC().Format("2 January 2006 15:04 UTC") + ".",
			Remedy: "Make a new one, and put it into `GITHUB_TOKEN`; an App's ends never."})
	}
	core := got.Resources.Core
	left := fmt.Sprintf("%d of %d calls are left, until %s.", core.Remaining, core.Limit, time.Unix(core.Reset, 0).UTC().Format("15:04 UTC"))
	if core.Remaining*10 < core.Limit {
		return append(out, rollout.Diagnosis{Grade: rollout.GradeAiling, Found: left,
			Remedy: "Wait until then. If it happens often: does somebody else use the same App or token?"})
	}
	return append(out, rollout.Diagnosis{Grade: rollout.GradeSound, Found: left})
}

type rate struct {
	Resources struct {
		Core struct {
			Limit     int   `json:"limit"`
			Remaining int   `json:"remaining"`
			Reset     int64 `json:"reset"`
		} `json:"core"`
	} `json:"resources"`
}

func (h *Hub) rate(ctx context.Context) (rate, http.Header, error) {
	got, response, err := Get[rate](ctx, h, "tell its rate limit", nil, "rate_limit")
	if response == nil {
		return got, nil, err
	}
	return got, response.Header, err
}

// expiry is when a token ends, as GitHub tells with every answer to one that does.
func expiry(h http.Header) (time.Time, bool) {
	said := h.Get("GitHub-Authentication-Token-Expiration")
	for _, layout := range []string{"2006-01-02 15:04:05 MST", "2006-01-02 15:04:05 -0700"} {
		if at, err := time.Parse(layout, said); err == nil {
			return at, true
		}
	}
	return time.Time{}, false
}

// Clock is the time by GitHub's clock, to a second.
func (h *Hub) Clock(ctx context.Context) (time.Time, error) {
	_, header, err := h.rate(ctx)
	if err != nil {
		return time.Time{}, err
	}
	at, err := http.ParseTime(header.Get("Date"))
	if err != nil {
		return time.Time{}, fmt.Errorf("read GitHub's time: %w", err)
	}
	return at, nil
}
