package github

import (
	"maps"
	"net/http"
	"strconv"
	"time"
)

// perHour is how many calls an identity may make in an hour.
// See https://docs.github.com/rest/using-the-rest-api/rate-limits-for-the-rest-api
const perHour = 5000

// rate counts the calls of an identity until the hour is over.
type rate struct {
	used  int
	reset time.Time
}

// count takes one call off what is left, and says how many that is.
func (h *Host) count(who identity, header http.Header) error {
	r := h.rate(who)
	r.used++
	h.rates[who.rate] = r
	maps.Copy(header, r.header())
	if r.used <= perHour {
		return nil
	}
	return &refusal{
		status: http.StatusForbidden, message: "API rate limit exceeded for " + who.rate + ".", header: r.header(),
		docs: docs + "/overview/rate-limits-for-the-rest-api",
	}
}

func (h *Host) rate(who identity) rate {
	r, known := h.rates[who.rate]
	if now := h.o.Now(); !known || !now.Before(r.reset) {
		r = rate{reset: now.Add(time.Hour)}
	}
	return r
}

func (r rate) left() int { return max(0, perHour-r.used) }

func (r rate) header() http.Header {
	return http.Header{
		"X-Ratelimit-Limit": {strconv.Itoa(perHour)}, "X-Ratelimit-Remaining": {strconv.Itoa(r.left())},
		"X-Ratelimit-Used": {strconv.Itoa(min(r.used, perHour))}, "X-Ratelimit-Reset": {strconv.FormatInt(r.reset.Unix(), 10)},
		"X-Ratelimit-Resource": {"core"},
	}
}

// rateLimit tells of the limits.
func rateLimit(c *call) (answer, error) {
	r := c.rate(c.who)
	core := object{"limit": perHour, "remaining": r.left(), "used": min(r.used, perHour), "reset": r.reset.Unix()}
	return answer{body: object{"resources": object{"core": core}, "rate": core}}, nil
}
