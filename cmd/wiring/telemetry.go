package wiring

import (
	"net/http"

	"github.com/slipway-dev/slipway/cmd/settings"
	"github.com/slipway-dev/slipway/cmd/telemetry/counted"
	"github.com/slipway-dev/slipway/cmd/telemetry/metrics"
	"github.com/slipway-dev/slipway/cmd/telemetry/otlp"
	"github.com/slipway-dev/slipway/cmd/telemetry/spans"
	"github.com/slipway-dev/slipway/cmd/telemetry/xray"
)

// measured has a function count, and trace, what it does. What `slipway release` prints
// no CloudWatch reads, and no invocation of Lambda's has its calls in it.
func (p *Plan) measured() error {
	if p.Settings.Function != settings.Worker && p.Settings.Function != settings.Ticker {
		return nil
	}
	p.Meter = metrics.New(p.Out, p.Now, string(p.Settings.Function))
	o := spans.Options{Function: string(p.Settings.Function), Picked: p.Settings.Traces.XRay, Now: p.Now, Log: p.Log}
	var err error
	switch to := p.Settings.Traces; {
	case to.XRay:
		o.Exporter, err = xray.New(p.Env("AWS_XRAY_DAEMON_ADDRESS"))
	case to.Collector != "":
		o.Exporter, err = otlp.New(to.Collector, p.Env("OTEL_EXPORTER_OTLP_HEADERS"), nil)
	default:
		return nil
	}
	if err != nil {
		return err
	}
	p.Traces = spans.New(o)
	return nil
}

// ToSlack is the way of requests to Slack.
func (p Plan) ToSlack() http.RoundTripper {
	return counted.Slack{Base: p.Traces.Transport("Slack", spans.Slack, nil), Meter: p.Meter}
}
