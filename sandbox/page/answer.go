package page

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"net/http"
	"slices"
	"strings"

	"github.com/slipway-dev/slipway/sandbox/cloud"
	"github.com/slipway-dev/slipway/sandbox/slack"
)

// refusal is a mistake of the caller's, told in the answer.
type refusal struct {
	status  int
	message string
}

func (r *refusal) Error() string { return r.message }

func refuse(format string, args ...any) error {
	return &refusal{http.StatusBadRequest, fmt.Sprintf(format, args...)}
}

// methods is what one path does, by HTTP method.
type methods map[string]http.Handler

// ServeHTTP refuses every other method. HEAD is a GET without its body.
func (m methods) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	method := r.Method
	if method == http.MethodHead {
		method = http.MethodGet
	}
	h, ok := m[method]
	if !ok {
		allowed := strings.Join(slices.Sorted(maps.Keys(m)), ", ")
		w.Header().Set("Allow", allowed)
		writeJSON(w, http.StatusMethodNotAllowed, problem("only "+allowed+" here"))
		return
	}
	h.ServeHTTP(w, r)
}

// serve answers with what a call gives: nothing, or a value as JSON.
func (p *page) serve(call func(*http.Request) (any, error)) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		value, err := call(r)
		switch {
		case err != nil:
			p.fail(w, r, err)
		case value == nil:
			w.WriteHeader(http.StatusNoContent)
		default:
			writeJSON(w, http.StatusOK, value)
		}
	})
}

// fail tells the caller what is wrong with the request, or that it is not theirs.
func (p *page) fail(w http.ResponseWriter, r *http.Request, err error) {
	var ours *refusal
	var ofCloud *cloud.Error
	var ofSlack *slack.Error
	switch {
	case errors.As(err, &ours):
		writeJSON(w, ours.status, problem(ours.message))
	case errors.As(err, &ofCloud):
		writeJSON(w, http.StatusBadRequest, problem(ofCloud.Message))
	case errors.As(err, &ofSlack):
		writeJSON(w, http.StatusBadRequest, problem(sentence(ofSlack)))
	case r.Context().Err() != nil && !errors.Is(err, errNoReset): // the world is replaced, or nobody is there to be told
		writeJSON(w, http.StatusServiceUnavailable, problem("the sandbox begins anew"))
	default:
		p.Log.ErrorContext(r.Context(), "the sandbox's page", "path", r.URL.Path, "error", err)
		writeJSON(w, http.StatusInternalServerError, problem("something broke in the sandbox, its log says what"))
	}
}

func problem(message string) map[string]string { return map[string]string{"error": message} }

// writeJSON sends what always can be encoded, to somebody who may have gone.
func writeJSON(w http.ResponseWriter, status int, value any) {
	w.Header().Set("Content-Type", "application/json")
	w.Header().Set("Cache-Control", "no-store")
	w.WriteHeader(status)
	_ = json.NewEncoder(w).Encode(value)
}

// nowhere is the answer of all paths that there are not.
func nowhere(r *http.Request) (any, error) {
	return nil, &refusal{http.StatusNotFound, "there is nothing at " + r.URL.Path}
}

// read decodes a request's body, one JSON object without unknown fields.
func read(r *http.Request, into any) error {
	raw, err := io.ReadAll(r.Body)
	if err != nil {
		return unread(err)
	}
	d := json.NewDecoder(bytes.NewReader(raw))
	d.DisallowUnknownFields()
	var wrong *json.UnmarshalTypeError
	switch err := d.Decode(into); {
	case errors.Is(err, io.EOF):
		return refuse("the body is empty, a JSON object is needed")
	case errors.As(err, &wrong) && wrong.Field == "":
		return refuse("the body is of the kind %s, a JSON object is needed", wrong.Value)
	case errors.As(err, &wrong):
		return refuse("%s cannot be a %s", wrong.Field, wrong.Value)
	case err != nil:
		return refuse("the body is not what is needed: %s", strings.TrimPrefix(err.Error(), "json: "))
	}
	if _, err := d.Token(); !errors.Is(err, io.EOF) {
		return refuse("there is something after the JSON object")
	}
	return nil
}

// unread says why a body could not be read.
func unread(err error) error {
	var long *http.MaxBytesError
	if errors.As(err, &long) {
		return &refusal{http.StatusRequestEntityTooLarge, fmt.Sprintf("the body has more than %d bytes", long.Limit)}
	}
	return fmt.Errorf("read the body: %w", err)
}
