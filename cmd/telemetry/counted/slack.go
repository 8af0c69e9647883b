package counted

import (
	"bytes"
	"encoding/json"
	"io"
	"log/slog"
	"net/http"
	"strconv"
	"strings"

	"github.com/slipway-dev/slipway/cmd/telemetry/metrics"
	"github.com/slipway-dev/slipway/cmd/telemetry/spans"
)

// peeked is how much of an answer is looked into: more than any refusal takes.
const peeked = 1 << 20

// Slack counts the calls that Slack refused, or did not answer.
type Slack struct {
	Base  http.RoundTripper // nil: http.DefaultTransport
	Meter *metrics.Meter
}

// RoundTrip is http.RoundTripper's.
func (s Slack) RoundTrip(q *http.Request) (*http.Response, error) {
	base := s.Base
	if base == nil {
		base = http.DefaultTransport
	}
	got, err := base.RoundTrip(q)
	code := "no_answer"
	if err == nil {
		code = refusal(got)
	}
	if code != "" {
		s.Meter.Count(q.Context(), metrics.SlackErrors, slog.String("method", spans.Slack(q)), slog.String("error", code))
	}
	return got, err
}

// refusal is why Slack refused, in a word; empty if it did not. Most of its refusals come
// with a status that says that all is well.
func refusal(got *http.Response) string {
	if got.StatusCode != http.StatusOK {
		return "status_" + strconv.Itoa(got.StatusCode)
	}
	start, _ := io.ReadAll(io.LimitReader(got.Body, peeked)) // whoever reads the rest meets the error again
	got.Body = rest{io.MultiReader(bytes.NewReader(start), got.Body), got.Body}
	var said struct {
		OK    *bool  `json:"ok"`
		Error string `json:"error"`
	}
	switch {
	case json.Unmarshal(start, &said) != nil || said.OK == nil || *said.OK:
		return ""
	case said.Error == "" || len(said.Error) > 64 || strings.Trim(said.Error, "abcdefghijklmnopqrstuvwxyz_") != "":
		return "odd"
	}
	return said.Error
}

// rest is a body whose beginning has been read already.
type rest struct {
	io.Reader
	io.Closer
}
