package main

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"log/slog"
	"net/http"
	"sync/atomic"
	"time"
)

// service answers requests, wherever they come from.
type service struct {
	release string // the commit that it was built from
	version string // Lambda's number for it; empty elsewhere
	next    string // URL of a service that does a part of the work; none if empty
	fault   fault  // what is wrong with this build
	asked   bool   // a query may ask for a fault, too
	log     *slog.Logger
	client  *http.Client
	calls   atomic.Int64 // the work that was asked for so far
}

// configured is the service as the environment has it.
func configured(log *slog.Logger, env func(string) string) (*service, error) {
	f, err := readFault(env("FAULT"))
	if err != nil {
		return nil, err
	}
	return &service{
		release: env("RELEASE"), version: env("AWS_LAMBDA_FUNCTION_VERSION"), next: env("NEXT_URL"),
		fault: f, asked: env("FAULTS") == "on", log: log, client: &http.Client{Timeout: 5 * time.Second},
	}, nil
}

// request is as much of one as matters here.
type request struct {
	path  string
	fault string // that its query asks for
	trace string // X-Ray's header; empty where nothing is traced
}

// answer is a status and what is sent as JSON.
type answer struct {
	status int
	body   map[string]string
}

// answer handles one request. An error is a call that failed: Lambda counts it, and API
// Gateway makes 502 of it.
func (s *service) answer(ctx context.Context, r request) (answer, error) {
	switch r.path {
	case "/health": // is well whatever the fault: only calls by callers show it
		return answer{http.StatusOK, map[string]string{"status": "ok", "release": s.release, "version": s.version}}, nil
	case "/", "/cart":
		if err := s.suffer(ctx, r.fault); err != nil {
			s.log.ErrorContext(ctx, "a call failed", "path", r.path, "error", err.Error())
			return answer{}, err
		}
		return s.work(ctx, r)
	}
	return answer{http.StatusNotFound, map[string]string{"error": "there is nothing here"}}, nil
}

// work takes a millisecond or two of the processor, and as long as the next service does.
func (s *service) work(ctx context.Context, r request) (answer, error) {
	sum := sha256.Sum256([]byte(r.path))
	for range 10_000 {
		sum = sha256.Sum256(sum[:])
	}
	body := map[string]string{"sum": hex.EncodeToString(sum[:]), "release": s.release}
	if s.next == "" {
		return answer{http.StatusOK, body}, nil
	}
	ask, err := http.NewRequestWithContext(ctx, http.MethodGet, s.next, http.NoBody)
	if err != nil {
		return answer{}, fmt.Errorf("ask the next service: %w", err)
	}
	if r.trace != "" {
		ask.Header.Set(traceHeader, r.trace) // so that X-Ray shows both as one
	}
	found, err := s.client.Do(ask)
	if err != nil {
		return answer{}, fmt.Errorf("ask the next service: %w", err)
	}
	defer func() { _ = found.Body.Close() }() // its status is all that is read
	body["next"] = found.Status
	return answer{http.StatusOK, body}, nil
}
