package secrets_test

import (
	"bytes"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/rsa"
	"crypto/x509"
	"encoding/json"
	"encoding/pem"
	"fmt"
	"log/slog"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/slipway-dev/slipway/aws/secrets"
)

// keys are private keys in PEM: as GitHub makes them, as tools rewrite them, and of
// another kind.
func keys(t *testing.T) (pkcs1, pkcs8, other string) {
	t.Helper()
	key, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		t.Fatal(err)
	}
	curve, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	wrap := func(kind string, key any) string {
		der, err := x509.MarshalPKCS8PrivateKey(key)
		if err != nil {
			t.Fatal(err)
		}
		return string(pem.EncodeToMemory(&pem.Block{Type: kind, Bytes: der}))
	}
	pkcs1 = string(pem.EncodeToMemory(&pem.Block{Type: "RSA PRIVATE KEY", Bytes: x509.MarshalPKCS1PrivateKey(key)}))
	return pkcs1, wrap("PRIVATE KEY", key), wrap("PRIVATE KEY", curve)
}

// of is a set with these names and values.
func of(t *testing.T, namesAndValues ...string) secrets.Set {
	t.Helper()
	fields := map[string]string{}
	for i := 0; i < len(namesAndValues); i += 2 {
		fields[namesAndValues[i]] = namesAndValues[i+1]
	}
	body, err := json.Marshal(fields)
	if err != nil {
		t.Fatal(err)
	}
	return decode(t, string(body))
}

func TestAWholeAppIsWhomToBeOnGitHub(t *testing.T) {
	pkcs1, pkcs8, _ := keys(t)
	for name, key := range map[string]string{
		"as GitHub makes it": pkcs1, "as tools rewrite it": pkcs8, "with the ends of its lines written out": strings.ReplaceAll(pkcs1, "\n", `\n`),
	} {
		got, err := of(t, "GITHUB_APP_ID", "77", "GITHUB_INSTALLATION_ID", " 1234567890123\n", "GITHUB_PRIVATE_KEY", key, "GITHUB_TOKEN", "t").GitHub()
		if err != nil || got.App != 77 || got.Installation != 1234567890123 || !got.Token.Empty() {
			t.Errorf("%s: %+v, %v", name, got, err)
		}
		if want := strings.ReplaceAll(key, `\n`, "\n"); got.Key.Reveal() != want {
			t.Errorf("%s: another key", name)
		}
	}
}

func TestATokenWillDoForTryingThingsOut(t *testing.T) {
	got, err := of(t, "GITHUB_TOKEN", "ghp_1", "GITHUB_APP_ID", "").GitHub()
	if err != nil || got.Token.Reveal() != "ghp_1" || got.App != 0 {
		t.Errorf("%+v, %v", got, err)
	}
}

func TestHalfAnAppIsNobodyOnGitHub(t *testing.T) {
	key, _, other := keys(t)
	for _, c := range []struct {
		want string
		set  secrets.Set
	}{
		{"nobody has said whom to be on GitHub: give GITHUB_APP_ID, GITHUB_INSTALLATION_ID, GITHUB_PRIVATE_KEY, or GITHUB_TOKEN for trying things out", of(t)},
		{"the GitHub App is not whole: GITHUB_INSTALLATION_ID is empty\nGITHUB_PRIVATE_KEY is empty", of(t, "GITHUB_APP_ID", "77", "GITHUB_TOKEN", "t")},
		{"the GitHub App is not whole: GITHUB_APP_ID is empty", of(t, "GITHUB_INSTALLATION_ID", "1", "GITHUB_PRIVATE_KEY", key)},
		{
			"GITHUB_APP_ID is not a number\nGITHUB_INSTALLATION_ID is not a number\nGITHUB_PRIVATE_KEY is not the RSA key in PEM that GitHub made for the App",
			of(t, "GITHUB_APP_ID", "hush", "GITHUB_INSTALLATION_ID", "-1", "GITHUB_PRIVATE_KEY", "hush"),
		},
		{
			"GITHUB_PRIVATE_KEY is not the RSA key in PEM that GitHub made for the App",
			of(t, "GITHUB_APP_ID", "1", "GITHUB_INSTALLATION_ID", "1", "GITHUB_PRIVATE_KEY", other),
		},
	} {
		got, err := c.set.GitHub()
		if diff := cmp.Diff(c.want, fmt.Sprint(err)); diff != "" || got != (secrets.GitHub{}) {
			t.Errorf("%+v %s", got, diff)
		}
	}
}

// faults.md I1
func TestWhomToBeOnGitHubIsNeverShown(t *testing.T) {
	key, _, _ := keys(t)
	app, err1 := of(t, "GITHUB_APP_ID", "77", "GITHUB_INSTALLATION_ID", "1", "GITHUB_PRIVATE_KEY", key).GitHub()
	token, err2 := of(t, "GITHUB_TOKEN", "hush").GitHub()
	if err1 != nil || err2 != nil {
		t.Fatal(err1, err2)
	}
	var log bytes.Buffer
	slog.New(slog.NewJSONHandler(&log, nil)).Info("whom", "app", app, "token", token)
	if shown := fmt.Sprintf("%v %+v %#v", app, token, app) + log.String(); strings.Contains(shown, "PRIVATE KEY") || strings.Contains(shown, "hush") {
		t.Error(shown)
	}
}

func TestWhoeverSpeaksToGitHubDoesNotBeginWithHalfAnApp(t *testing.T) {
	c, s := start(), serve(t, secret("1"))
	source := from(t, s, secrets.Options{Now: c.now, GitHub: true, Required: []string{secrets.GitHubWebhookSecret}})
	_, err := source.Get(t.Context())
	for _, want := range []string{"GITHUB_WEBHOOK_SECRET is empty", "nobody has said whom to be on GitHub"} {
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("it does not say %q: %v", want, err)
		}
	}
}

func TestWhomToBeIsTheSameUntilOnePartOfItChanges(t *testing.T) {
	whom := func() secrets.GitHub {
		return secrets.GitHub{App: 1, Installation: 2, Key: secrets.NewSecret("key"), Token: secrets.NewSecret("token")}
	}
	if !whom().Same(whom()) {
		t.Error("read again, it is somebody else")
	}
	for name, change := range map[string]func(*secrets.GitHub){
		"App":          func(g *secrets.GitHub) { g.App = 7 },
		"Installation": func(g *secrets.GitHub) { g.Installation = 7 },
		"Key":          func(g *secrets.GitHub) { g.Key = secrets.NewSecret("other") },
		"Token":        func(g *secrets.GitHub) { g.Token = secrets.NewSecret("other") },
	} {
		other := whom()
		change(&other)
		if whom().Same(other) {
			t.Errorf("another %s is not seen", name)
		}
	}
}
