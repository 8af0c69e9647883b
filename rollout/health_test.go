package rollout_test

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/slipway-dev/slipway/rollout"
)

func TestAHealthCheckWantsItsStatusAndABodyWithoutErrors(t *testing.T) {
	for payload, wrong := range map[string]string{
		`{"statusCode":200,"body":"{\"status\":\"ok\",\"error\":null}"}`:                 "",
		`{"statusCode":200,"body":"fine"}`:                                               "",
		`{"statusCode":200}`:                                                             "",
		`{"statusCode":200,"body":"{\"errors\":[],\"error\":false,\"errorType\":\"\"}"}`: "",
		`{"statusCode":200,"body":"{\"errors\":{},\"error\":0}"}`:                        "",
		`{"statusCode":503,"body":"{}"}`:                                                 "it answered 503, not 200",
		`{"statusCode":200,"body":"{\"error\":\"no database\"}"}`:                        "it answered 200, with error in the body",
		`{"statusCode":200,"body":"{\"Errors\":[\"one\"]}"}`:                             "with Errors in the body",
		`{"statusCode":200,"body":"{\"error\":true}"}`:                                   "with error in the body",
		`{"statusCode":200,"body":"{\"status\":\"DOWN\"}"}`:                              "with status DOWN in the body",
		`{"statusCode":200,"body":"{\"ok\":false}"}`:                                     "with ok false in the body",
		`{"statusCode":200,"body":"{\"status\":\"down\",\"error\":\"x\",\"ok\":false}"}`: "with error in the body",
		`{"errorType":"Runtime.ExitError"}`:                                              "not one of a health check",
		`null`:                                                                           "not one of a health check",
		`not JSON`:                                                                       "not one of a health check",
	} {
		_, got := rollout.ReadHealth([]byte(payload), 200)
		if (got == "") != (wrong == "") || !strings.Contains(got, wrong) {
			t.Errorf("%s: %q, want %q", payload, got, wrong)
		}
	}
}

func FuzzReadHealth(f *testing.F) {
	f.Add([]byte(`{"statusCode":200,"body":"{\"status\":\"ok\"}"}`), 200)
	f.Add([]byte(`{"statusCode":200,"body":"{\"error\":[1]}"}`), 200)
	f.Fuzz(func(t *testing.T, payload []byte, want int) {
		status, wrong := rollout.ReadHealth(payload, want)
		if wrong == "" && (status != want || !json.Valid(payload)) {
			t.Errorf("%q is called healthy with %d, want %d", payload, status, want)
		}
	})
}

func TestAFailureIsToldInTheFunctionsOwnWords(t *testing.T) {
	for payload, want := range map[string]string{
		`{"errorType":"Runtime.ExitError","errorMessage":"exit status 1"}`: "exit status 1",
		`{"errorType":"Sandbox.Timedout"}`:                                 "Sandbox.Timedout",
		`{}`:                                                               "{}",
		`oops`:                                                             "oops",
	} {
		if got := rollout.ReadFailure([]byte(payload)); got != want {
			t.Errorf("%s: %q", payload, got)
		}
	}
}
