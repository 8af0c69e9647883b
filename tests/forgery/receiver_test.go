package forgery

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"

	"golang.org/x/sync/errgroup"
)

// receiver takes requests over the network: the front, or one of Slack's.
type receiver struct {
	address string
	onePath bool            // it listens on one path for everything, as Bolt does
	called  map[string]bool // the serial numbers of what led to work, known when it has ended
	end     func()
}

// front is ours, in this process.
func front(t *testing.T) *receiver {
	t.Helper()
	w, r, alone := open(t), &receiver{called: map[string]bool{}}, sync.Mutex{}
	server := httptest.NewServer(http.HandlerFunc(func(to http.ResponseWriter, from *http.Request) {
		alone.Lock()
		defer alone.Unlock()
		w.jobs = w.jobs[:0]
		w.front.ServeHTTP(to, from)
		r.called[from.Header.Get("X-Serial")] = len(w.jobs) > 0
	}))
	t.Cleanup(server.Close)
	r.address, r.end = server.Listener.Addr().String(), server.Close
	return r
}

// bolts are Slack's receivers for JavaScript and for Python. Each is set up as for
// the one workspace of a token.
func bolts(t *testing.T) (javaScript, python *receiver) {
	t.Helper()
	home := os.Getenv("BOLT_HOME")
	if home == "" {
		t.Skip("needs Slack's Bolt: run it with `make test`, or set BOLT_HOME to where tools/peer has installed it")
	}
	home, err := filepath.Abs(home)
	if err != nil {
		t.Fatal(err)
	}
	// All that they ask of Slack is whose the token is.
	slack := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", jsonType)
		fmt.Fprint(w, `{"ok":true,"url":"https://acme.slack.com/","team":"acme","team_id":"T0TEAM","user":"slipway","user_id":"U0BOT","bot_id":"B0BOT"}`)
	}))
	t.Cleanup(slack.Close)
	return start(t, home, slack.URL, "node", "receiver.mjs"), start(t, home, slack.URL, filepath.Join(home, "bin", "python"), "receiver.py")
}

func start(t *testing.T, home, slack, program, script string) *receiver {
	t.Helper()
	command := exec.CommandContext(t.Context(), program, script, secret, token, slack+"/api/")
	// All that they talk to is on this machine.
	direct := slices.DeleteFunc(os.Environ(), func(v string) bool {
		name, _, _ := strings.Cut(v, "=")
		return strings.HasSuffix(strings.ToUpper(name), "_PROXY")
	})
	command.Env = append(direct, "BOLT_HOME="+home)
	command.Stderr = t.Output()
	in, err := command.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	out, err := command.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := command.Start(); err != nil {
		t.Fatal(err)
	}
	lines := bufio.NewScanner(out)
	if !lines.Scan() {
		t.Fatalf("%s did not start: %v", script, command.Wait())
	}
	r := &receiver{address: "127.0.0.1:" + lines.Text(), onePath: true, called: map[string]bool{}}
	var rest errgroup.Group
	rest.Go(func() error {
		for lines.Scan() {
			r.called[lines.Text()] = true
		}
		return lines.Err()
	})
	r.end = func() {
		if err := in.Close(); err != nil {
			t.Error(err)
		}
		if err := rest.Wait(); err != nil {
			t.Error(err)
		}
		if err := command.Wait(); err != nil {
			t.Errorf("%s: %v", script, err)
		}
	}
	return r
}

// answer sends a request and gives the status of the answer, or "none".
func (to *receiver) answer(ctx context.Context, r *request, serial int) (string, error) {
	var d net.Dialer
	c, err := d.DialContext(ctx, "tcp", to.address)
	if err != nil {
		return "", err
	}
	defer func() { _ = c.Close() }()
	// Who refuses a request may do so before it was sent to the end.
	_, _ = io.WriteString(c, to.wire(r, serial))
	got, err := http.ReadResponse(bufio.NewReader(c), nil)
	if err != nil {
		return "none", nil
	}
	_ = got.Body.Close()
	return strconv.Itoa(got.StatusCode), nil
}

// wire is a request as it goes over the network, byte for byte: a client would
// refuse to send some of them.
func (to *receiver) wire(r *request, serial int) string {
	target := r.target()
	if to.onePath {
		target = strings.NewReplacer(commands, events, interactions, events).Replace(target)
	}
	var b strings.Builder
	fmt.Fprintf(&b, "%s %s HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\nX-Serial: %d\r\nContent-Length: %d\r\n", r.method, target, serial, len(r.body))
	for name, values := range r.header {
		for _, value := range values {
			b.WriteString(name + ": " + value + "\r\n")
		}
	}
	return b.String() + "\r\n" + r.body
}
