package account_test

import (
	"cmp"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/lambda"

	"github.com/slipway-dev/slipway/aws/account"
	"github.com/slipway-dev/slipway/aws/session"
)

func there() account.Role {
	return account.Role{ARN: "arn:aws:iam::222222222222:role/slipway-bot", ExternalID: "0a1b2c3d-acme", Environment: "prod", Function: "ticker"}
}

// world is AWS: an STS that lets in whoever says exactly what a role is agreed to be
// asked for with, and a Lambda that takes the newest credentials that it gave.
type world struct {
	*httptest.Server
	t        *testing.T
	lasts    time.Duration // a session; an hour if it is zero
	refuses  string        // the code that STS answers instead
	asked    int           // how often STS was
	hangs    chan struct{} // STS answers when it is closed; nil: at once
	mu       sync.Mutex
	assumed  int
	expired  bool // the credentials that were given last, whatever they say
	accepted int
}

func newWorld(t *testing.T) *world {
	t.Helper()
	w := &world{t: t}
	w.Server = httptest.NewServer(w)
	t.Cleanup(w.Close)
	return w
}

func (w *world) ServeHTTP(out http.ResponseWriter, r *http.Request) {
	if r.URL.Path == "/" {
		if w.hangs != nil {
			<-w.hangs
		}
		w.sts(out, r)
		return
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	newest := fmt.Sprintf("Credential=THERE%d/", w.assumed)
	if w.expired || !strings.Contains(r.Header.Get("Authorization"), newest) || r.Header.Get("X-Amz-Security-Token") != fmt.Sprintf("token%d", w.assumed) {
		out.Header().Set("X-Amzn-ErrorType", "ExpiredTokenException")
		out.WriteHeader(http.StatusForbidden)
		return
	}
	w.accepted++
	_, _ = out.Write([]byte(`{}`)) // whoever asks sees what is missing
}

func (w *world) sts(out http.ResponseWriter, r *http.Request) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.asked++
	_ = r.ParseForm() // what is missing is seen
	for key, want := range map[string]string{
		"Action": "AssumeRole", "RoleArn": there().ARN, "ExternalId": there().ExternalID, "RoleSessionName": "slipway-ticker", "DurationSeconds": "3600",
		"Tags.member.1.Key": "slipway:environment", "Tags.member.1.Value": "prod", "Tags.member.2.Key": "slipway:function", "Tags.member.2.Value": "ticker",
		"TransitiveTagKeys.member.1": "", "Tags.member.3.Key": "",
	} {
		if got := r.PostForm.Get(key); got != want {
			w.t.Errorf("%s is %q, and not %q", key, got, want)
		}
	}
	if !strings.Contains(r.Header.Get("Authorization"), "Credential=HOME/") {
		w.t.Errorf("the role is asked for as %s", r.Header.Get("Authorization"))
	}
	if w.refuses != "" {
		out.WriteHeader(http.StatusForbidden)
		_, _ = fmt.Fprintf(out, `<ErrorResponse><Error><Type>Sender</Type><Code>%s</Code><Message>no</Message></Error></ErrorResponse>`, w.refuses)
		return
	}
	w.assumed, w.expired = w.assumed+1, false
	until := time.Now().Add(cmp.Or(w.lasts, time.Hour)).UTC().Format(time.RFC3339)
	_, _ = fmt.Fprintf(out, `<AssumeRoleResponse><AssumeRoleResult><Credentials><AccessKeyId>THERE%d</AccessKeyId><SecretAccessKey>s</SecretAccessKey>`+
		`<SessionToken>token%[1]d</SessionToken><Expiration>%s</Expiration></Credentials></AssumeRoleResult></AssumeRoleResponse>`, w.assumed, until)
}

// home is the configuration of the bot's own account.
func (w *world) home() aws.Config {
	w.t.Helper()
	env := map[string]string{"AWS_REGION": "eu-west-1", "AWS_ACCESS_KEY_ID": "HOME", "AWS_SECRET_ACCESS_KEY": "s", "AWS_ENDPOINT_URL": w.URL}
	c, err := session.New(func(name string) string { return env[name] }, session.Options{})
	if err != nil {
		w.t.Fatal(err)
	}
	return c
}

// call reads aliases in the other account.
func call(t *testing.T, c aws.Config) error {
	t.Helper()
	_, err := lambda.NewFromConfig(c).ListAliases(t.Context(), &lambda.ListAliasesInput{FunctionName: aws.String("checkout-prod")})
	return err
}
