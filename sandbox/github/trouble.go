package github

import (
	"math"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"
)

// Trouble is what goes wrong with some calls of the API, made by a test, or by a
// person on purpose.
type Trouble struct {
	Method, Path string        // calls of this method whose path contains this; all if empty
	Times        int           // how many of them; 1 if 0
	Slow         time.Duration // real time that passes before anything else
	Lost         bool          // the call is carried out, and its answer is lost: a 502
	Status       int           // the call is not carried out, and answered so
	Message      string        // in that answer; the status' own words if empty
	Secondary    time.Duration // the call is refused by a secondary rate limit, until so much later
}

// Trouble makes something go wrong with the next calls that it is for. Where several
// troubles are for the same call, the first is it.
func (h *Host) Trouble(t Trouble) {
	h.mu.Lock()
	defer h.mu.Unlock()
	t.Times = max(1, t.Times)
	h.troubles = append(h.troubles, t)
}

// Calm ends all troubles.
func (h *Host) Calm() {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.troubles = nil
}

// Exhaust uses up the calls that everybody has left; there are new ones at reset.
func (h *Host) Exhaust(reset time.Time) {
	h.mu.Lock()
	defer h.mu.Unlock()
	for _, who := range []string{"user " + h.o.Login, "installation ID " + strconv.FormatInt(h.o.App.Installation, 10)} {
		h.rates[who] = rate{used: perHour, reset: reset}
	}
}

// ExpireTokens makes all tokens of the installation worthless.
func (h *Host) ExpireTokens() error {
	h.mu.Lock()
	defer h.mu.Unlock()
	var rows []row
	for name := range h.tokens {
		rows = append(rows, row{"token/" + name, nil, func() { delete(h.tokens, name) }})
	}
	return h.commit(rows...)
}

// Suspend suspends the installation of the App, or lets it go on.
func (h *Host) Suspend(suspended bool) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.suspended = suspended
}

// disturb applies the first trouble that there is for a call. lost means that nobody
// gets its answer.
func (h *Host) disturb(r *http.Request) (lost bool, err error) {
	t, any := h.takeTrouble(r)
	if !any {
		return false, nil
	}
	if t.Slow > 0 {
		wait := time.NewTimer(t.Slow)
		defer wait.Stop()
		select {
		case <-wait.C:
		case <-r.Context().Done():
			return false, refuse(http.StatusGatewayTimeout, "the caller has gone")
		}
	}
	switch {
	case t.Secondary > 0:
		return false, &refusal{
			status: http.StatusForbidden, message: "You have exceeded a secondary rate limit. Please wait a few minutes before you try again.",
			docs:   docs + "/overview/rate-limits-for-the-rest-api#about-secondary-rate-limits",
			header: http.Header{"Retry-After": {strconv.Itoa(int(math.Ceil(t.Secondary.Seconds())))}},
		}
	case t.Status != 0 && t.Message == "":
		return false, refuse(t.Status, "%s", http.StatusText(t.Status))
	case t.Status != 0:
		return false, refuse(t.Status, "%s", t.Message)
	}
	return t.Lost, nil
}

func (h *Host) takeTrouble(r *http.Request) (Trouble, bool) {
	h.mu.Lock()
	defer h.mu.Unlock()
	i := slices.IndexFunc(h.troubles, func(t Trouble) bool {
		return (t.Method == "" || t.Method == r.Method) && strings.Contains(r.URL.Path, t.Path)
	})
	if i < 0 {
		return Trouble{}, false
	}
	t := h.troubles[i]
	if h.troubles[i].Times--; h.troubles[i].Times == 0 {
		h.troubles = slices.Delete(h.troubles, i, i+1)
	}
	return t, true
}
