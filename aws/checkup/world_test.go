package checkup_test

import (
	"bytes"
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/cloudwatch"
	"github.com/aws/aws-sdk-go-v2/service/lambda"
	"github.com/aws/aws-sdk-go-v2/service/sns"
	"github.com/fxamacker/cbor/v2"
	diff "github.com/google/go-cmp/cmp"

	"github.com/slipway-dev/slipway/aws/checkup"
	"github.com/slipway-dev/slipway/rollout"
	"github.com/slipway-dev/slipway/tests/faulty"
)

var (
	target = rollout.Target{Service: "checkout", Environment: "prod"}
	noon   = time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC)
)

const function = "checkout-prod"

// account is what AWS says of one function; a test changes what it likes.
type account struct {
	*checkup.Checkup
	*faulty.Transport
	t *testing.T

	aliases  map[string]string            // version by name
	weights  map[string]float64           // of live, by the other version
	roles    map[string]string            // by version; else "role"
	dead     map[string]string            // ARN of the dead letter target by version
	policy   map[string][]map[string]any  // statements by qualifier
	mappings map[string]map[string]string // ARN of the source to that of the function, by the name asked for
	calls    map[string]float64           // in the last hour by version; "" for all
}

// sound is an account in which nothing is amiss, behind the real SDK.
func sound(t *testing.T) *account {
	t.Helper()
	a := &account{
		t: t, aliases: map[string]string{"live": "41", "blue": "40", "green": "41"}, calls: map[string]float64{"": 400},
		policy:   map[string][]map[string]any{"live": {grant("api", map[string]string{"Service": "apigateway.amazonaws.com"})}},
		mappings: map[string]map[string]string{},
	}
	a.Transport = faulty.New(a)
	a.Checkup = looking(aws.Config{
		Region: "eu-west-1", BaseEndpoint: aws.String("http://aws.test"), HTTPClient: &http.Client{Transport: a.Transport},
		Retryer: func() aws.Retryer { return aws.NopRetryer{} },
		Credentials: aws.CredentialsProviderFunc(func(context.Context) (aws.Credentials, error) {
			return aws.Credentials{AccessKeyID: "123456789012", SecretAccessKey: "secret"}, nil
		}),
	})
	return a
}

func looking(c aws.Config) *checkup.Checkup {
	return checkup.New(checkup.Clients{Lambda: lambda.NewFromConfig(c), CloudWatch: cloudwatch.NewFromConfig(c), SNS: sns.NewFromConfig(c)}, checkup.Options{
		Function: func(t rollout.Target) string { return t.Service + "-" + t.Environment }, Now: func() time.Time { return noon }, Log: slog.New(slog.DiscardHandler),
	})
}

func grant(sid string, principal any) map[string]any {
	return map[string]any{"Sid": sid, "Effect": "Allow", "Principal": principal, "Action": "lambda:InvokeFunction"}
}

// RoundTrip plays Lambda and CloudWatch.
func (a *account) RoundTrip(q *http.Request) (*http.Response, error) {
	answer := httptest.NewRecorder()
	path, at := q.URL.Path, strings.TrimPrefix(q.URL.Path, "/2015-03-31/functions/"+function)
	switch qualifier := q.URL.Query().Get("Qualifier"); {
	case strings.HasSuffix(path, "/operation/GetMetricStatistics"):
		return a.metrics(q)
	case at == "/aliases":
		a.listAliases(answer)
	case at == "/policy" && a.policy[qualifier] == nil:
		answer.Header().Set("X-Amzn-ErrorType", "ResourceNotFoundException")
		answer.WriteHeader(http.StatusNotFound)
	case at == "/policy":
		policy, err := json.Marshal(map[string]any{"Statement": a.policy[qualifier]})
		if err != nil {
			a.t.Error(err)
		}
		write(a.t, answer, map[string]string{"Policy": string(policy)})
	case strings.HasPrefix(path, "/2015-03-31/event-source-mappings"):
		a.listMappings(answer, q.URL.Query())
	case at == "":
		c := map[string]any{"Role": cmp.Or(a.roles[qualifier], "role")}
		if d := a.dead[qualifier]; d != "" {
			c["DeadLetterConfig"] = map[string]string{"TargetArn": d}
		}
		write(a.t, answer, map[string]any{"Configuration": c})
	default:
		a.t.Errorf("nobody answers %s", q.URL)
	}
	return answer.Result(), nil
}

func write(t *testing.T, w http.ResponseWriter, v any) {
	t.Helper()
	if err := json.NewEncoder(w).Encode(v); err != nil {
		t.Error(err)
	}
}

func (a *account) listAliases(answer http.ResponseWriter) {
	var all []map[string]any
	for name, version := range a.aliases {
		one := map[string]any{"Name": name, "FunctionVersion": version}
		if name == "live" && a.weights != nil {
			one["RoutingConfig"] = map[string]any{"AdditionalVersionWeights": a.weights}
		}
		all = append(all, one)
	}
	write(a.t, answer, map[string]any{"Aliases": all})
}

func (a *account) listMappings(answer http.ResponseWriter, q url.Values) {
	all := []map[string]any{}
	for source, of := range a.mappings[q.Get("FunctionName")] {
		all = append(all, map[string]any{"EventSourceArn": source, "FunctionArn": of, "UUID": "u1"})
	}
	write(a.t, answer, map[string]any{"EventSourceMappings": all})
}

func (a *account) metrics(q *http.Request) (*http.Response, error) {
	var in struct {
		StartTime, EndTime time.Time
		Dimensions         []struct{ Name, Value string }
	}
	if err := cbor.NewDecoder(q.Body).Decode(&in); err != nil {
		return nil, err
	}
	version := ""
	for _, d := range in.Dimensions {
		if d.Name == "ExecutedVersion" {
			version = d.Value
		}
	}
	if in.Dimensions[1].Value != function+":live" || !in.EndTime.Equal(noon) || in.EndTime.Sub(in.StartTime) != time.Hour {
		a.t.Errorf("%+v", in)
	}
	points := []any{}
	if n := a.calls[version]; n > 0 {
		points = append(points, map[string]any{"Sum": n - 1}, map[string]any{"Sum": 1.0})
	}
	return binary(q, map[string]any{"Datapoints": points})
}

// binary is an answer of CloudWatch's.
func binary(q *http.Request, v any) (*http.Response, error) {
	body, err := cbor.Marshal(v)
	if err != nil {
		return nil, err
	}
	return &http.Response{StatusCode: http.StatusOK, Request: q, Body: io.NopCloser(bytes.NewReader(body)),
		Header: http.Header{"Content-Type": {"application/cbor"}, "Smithy-Protocol": {"rpc-v2-cbor"}, "Date": {noon.Format(http.TimeFormat)}}}, nil
}

// said is what was found, a line each.
func said(all []rollout.Diagnosis) []string {
	out := []string{}
	for _, d := range all {
		out = append(out, fmt.Sprintf("%s %s: %s → %s", d.Grade, d.Check, d.Found, d.Remedy))
	}
	return out
}

func (a *account) finds(want ...string) {
	a.t.Helper()
	if d := diff.Diff(want, said(a.Function(a.t.Context(), target))); d != "" {
		a.t.Error(d)
	}
}
