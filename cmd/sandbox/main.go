// Command sandbox is Slipway on one machine: the real bot in a simulated Slack
// workspace and a simulated AWS account, with a page to try it on.
package main

import (
	"context"
	"crypto/rand"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"os"
	"os/signal"
	"syscall"
	"time"

	"golang.org/x/sync/errgroup"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	if err := run(ctx, os.Args[1:], os.Stdout, os.Stderr); err != nil {
		if !errors.Is(err, flag.ErrHelp) {
			fmt.Fprintln(os.Stderr, "sandbox:", err)
		}
		stop()
		os.Exit(2) //nolint:gocritic // stop was called
	}
}

// options are the command line.
type options struct {
	listen    string
	dir       string
	speed     float64
	seed      uint64
	noBrowser bool
	json      bool
}

func parse(args []string, stderr io.Writer) (options, error) {
	var o options
	f := flag.NewFlagSet("sandbox", flag.ContinueOnError)
	f.SetOutput(stderr)
	f.StringVar(&o.listen, "listen", "127.0.0.1:8080", "loopback `address` to serve on; port 0 takes a free one")
	f.StringVar(&o.dir, "data", "", "`folder` that keeps everything; a new one that is thrown away at the end when empty")
	f.Float64Var(&o.speed, "speed", 0, "simulated seconds in a real one, 0.1 to 10000; 0: as it was, at first 180")
	f.Uint64Var(&o.seed, "seed", 1, "`number` that the simulated traffic is drawn from")
	f.BoolVar(&o.noBrowser, "no-browser", false, "do not open the page in a browser")
	f.BoolVar(&o.json, "json", false, "print what GET /sandbox/api/info answers as the first line")
	if err := f.Parse(args); err != nil {
		return o, err
	}
	if f.NArg() > 0 {
		return o, fmt.Errorf("unexpected argument %q; see --help", f.Arg(0))
	}
	return o, nil
}

func run(ctx context.Context, args []string, stdout, stderr io.Writer) error {
	o, err := parse(args, stderr)
	if err != nil {
		return err
	}
	if o.dir == "" {
		if o.dir, err = os.MkdirTemp("", "slipway-sandbox-"); err != nil {
			return fmt.Errorf("make a folder: %w", err)
		}
		defer func() { _ = os.RemoveAll(o.dir) }() // thrown away
	}
	listener, err := listen(ctx, o.listen)
	if err != nil {
		return err
	}
	log := slog.New(slog.NewTextHandler(stderr, &slog.HandlerOptions{Level: slog.LevelInfo}))
	h, err := newHost(ctx, hostOptions{
		dir: o.dir, url: "http://" + listener.Addr().String(), speed: o.speed, seed: o.seed,
		real: time.Now, random: rand.Reader, log: log,
	})
	if err != nil {
		return errors.Join(err, listener.Close())
	}
	if err := announce(ctx, o, h, stdout, stderr); err != nil {
		return errors.Join(err, listener.Close(), h.close())
	}
	return errors.Join(serve(ctx, listener, h), h.close())
}

// listen takes the address, which has to be on loopback: the page lets anybody
// who reaches it play everybody.
func listen(ctx context.Context, address string) (net.Listener, error) {
	host, _, err := net.SplitHostPort(address)
	if err != nil {
		return nil, fmt.Errorf("--listen %s: %w", address, err)
	}
	if ip := net.ParseIP(host); host != "localhost" && (ip == nil || !ip.IsLoopback()) {
		return nil, fmt.Errorf("--listen %s: only a loopback address will do, such as 127.0.0.1:8080; the sandbox has no passwords", address)
	}
	var config net.ListenConfig
	l, err := config.Listen(ctx, "tcp", address)
	if err != nil {
		return nil, fmt.Errorf("listen on %s: %w (--listen 127.0.0.1:0 takes a free port)", address, err)
	}
	return l, nil
}

// announce says where the page is.
func announce(ctx context.Context, o options, h *host, stdout, stderr io.Writer) error {
	if o.json {
		if err := json.NewEncoder(stdout).Encode(h.info()); err != nil {
			return fmt.Errorf("print the info: %w", err)
		}
	} else {
		fmt.Fprintf(stdout, "\n  Slipway's sandbox is at %s\n  Press Enter in its composer to deploy. Ctrl+C ends it.\n\n", h.o.url)
	}
	if !o.noBrowser && !o.json {
		browse(ctx, h.o.url, stderr)
	}
	return nil
}

// serve answers until ctx is done, then lets requests under way finish.
func serve(ctx context.Context, l net.Listener, h *host) error {
	server := &http.Server{Handler: h, ReadHeaderTimeout: 5 * time.Second, IdleTimeout: time.Minute}
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
		grace, cancel := context.WithTimeout(context.WithoutCancel(ctx), 2*time.Second)
		defer cancel()
		if err := server.Shutdown(grace); err != nil { // a page that listens for changes never lets go
			return server.Close()
		}
		return nil
	})
	return g.Wait()
}
