package inprocess_test

import (
	"context"
	"errors"
	"io"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/slipway-dev/slipway/cmd/inprocess"
)

func TestARequestWithinTheProcessLooksAsIfItHadCome(t *testing.T) {
	client := http.Client{Transport: inprocess.Transport{Handler: http.HandlerFunc(func(w http.ResponseWriter, q *http.Request) {
		body, err := io.ReadAll(q.Body)
		if err != nil || q.Host != "sandbox.test" || q.RequestURI != "/a?b=c" {
			t.Errorf("%s %s, %v", q.Host, q.RequestURI, err)
		}
		w.Header().Set("X-Test", "yes")
		w.WriteHeader(http.StatusTeapot)
		w.WriteHeader(http.StatusOK) // too late
		_, _ = w.Write([]byte("you said " + string(body)))
	})}}
	q, err := http.NewRequestWithContext(t.Context(), http.MethodPost, "http://sandbox.test/a?b=c", strings.NewReader("hi"))
	if err != nil {
		t.Fatal(err)
	}
	a, err := client.Do(q)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = a.Body.Close() }()
	body, err := io.ReadAll(a.Body)
	if err != nil || a.StatusCode != http.StatusTeapot || a.Status != "418 I'm a teapot" || a.Header.Get("X-Test") != "yes" || string(body) != "you said hi" {
		t.Errorf("%s %v %q, %v", a.Status, a.Header, body, err)
	}
}

func TestAnAnswerThatNobodyWaitsForIsNone(t *testing.T) {
	ctx, stop := context.WithCancel(t.Context())
	silent := inprocess.Transport{Handler: http.HandlerFunc(func(http.ResponseWriter, *http.Request) {})}
	q := &http.Request{Method: http.MethodGet, URL: &url.URL{Scheme: "http", Host: "sandbox.test", Path: "/"}, Header: http.Header{}}
	a, err := silent.RoundTrip(q.WithContext(ctx))
	if err != nil || a.StatusCode != http.StatusOK {
		t.Fatalf("%+v, %v", a, err)
	}
	if err := a.Body.Close(); err != nil {
		t.Error(err)
	}
	stop()
	if _, err := silent.RoundTrip(q.WithContext(ctx)); !errors.Is(err, context.Canceled) { //nolint:bodyclose // there is none
		t.Error(err)
	}
}
