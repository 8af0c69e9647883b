// Package wire is an HTTP front of the simulated account: it speaks the wire
// protocols of AWS, so that the unmodified SDK clients work against it when their
// endpoint points here. Lambda speaks REST with JSON, CloudWatch RPC v2 with CBOR,
// ECR and CloudWatch Logs JSON 1.1; one handler serves them all.
//
// It only translates. What may be done is decided by the account; a request that
// asks for something that neither knows is refused and never half understood.
// Signatures are not verified, but a request without one is turned away.
package wire

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"strings"
	"time"

	"github.com/slipway-dev/slipway/sandbox/cloud"
)

// Options are what is not the account's to decide. The zero value is AWS's way.
type Options struct {
	// PageSize is how many items a page of a listing holds at most; 0: as many
	// as AWS puts on one. A small one shows who forgets to ask for the next.
	PageSize int
	// Wait lets pass the time that a function takes to answer a call, or returns
	// when the caller has gone; nil: the answer comes at once.
	Wait func(ctx context.Context, d time.Duration)
}

// Handler serves an account. An error that is no refusal of the account, as its
// options Fault and After may give, breaks the connection without an answer.
func Handler(a *cloud.Account, o Options) http.Handler {
	mux := http.NewServeMux()
	mux.Handle("/", rest(unknown))
	lambda{a, o}.register(mux)
	cloudwatch{a, o}.register(mux)
	mux.Handle("POST /{$}", jsonRPCs(ecr{a, o}, &logs{account: a}))
	return mux
}

const jsonRPC = "application/x-amz-json-1.1"

// jsonRPCs serves the services of that protocol, which share one path: a header names
// service and operation.
func jsonRPCs(e ecr, l *logs) http.Handler {
	images, queries := serve(e.call, jsonRPC, refuseECR), serve(l.call, jsonRPC, refuseLogs)
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if strings.HasPrefix(r.Header.Get("X-Amz-Target"), logsTarget) {
			queries.ServeHTTP(w, r)
			return
		}
		images.ServeHTTP(w, r)
	})
}

// unknown is any call that is not modelled.
func unknown(r *http.Request) (int, any, error) {
	return 0, nil, &cloud.Error{
		Code: "UnknownOperationException", Status: http.StatusNotFound,
		Message: "the simulated account does not know " + r.Method + " " + r.URL.Path,
	}
}

// operation carries out one API call: the status and the body of its answer.
type operation func(r *http.Request) (status int, body any, err error)

// serve answers in JSON what an operation says, or how its protocol refuses.
func serve(op operation, media string, refuse func(http.ResponseWriter, *cloud.Error)) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		err := signed(r)
		if err == nil {
			var status int
			var body any
			if status, body, err = op(r); err == nil {
				answer(w, media, status, body)
				return
			}
		}
		refuse(w, refusal(err))
	})
}

func answer(w http.ResponseWriter, media string, status int, body any) {
	w.Header().Set("Content-Type", media)
	w.WriteHeader(status)
	if body != nil {
		_ = json.NewEncoder(w).Encode(body) // of our own structures; the caller may have gone
	}
}

// signed tells whether a request has been signed; by whom is not looked at.
func signed(r *http.Request) error {
	if strings.HasPrefix(r.Header.Get("Authorization"), "AWS4-HMAC-SHA256 ") {
		return nil
	}
	return &cloud.Error{Code: "MissingAuthenticationTokenException", Status: http.StatusForbidden, Message: "Missing Authentication Token"}
}

// refusal is the account's own error in err. Anything else stands for a broken
// connection, and breaks it: the server knows that panic and logs nothing.
func refusal(err error) *cloud.Error {
	var refused *cloud.Error
	if !errors.As(err, &refused) {
		panic(http.ErrAbortHandler)
	}
	return refused
}

func invalid(code, message string) error {
	return &cloud.Error{Code: code, Status: http.StatusBadRequest, Message: message}
}
