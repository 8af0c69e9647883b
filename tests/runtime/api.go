// Package runtime starts a Lambda bootstrap as Lambda does: a process that asks a
// small HTTP server for its events, answers them there, and is told to end.
// https://docs.aws.amazon.com/lambda/latest/dg/runtimes-api.html
package runtime

import (
	"fmt"
	"io"
	"net/http"
	"strconv"
	"time"
)

// Answer is what came of an event.
type Answer struct {
	Body  []byte // what the function returned, or its error as JSON
	Error bool   // the function failed
}

// invocation is one event on its way.
type invocation struct {
	id       string
	event    []byte
	deadline time.Time
	answer   chan Answer
}

// handler is the API of one function.
func (f *Function) handler() http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("GET /2018-06-01/runtime/invocation/next", f.next)
	mux.HandleFunc("POST /2018-06-01/runtime/invocation/{id}/response", func(w http.ResponseWriter, r *http.Request) { f.answered(w, r, false) })
	mux.HandleFunc("POST /2018-06-01/runtime/invocation/{id}/error", func(w http.ResponseWriter, r *http.Request) { f.answered(w, r, true) })
	mux.HandleFunc("POST /2018-06-01/runtime/init/error", func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusAccepted) })
	mux.HandleFunc("POST /2020-01-01/extension/register", func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Lambda-Extension-Identifier", r.Header.Get("Lambda-Extension-Name"))
	})
	mux.HandleFunc("GET /2020-01-01/extension/event/next", func(_ http.ResponseWriter, r *http.Request) {
		select {
		case <-r.Context().Done():
		case <-f.over:
		}
	})
	return mux
}

// next gives the runtime an event, when there is one.
func (f *Function) next(w http.ResponseWriter, r *http.Request) {
	select {
	case i := <-f.events:
		f.mu.Lock()
		f.open[i.id] = i
		f.mu.Unlock()
		h := w.Header()
		h.Set("Lambda-Runtime-Aws-Request-Id", i.id)
		h.Set("Lambda-Runtime-Deadline-Ms", strconv.FormatInt(i.deadline.UnixMilli(), 10))
		h.Set("Lambda-Runtime-Invoked-Function-Arn", "arn:aws:lambda:us-east-1:123456789012:function:slipway")
		h.Set("Content-Type", "application/json")
		_, _ = w.Write(i.event) // a runtime that is gone is seen as such
	case <-r.Context().Done():
	case <-f.over:
	}
}

// answered hands an answer to whoever waits for it.
func (f *Function) answered(w http.ResponseWriter, r *http.Request, failed bool) {
	body, err := io.ReadAll(r.Body)
	f.mu.Lock()
	i, there := f.open[r.PathValue("id")]
	delete(f.open, r.PathValue("id"))
	f.mu.Unlock()
	if err != nil || !there {
		http.Error(w, fmt.Sprintf("no such invocation, or half an answer: %v", err), http.StatusBadRequest)
		return
	}
	w.WriteHeader(http.StatusAccepted)
	i.answer <- Answer{Body: body, Error: failed}
}
