// Package logs is how the Lambda functions log: one line of JSON for each event,
// with the correlation id of the request that it came from, wherever the context
// has been since.
package logs

import (
	"context"
	"errors"
	"io"
	"log/slog"
	"strings"
	"sync"

	"github.com/slipway-dev/slipway/rollout"
)

type key struct{}

// With gives the context the id of what somebody asked for in the first place.
func With(ctx context.Context, correlation string) context.Context {
	if correlation == "" {
		return ctx
	}
	return context.WithValue(ctx, key{}, correlation)
}

// Correlation is the id that With gave, or nothing.
func Correlation(ctx context.Context) string {
	id, _ := ctx.Value(key{}).(string)
	return id
}

// New makes a logger of a function, which writes each line at once: there is
// nothing left to flush when the function is stopped.
func New(w io.Writer, level slog.Leveler, function string) *slog.Logger {
	return slog.New(Handler(w, level)).With(slog.String("service", "slipway"), slog.String("function", function))
}

// Handler writes such lines, and says nothing of whose they are.
func Handler(w io.Writer, level slog.Leveler) slog.Handler {
	return handler{slog.NewJSONHandler(w, &slog.HandlerOptions{Level: level, ReplaceAttr: rename})}
}

// Lines lets several write to w, one Write after the other.
func Lines(w io.Writer) io.Writer { return &lines{w: w} }

type lines struct {
	mu sync.Mutex
	w  io.Writer
}

// Write is io.Writer's.
func (l *lines) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.w.Write(p)
}

// rename gives the fixed attributes the names that log queries for Lambda expect.
func rename(groups []string, a slog.Attr) slog.Attr {
	if len(groups) > 0 {
		return a
	}
	switch a.Key {
	case slog.TimeKey:
		a.Key = "timestamp"
	case slog.MessageKey:
		a.Key = "message"
	}
	return a
}

// handler adds the correlation id of the context to each line.
type handler struct{ slog.Handler }

// Handle writes one line.
func (h handler) Handle(ctx context.Context, r slog.Record) error {
	if id := Correlation(ctx); id != "" {
		r.AddAttrs(slog.String("correlation_id", id))
	}
	return h.Handler.Handle(ctx, r)
}

// WithAttrs and WithGroup keep the id on the lines of derived loggers.
func (h handler) WithAttrs(attrs []slog.Attr) slog.Handler {
	return handler{h.Handler.WithAttrs(attrs)}
}

// WithGroup puts what follows into a group.
func (h handler) WithGroup(name string) slog.Handler { return handler{h.Handler.WithGroup(name)} }

// Everywhere makes it the logger of libraries too. Lambda's logs the error of an
// invocation, and its own troubles, by the log package: lines that would not be JSON.
func Everywhere(log *slog.Logger) {
	slog.SetLogLoggerLevel(slog.LevelError)
	slog.SetDefault(log)
}

// Problems logs everything that is wrong with what a function was started with,
// one line for each problem, with what to do about it where that is known.
func Problems(ctx context.Context, log *slog.Logger, err error) {
	var ours *rollout.Error
	if errors.As(err, &ours) && ours.Hint != "" {
		log = log.With(slog.String("hint", ours.Hint))
	}
	for line := range strings.Lines(err.Error()) {
		log.ErrorContext(ctx, "cannot start", slog.String("problem", strings.TrimSpace(line)))
	}
}
