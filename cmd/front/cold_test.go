package main

import (
	"net"
	"net/http"
	"net/http/httptest"
	"sync/atomic"
	"testing"
	"time"
)

// host is one of AWS's, and what came to it.
type host struct {
	url       string
	requests  atomic.Int32
	connected chan struct{} // one for each connection
}

func (o *outside) host() *host {
	h := &host{connected: make(chan struct{}, 1000)}
	server := httptest.NewUnstartedServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		h.requests.Add(1)
		o.ServeHTTP(w, r)
	}))
	server.Config.ConnState = func(_ net.Conn, s http.ConnState) {
		if s == http.StateNew {
			h.connected <- struct{}{}
		}
	}
	server.Start()
	o.t.Cleanup(server.Close)
	h.url = server.URL
	return h
}

// A third request would be a third of what a cold start waits for.
func TestAColdStartMakesTwoRequestsWhereverTheServicesAre(t *testing.T) {
	const starts = 200
	for name, variables := range map[string]func(common, own string) map[string]string{
		"one host for all": func(_, own string) map[string]string { return map[string]string{"AWS_ENDPOINT_URL": own} },
		"one, by another name": func(_, own string) map[string]string {
			return map[string]string{"AWS_ENDPOINT_URL": own, "AWS_ENDPOINT_URL_SQS": own + "/"}
		},
		"each service has its own": func(common, own string) map[string]string {
			return map[string]string{"AWS_ENDPOINT_URL": common, "AWS_ENDPOINT_URL_SQS": own}
		},
	} {
		t.Run(name, func(t *testing.T) {
			o := newOutside(t)
			o.keep("new")
			common, own := o.host(), o.host()
			for n := range starts {
				before := common.requests.Load() + own.requests.Load()
				f, err := o.openWith(variables(common.url, own.url))
				if err != nil {
					t.Fatal(err)
				}
				select {
				case <-own.connected: // net/http may open another one if the message comes at once
				case <-time.After(10 * time.Second):
					t.Fatalf("start %d: the queue is not connected to before there is a message", n)
				}
				if status := o.command(f, "new"); status != http.StatusOK {
					t.Fatalf("start %d: answer %d", n, status)
				}
				if got := common.requests.Load() + own.requests.Load() - before; got != 2 {
					t.Fatalf("start %d: %d requests", n, got)
				}
			}
		})
	}
}
