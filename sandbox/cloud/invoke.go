package cloud

import (
	"bytes"
	"cmp"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"net/http"
	"time"
)

// InvokeOutput is a function's answer to one call.
type InvokeOutput struct {
	StatusCode      int    // 200, also when the function failed
	ExecutedVersion string // "$LATEST" or a number
	FunctionError   string // "Unhandled" when the function failed, else empty
	Payload         []byte
	Duration        time.Duration // simulated; nobody waited for it
}

// maxPayload is the limit of a synchronous call: 6 MB.
const maxPayload = 6 << 20

// Invoke calls $LATEST (an empty qualifier), a version, or an alias, which
// routes by its weights at random. A call is in the metrics of what was called: one
// by number is in no alias's. A payload that speaks of "health" is a health check: it fails only if
// the code cannot start. Any other fails as often as the code does.
func (a *Account) Invoke(name, qualifier string, payload []byte) (InvokeOutput, error) {
	return do(a, "Invoke", nil, func(now time.Time) (InvokeOutput, error) {
		if len(payload) > maxPayload {
			return InvokeOutput{}, fail(CodeTooLarge, "Request must be smaller than %d bytes for the InvokeFunction operation", maxPayload)
		}
		f, err := a.function(name)
		if err != nil {
			return InvokeOutput{}, err
		}
		called, version := cmp.Or(qualifier, latest), qualifier
		if al, ok := f.Aliases[qualifier]; ok {
			version = al.pick(a.opts.Rand)
		}
		c, err := f.version(version, now)
		if err != nil {
			return InvokeOutput{}, err
		}
		if err := active(c); err != nil {
			return InvokeOutput{}, err
		}
		b := a.behaviour(c.Digest())
		out := a.run(c, b.errorRate(c.Version, f.Aliases[LiveAlias], now), b, payload)
		return out, a.count(f, called, out, b, now)
	})
}

// pick routes one call.
func (al Alias) pick(r *rand.Rand) string {
	if version, weight := al.other(); r.Float64() < weight {
		return version
	}
	return al.FunctionVersion
}

func (a *Account) run(c FunctionConfiguration, errorRate float64, b Behaviour, payload []byte) InvokeOutput {
	out := InvokeOutput{
		StatusCode: http.StatusOK, ExecutedVersion: c.Version, Duration: draw(a.opts.Rand, b.LatencyMS),
	}
	health := bytes.Contains(payload, []byte("health"))
	switch {
	case b.Crash:
		id := uuid(a.hash("request", a.opts.Rand.Uint64()))
		out.fail("Runtime.ExitError", fmt.Sprintf("RequestId: %s Error: Runtime exited with error: exit status 1", id))
	case !health && a.opts.Rand.Float64() < errorRate:
		out.fail("Error", "the simulated code of this version failed")
	default:
		body := encode(map[string]string{"status": "ok", "version": c.Version, "sha": a.tagOf(c)})
		out.Payload = encode(map[string]any{"statusCode": http.StatusOK, "body": string(body)})
	}
	return out
}

func (o *InvokeOutput) fail(kind, message string) {
	o.FunctionError = "Unhandled"
	o.Payload = encode(map[string]string{"errorType": kind, "errorMessage": message})
}

// encode is for maps of strings and numbers only: these always have a JSON form.
func encode(v any) []byte {
	data, _ := json.Marshal(v)
	return data
}

// count puts one call into the metrics of what was called: an alias or a version.
func (a *Account) count(f *function, called string, out InvokeOutput, b Behaviour, now time.Time) error {
	if err := a.settle(f, now); err != nil {
		return err
	}
	r := row{Alias: called, Version: out.ExecutedVersion, Calls: 1, LatencyMS: b.LatencyMS}
	if al, ok := f.Aliases[called]; ok {
		r.Weighted = al.sole() == ""
	}
	if out.FunctionError != "" {
		r.Errors = 1
	}
	name := f.Latest.FunctionName
	s := a.metrics[name]
	s.at(now).add(r)
	return s.save(a.opts.Disk, name)
}
