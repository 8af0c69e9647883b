package selftest_test

import (
	"bytes"
	"encoding/json"
	"io"
	"net/http"
	"strings"

	"github.com/fxamacker/cbor/v2"

	"github.com/slipway-dev/slipway/tests/faulty"
)

// edited sends a call of Lambda's without a member of its body.
func edited(c faulty.Call, member string) (*http.Response, error) {
	var in map[string]any
	if err := json.Unmarshal(c.Body, &in); err != nil {
		return nil, err
	}
	delete(in, member)
	body, err := json.Marshal(in)
	if err != nil {
		return nil, err
	}
	c.Body = body
	return c.Send()
}

// neverCleared passes over an empty routing map.
func neverCleared(c faulty.Call) (*http.Response, error) {
	if bytes.Contains(c.Body, []byte(`"AdditionalVersionWeights":{}`)) {
		return edited(c, "RoutingConfig")
	}
	return c.Send()
}

// stale answers what should be refused with a 412 with another error.
func stale(c faulty.Call) (*http.Response, error) {
	got, err := c.Send()
	if err != nil || got.StatusCode != http.StatusPreconditionFailed {
		return got, err
	}
	return faulty.Answer(409, "ResourceConflictException", "")(c)
}

// failed is a function that could not be made.
func failed(c faulty.Call) (*http.Response, error) {
	return &http.Response{StatusCode: http.StatusOK, Header: http.Header{}, Request: c.Request,
		Body: io.NopCloser(strings.NewReader(`{"Configuration":{"State":"Failed","StateReason":"no such runtime"}}`))}, nil
}

// withoutExtended refuses extended statistics.
func withoutExtended(c faulty.Call) (*http.Response, error) {
	if bytes.Contains(c.Body, []byte("TC(")) {
		return faulty.Answer(400, "InvalidParameterValueException", "no such statistic")(c)
	}
	return c.Send()
}

// only is a CloudWatch that has nothing to say where that is asked for.
func without(words string) faulty.Fault {
	return func(c faulty.Call) (*http.Response, error) {
		if !bytes.Contains(c.Body, []byte(words)) {
			return c.Send()
		}
		body, err := cbor.Marshal(map[string]any{"Datapoints": []any{}})
		if err != nil {
			return nil, err
		}
		return &http.Response{StatusCode: http.StatusOK, Request: c.Request, Body: io.NopCloser(bytes.NewReader(body)),
			Header: http.Header{"Content-Type": {"application/cbor"}, "Smithy-Protocol": {"rpc-v2-cbor"}}}, nil
	}
}
