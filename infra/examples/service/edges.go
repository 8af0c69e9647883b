package main

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net"
	"net/http"
	"time"

	"github.com/aws/aws-lambda-go/events"
)

// traceHeader is where X-Ray's trace is, in requests and in Lambda's context.
const traceHeader = "X-Amzn-Trace-Id"

// invoke answers a call of Lambda: a request of API Gateway (REST), or `{}`, which asks
// for the health.
func (s *service) invoke(ctx context.Context, in events.APIGatewayProxyRequest) (events.APIGatewayProxyResponse, error) {
	trace, _ := ctx.Value("x-amzn-trace-id").(string)
	a, err := s.answer(ctx, request{path: cmp.Or(in.Path, "/health"), fault: in.QueryStringParameters["fault"], trace: trace})
	if err != nil {
		return events.APIGatewayProxyResponse{}, err
	}
	body, err := json.Marshal(a.body)
	if err != nil {
		return events.APIGatewayProxyResponse{}, fmt.Errorf("encode the answer: %w", err)
	}
	return events.APIGatewayProxyResponse{
		StatusCode: a.status, Body: string(body),
		Headers: headers(trace),
	}, nil
}

// ServeHTTP answers as API Gateway would.
func (s *service) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	trace := r.Header.Get(traceHeader)
	a, err := s.answer(r.Context(), request{path: r.URL.Path, fault: r.URL.Query().Get("fault"), trace: trace})
	if err != nil {
		a = answer{http.StatusBadGateway, map[string]string{"message": "Internal server error"}}
	}
	for name, value := range headers(trace) {
		w.Header().Set(name, value)
	}
	w.WriteHeader(a.status)
	_ = json.NewEncoder(w).Encode(a.body) // whoever asked has gone: nobody is left to tell
}

// headers are an answer's; the trace is one of them where there is one.
func headers(trace string) map[string]string {
	all := map[string]string{"Content-Type": "application/json"}
	if trace != "" {
		all[traceHeader] = trace
	}
	return all
}

// serve answers HTTP until the context is done, and what has begun by then.
func (s *service) serve(ctx context.Context, address string) error {
	listener, err := (&net.ListenConfig{}).Listen(ctx, "tcp", address)
	if err != nil {
		return fmt.Errorf("serve: %w", err)
	}
	server := &http.Server{Handler: s, ReadHeaderTimeout: 5 * time.Second}
	stopped := make(chan error, 1)
	go func() {
		<-ctx.Done()
		last, cancel := context.WithTimeout(context.WithoutCancel(ctx), 10*time.Second)
		defer cancel()
		stopped <- server.Shutdown(last)
	}()
	s.log.InfoContext(ctx, "listening", "address", listener.Addr().String())
	if err := server.Serve(listener); !errors.Is(err, http.ErrServerClosed) {
		return fmt.Errorf("serve: %w", err)
	}
	return <-stopped
}
