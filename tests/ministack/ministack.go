// Package ministack gives tests an AWS of their own: one MiniStack process for
// the tests of a package, and in it an account for each test, so that they can
// run side by side without seeing one another.
//
// A package that uses it has
//
//	func TestMain(m *testing.M) { os.Exit(ministack.Main(m)) }
//
// MINISTACK_BIN says where MiniStack is; the Makefile installs it and sets that.
// Without it, and in the fast lane (-short), the tests that ask for it are skipped.
package ministack

import (
	"context"
	"crypto/rand"
	"encoding/binary"
	"fmt"
	"net/http"
	"os"
	"sync"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"

	"github.com/slipway-dev/slipway/aws/session"
)

// Region is where every account's things are.
const Region = "us-east-1"

// shared is the one server of a test binary; Main stops it.
var shared = new(lazy)

// lazy starts a server when somebody first asks for it.
type lazy struct {
	mu    sync.Mutex
	cloud *cloud
	err   error // why it did not start; it is not tried again
}

// Main runs the tests, stops the server if one of them started it, and returns
// the code to exit with.
func Main(m *testing.M) int {
	code := m.Run()
	if err := shared.stop(); err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	return code
}

// Open gives a configuration for an account that nobody else uses: nothing is in it yet.
func Open(t testing.TB) aws.Config {
	t.Helper()
	endpoint, account := Endpoint(t), newAccount()
	connections := &http.Transport{MaxIdleConnsPerHost: 64}
	t.Cleanup(connections.CloseIdleConnections)
	return aws.Config{
		Region:       Region,
		BaseEndpoint: &endpoint,
		HTTPClient:   &http.Client{Transport: session.Detach(connections)},
		Credentials: aws.CredentialsProviderFunc(func(context.Context) (aws.Credentials, error) {
			// MiniStack takes an access key of twelve digits for the account's number.
			return aws.Credentials{AccessKeyID: account, SecretAccessKey: "secret", AccountID: account}, nil
		}),
	}
}

// Endpoint is the server's address, such as http://127.0.0.1:4570. It starts the
// server when it does not run yet.
func Endpoint(t testing.TB) string {
	t.Helper()
	bin := os.Getenv("MINISTACK_BIN")
	if bin == "" {
		t.Skip("needs MiniStack: run it with `make test`, or set MINISTACK_BIN")
	}
	if testing.Short() {
		t.Skip("starts MiniStack: not in the fast lane")
	}
	endpoint, err := shared.start(bin)
	if err != nil {
		t.Fatal(err)
	}
	return endpoint
}

func (l *lazy) start(bin string) (endpoint string, err error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.cloud == nil && l.err == nil {
		l.cloud, l.err = start(bin)
	}
	if l.err != nil {
		return "", l.err
	}
	return l.cloud.URL, nil
}

func (l *lazy) stop() error {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.cloud == nil {
		return nil
	}
	return l.cloud.stop()
}

// newAccount makes up a number of twelve digits.
func newAccount() string {
	var b [8]byte
	_, _ = rand.Read(b[:]) // it never fails
	return fmt.Sprintf("%012d", binary.BigEndian.Uint64(b[:])%1e12)
}
