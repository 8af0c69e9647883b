package queue

import (
	"context"
	"crypto/tls"
	"fmt"
	"net/http"
	"net/http/httptrace"
	"sync/atomic"
)

// Connect opens a connection for the first Send while there is time: dialling and
// the handshake are most of what a first call costs. It asks nothing of SQS; it
// begins a request and gives it up when the connection stands, and net/http keeps
// that for the next who needs one. Only where a connection stands already, the
// request, an unsigned HEAD, goes out.
func (q *Queue) Connect(ctx context.Context) error {
	to, err := q.service.Endpoint(ctx)
	if err != nil {
		return err
	}
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	var stands atomic.Bool
	over := make(chan struct{})
	ctx = httptrace.WithClientTrace(ctx, whenConnected(to.Scheme, func() {
		stands.Store(true)
		cancel()
		<-over // until then the connection could be given to our own request
	}))
	r, err := http.NewRequestWithContext(ctx, http.MethodHead, to.String(), nil)
	if err != nil {
		return fmt.Errorf("connect to the queue: %w", err)
	}
	got, err := q.client.Do(r)
	close(over)
	switch {
	case err == nil:
		return got.Body.Close()
	case stands.Load():
		return nil
	}
	return fmt.Errorf("connect to the queue: %w", err)
}

// whenConnected calls up in the goroutine that dials, before it hands the
// connection over.
func whenConnected(scheme string, up func()) *httptrace.ClientTrace {
	if scheme == "https" {
		return &httptrace.ClientTrace{TLSHandshakeDone: func(_ tls.ConnectionState, err error) {
			if err == nil {
				up()
			}
		}}
	}
	return &httptrace.ClientTrace{ConnectDone: func(_, _ string, err error) {
		if err == nil {
			up()
		}
	}}
}
