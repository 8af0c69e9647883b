package main

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"time"

	"golang.org/x/sync/errgroup"
)

// How long requests under way may take when the sandbox ends: the ordinary ones,
// and all of them.
const (
	grace = 300 * time.Millisecond
	limit = 2 * time.Second
)

// listen takes the address, which has to be on loopback: the page lets anybody
// who reaches it play everybody.
func listen(ctx context.Context, address string) (net.Listener, error) {
	host, _, err := net.SplitHostPort(address)
	if err != nil {
		return nil, &usageError{fmt.Errorf("--listen %s: %w", address, err)}
	}
	if ip := net.ParseIP(host); host != "localhost" && !ip.IsLoopback() {
		return nil, &usageError{fmt.Errorf("--listen %s: only a loopback address will do, such as 127.0.0.1:8080; the sandbox has no passwords", address)}
	}
	var config net.ListenConfig
	l, err := config.Listen(ctx, "tcp", address)
	var op *net.OpError
	if errors.As(err, &op) {
		err = op.Err // the address is named once
	}
	if err != nil {
		return nil, fmt.Errorf("--listen %s: %w (127.0.0.1:0 takes a free port)", address, err)
	}
	return l, nil
}

// serve answers until ctx is done. Then requests under way may end; those that
// wait for news are told that there will be none.
func serve(ctx context.Context, l net.Listener, h *host) error {
	requests, cut := context.WithCancel(context.WithoutCancel(ctx))
	defer cut()
	server := &http.Server{
		Handler: h, ReadHeaderTimeout: 5 * time.Second, IdleTimeout: time.Minute,
		BaseContext: func(net.Listener) context.Context { return requests },
	}
	g, ctx := errgroup.WithContext(ctx)
	g.Go(func() error {
		if err := server.Serve(l); !errors.Is(err, http.ErrServerClosed) {
			return fmt.Errorf("serve: %w", err)
		}
		return nil
	})
	g.Go(func() error { return h.run(ctx) })
	g.Go(func() error {
		<-ctx.Done()
		defer time.AfterFunc(grace, cut).Stop()
		end, cancel := context.WithTimeout(context.WithoutCancel(ctx), limit)
		defer cancel()
		if err := server.Shutdown(end); err != nil { // somebody does not let go
			return server.Close()
		}
		return nil
	})
	return g.Wait()
}
