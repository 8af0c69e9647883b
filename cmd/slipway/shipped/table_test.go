package shipped

import (
	"bytes"
	"context"
	"crypto/rand"
	"net/http"
	"net/http/httptest"
	"net/http/httputil"
	"net/url"
	"os"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/service/dynamodb"
	"github.com/google/go-cmp/cmp"

	"github.com/slipway-dev/slipway/aws/store"
	"github.com/slipway-dev/slipway/cmd/wiring"
	"github.com/slipway-dev/slipway/rollout"
	"github.com/slipway-dev/slipway/tests/ministack"
)

func TestMain(m *testing.M) { os.Exit(ministack.Main(m)) }

// wire is the way to an account, by which it is seen what is called there.
func wire(t *testing.T, to string) (address string, called func() []string) {
	t.Helper()
	there, err := url.Parse(to)
	if err != nil {
		t.Fatal(err)
	}
	var mu sync.Mutex
	var all []string
	pass := httputil.NewSingleHostReverseProxy(there)
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, q *http.Request) {
		_, operation, _ := strings.Cut(q.Header.Get("X-Amz-Target"), ".")
		mu.Lock()
		all = append(all, operation)
		mu.Unlock()
		pass.ServeHTTP(w, q)
	}))
	t.Cleanup(server.Close)
	return server.URL, func() []string { mu.Lock(); defer mu.Unlock(); return all }
}

// From the bot's table comes the same report as from a file, with no right but those that
// the page and the help ask for.
func TestTheTableIsReportedFromWithTheRightsThatAreNamed(t *testing.T) {
	cfg := ministack.Open(t)
	who, err := cfg.Credentials.Retrieve(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	client := dynamodb.NewFromConfig(cfg)
	if _, err := client.CreateTable(t.Context(), store.TableInput("slipway")); err != nil {
		t.Fatal(err)
	}
	s := store.New(client, store.Options{Table: "slipway", NewToken: rand.Text, Now: time.Now})
	for _, r := range results(t) {
		if err := s.Commit(t.Context(), rollout.Change{Put: []rollout.Record{r}}); err != nil {
			t.Fatal(err)
		}
	}
	address, called := wire(t, ministack.Endpoint(t))
	env := map[string]string{
		"SLIPWAY_TABLE": "slipway", "AWS_REGION": cfg.Region, "AWS_ENDPOINT_URL": address,
		"AWS_ACCESS_KEY_ID": who.AccessKeyID, "AWS_SECRET_ACCESS_KEY": who.SecretAccessKey,
	}
	w := wiring.World{Random: rand.Reader, Env: func(name string) string { return env[name] }, Now: func() time.Time { return at(t, "11-02 08:00") }, Out: os.Stderr}
	for name, value := range env {
		w.Environ = append(w.Environ, name+"="+value)
	}
	var out bytes.Buffer
	c := Command(w)
	c.SetArgs(append([]string{"--config", "testdata/slipway.yaml"}, october("json")...))
	c.SetOut(&out)
	if err := c.ExecuteContext(context.Background()); err != nil {
		t.Fatal(err)
	}
	want, err := os.ReadFile("testdata/october.json")
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), out.String()); diff != "" {
		t.Error(diff)
	}
	page, err := os.ReadFile("../../../docs/report.md")
	if err != nil {
		t.Fatal(err)
	}
	operations := called()
	if len(operations) == 0 {
		t.Error("nothing was called")
	}
	for _, operation := range operations {
		if !strings.Contains(string(page), "`dynamodb:"+operation+"`") || !strings.Contains(long, operation) {
			t.Errorf("%s is called, and nobody is told that it takes a right", operation)
		}
	}
}
