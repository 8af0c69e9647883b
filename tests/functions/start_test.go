package functions

import (
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// says wants all of these in a text.
func says(t *testing.T, text string, all ...string) {
	t.Helper()
	for _, want := range all {
		if !strings.Contains(text, want) {
			t.Errorf("it does not say %q:\n%s", want, text)
		}
	}
}

// faults.md A17
func TestWithoutItsSecretsAFrontDoesNotStart(t *testing.T) {
	for name, c := range map[string]struct {
		secrets func(*testing.T) func(http.ResponseWriter, call)
		says    []string
		env     []string
	}{
		"there is none of that name": {secrets: func(*testing.T) func(http.ResponseWriter, call) {
			return refuses(http.StatusBadRequest, "ResourceNotFoundException")
		}, says: []string{"SLIPWAY_SECRETS"}},
		"it may not read them": {secrets: func(*testing.T) func(http.ResponseWriter, call) {
			return refuses(http.StatusBadRequest, "AccessDeniedException")
		}, says: []string{"secretsmanager:GetSecretValue", "kms:Decrypt"}},
		"they are no JSON": {secrets: func(*testing.T) func(http.ResponseWriter, call) { return gives(signing) },
			says: []string{"not a JSON object"}},
		"they have names that nobody knows": {secrets: func(*testing.T) func(http.ResponseWriter, call) {
			return gives(secretString(map[string]any{"SLACK_SIGNNG_SECRET": signing, "xoxb-nightingale": "x", "SLACK_BOT_TOKEN": 7}))
		}, says: []string{`"SLACK_SIGNNG_SECRET" is not a name`, "a field is not a name", "SLACK_BOT_TOKEN is not a string"}},
		"the one it needs is not among them": {secrets: func(*testing.T) func(http.ResponseWriter, call) {
			return gives(secretString(map[string]any{"SLACK_BOT_TOKEN": botToken}))
		}, says: []string{"SLACK_SIGNING_SECRET is empty"}},
		"nobody answers": {secrets: hangs, says: []string{"The secrets cannot be read"}},
		"nobody listens": {env: []string{"AWS_ENDPOINT_URL_SECRETS_MANAGER=http://127.0.0.1:1"}, says: []string{"connection refused"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := surround(t)
			if c.secrets != nil {
				s.secrets.from(c.secrets(t))
			}
			says(t, s.front(t, c.env...).problems(), c.says...)
			if len(s.messages()) > 0 {
				t.Error("it called the queue")
			}
		})
	}
}

// brokenPolicy is a slipway.yaml with two mistakes, in the lines 4 and 5.
func brokenPolicy(t *testing.T) string {
	t.Helper()
	good, err := os.ReadFile(policy)
	if err != nil {
		t.Fatal(err)
	}
	name := filepath.Join(t.TempDir(), "slipway.yaml")
	bad := strings.Replace(strings.Replace(string(good), "team: T0SANDBOX", "taem: T0SANDBOX", 1), "kind: canary", "kind: cannary", 1)
	if err := os.WriteFile(name, []byte(bad), 0o600); err != nil {
		t.Fatal(err)
	}
	return name
}

func TestEverythingThatIsWrongWithTheEnvironmentIsSaidAtOnce(t *testing.T) {
	wrong := []string{
		"AWS_REGION", "AWS_ACCESS_KEY_ID", "SLIPWAY_CONFIG=" + brokenPolicy(t), "SLIPWAY_QUEUE_URL=https://example.com/nightingale",
		"SLIPWAY_SECRETS=xoxb-nightingale", "SLIPWAY_LOG_LEVEL=loud", "SLIPWAY_TABEL=slipway", "SLIPWAY_CLOCK=fast",
	}
	all := []string{
		"AWS_REGION", "AWS_ACCESS_KEY_ID", "slipway.yaml:5:", "taem", "cannary", "SLIPWAY_QUEUE_URL: it has to be the URL of a FIFO queue",
		"secrets are at env:", `"loud" is none of`, "SLIPWAY_TABEL is not known", "SLIPWAY_CLOCK",
	}
	for program, c := range map[string]struct{ env, says []string }{
		"front": {append(wrong, "SLIPWAY_FUNCTION=worker"), append(all, `SLIPWAY_FUNCTION: "worker" is none of front`)},
		"worker": {append(wrong, "SLIPWAY_FUNCTION=worker", "SLIPWAY_STATE_MACHINE=nightingale"),
			append(all, "SLIPWAY_TABLE is missing", "SLIPWAY_STATE_MACHINE: it has to be the ARN")},
	} {
		t.Run(program, func(t *testing.T) {
			t.Parallel()
			s := surround(t)
			got := start(t, program, nil, s.env(c.env...)).problems()
			says(t, got, c.says...)
			if s.calls() > 0 {
				t.Error("it called somebody")
			}
		})
	}
}

func TestWhatAFunctionIsNobodyGuesses(t *testing.T) {
	for function, want := range map[string]string{
		"SLIPWAY_FUNCTION":        "SLIPWAY_FUNCTION is missing: one of worker, ticker",
		"SLIPWAY_FUNCTION=front":  `SLIPWAY_FUNCTION: "front" is none of worker, ticker`,
		"SLIPWAY_FUNCTION=Ticker": `SLIPWAY_FUNCTION: "Ticker" is none of worker, ticker`,
	} {
		says(t, start(t, "worker", nil, surround(t).env(function)).problems(), want)
	}
}
