package metrics

import (
	"context"
	"io"
	"log/slog"
	"time"

	"github.com/slipway-dev/slipway/cmd/logs"
)

// Namespace is where CloudWatch keeps the metrics.
const Namespace = "Slipway"

// Value is a metric's value.
type Value struct {
	Metric Metric
	Value  float64 // in the metric's unit; finite
}

// Meter writes metrics. A nil one writes none. It is safe for concurrent use.
type Meter struct {
	lines slog.Handler
	now   func() time.Time
}

// New makes the meter of a function, which writes where its log does. Each line is
// one Write, so w has to keep those of several writers apart, as [logs.Lines] does.
func New(w io.Writer, now func() time.Time, function string) *Meter {
	h := logs.Handler(w, slog.LevelInfo)
	return &Meter{h.WithAttrs([]slog.Attr{slog.String("function", function)}), now}
}

// Count writes that something happened once.
func (m *Meter) Count(ctx context.Context, metric Metric, about ...slog.Attr) {
	m.Put(ctx, []Value{{metric, 1}}, about...)
}

// Put writes values as one line, with what they are about as fields that queries of
// the log can count by. A line that cannot be written is lost, as any of the log.
func (m *Meter) Put(ctx context.Context, values []Value, about ...slog.Attr) {
	if m == nil || len(values) == 0 {
		return
	}
	at := m.now()
	line := slog.NewRecord(at, slog.LevelInfo, "metric", 0)
	line.AddAttrs(slog.Any("_aws", describe(at, values)))
	for _, v := range values {
		line.AddAttrs(slog.Float64(string(v.Metric), v.Value))
	}
	line.AddAttrs(about...)
	_ = m.lines.Handle(ctx, line) // whoever is being counted cannot help it
}

// metadata is the member "_aws" of a line, as CloudWatch's specification of the
// embedded metric format has it.
type metadata struct {
	Timestamp         int64 // milliseconds since 1970
	CloudWatchMetrics []directive
}

type directive struct {
	Namespace  string
	Dimensions [][]string
	Metrics    []definition
}

type definition struct{ Name, Unit string }

// describe says which members of the line are metrics. The one set of dimensions is
// empty: without any set at all there would be no metric.
func describe(at time.Time, values []Value) metadata {
	d := directive{Namespace: Namespace, Dimensions: [][]string{{}}}
	for _, v := range values {
		d.Metrics = append(d.Metrics, definition{string(v.Metric), v.Metric.Unit()})
	}
	return metadata{Timestamp: at.UnixMilli(), CloudWatchMetrics: []directive{d}}
}
