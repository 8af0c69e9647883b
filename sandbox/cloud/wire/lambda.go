package wire

import (
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"strings"

	"github.com/slipway-dev/slipway/sandbox/cloud"
)

// lambda is the Lambda API: REST with JSON bodies.
type lambda struct {
	account *cloud.Account
	options Options
}

func (l lambda) register(mux *http.ServeMux) {
	const (
		function    = "/2015-03-31/functions/{function}"
		provisioned = "/2019-09-30/functions/{function}/provisioned-concurrency"
	)
	for pattern, op := range map[string]operation{
		"GET " + function:                    l.getFunction,
		"GET " + function + "/configuration": l.getConfiguration,
		"PUT " + function + "/code":          l.updateCode,
		"DELETE " + function:                 l.deleteFunction,
		"GET " + function + "/versions":      l.listVersions,
		"POST " + function + "/versions":     l.publishVersion,

		"GET " + function + "/aliases":            l.listAliases,
		"POST " + function + "/aliases":           l.createAlias,
		"GET " + function + "/aliases/{alias}":    l.getAlias,
		"PUT " + function + "/aliases/{alias}":    l.updateAlias,
		"DELETE " + function + "/aliases/{alias}": l.deleteAlias,

		"PUT " + provisioned:    l.putProvisioned,
		"GET " + provisioned:    l.getProvisioned,
		"DELETE " + provisioned: l.deleteProvisioned,
	} {
		mux.Handle(pattern, rest(op))
	}
	mux.HandleFunc("POST "+function+"/invocations", l.invoke)
}

// rest serves one operation.
func rest(op operation) http.Handler {
	return serve(op, "application/json", func(w http.ResponseWriter, e *cloud.Error) {
		refuse(w, e, "CallerRateLimitExceeded")
	})
}

// refuse answers an error; limit is the reason it gives for a 429.
func refuse(w http.ResponseWriter, e *cloud.Error, limit string) {
	body := map[string]string{"Type": "User", "message": e.Message}
	if e.Status >= http.StatusInternalServerError {
		body["Type"] = "Service"
	}
	if e.Status == http.StatusTooManyRequests {
		body["Reason"] = limit
		w.Header().Set("Retry-After", "1")
	}
	w.Header().Set("X-Amzn-ErrorType", e.Code)
	answer(w, "application/json", e.Status, body)
}

// decode reads a request's body. A member that is not modelled is refused: to
// pass over it in silence would be to promise what is not kept.
func decode[T any](r *http.Request) (T, error) {
	var in T
	d := json.NewDecoder(r.Body)
	d.DisallowUnknownFields()
	if err := d.Decode(&in); err != nil && !errors.Is(err, io.EOF) {
		return in, invalid("SerializationException", "the simulated account cannot take this body: "+err.Error())
	}
	return in, nil
}

// functionName is the function of a request, which may be named by its ARN.
func functionName(r *http.Request) string {
	name := r.PathValue("function")
	if _, bare, ok := strings.Cut(name, "function:"); ok {
		return bare
	}
	return name
}

func qualifier(r *http.Request) string { return r.URL.Query().Get("Qualifier") }
