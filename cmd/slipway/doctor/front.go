package doctor

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"

	"github.com/slipway-dev/slipway/aws/secrets"
	"github.com/slipway-dev/slipway/rollout"
)

// front is where the front takes commands, by its address.
func front(address string) (string, error) {
	u, err := url.Parse(address)
	if err != nil || u.Host == "" || u.User != nil || u.RawQuery != "" || u.Fragment != "" {
		return "", errors.New("--url has to be the front's address, such as https://slipway.example.com")
	}
	ip := net.ParseIP(u.Hostname())
	if u.Scheme != "https" && (u.Scheme != "http" || ip == nil || !ip.IsLoopback()) {
		return "", errors.New("--url has to begin with https://")
	}
	u.Path = strings.TrimSuffix(strings.TrimSuffix(u.Path, "/"), "/slack/commands") + "/slack/commands"
	return u.String(), nil
}

// stay keeps what is signed where it was meant for.
func stay(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }

// probe asks the front what Slack asks now and then, which does nothing: whether its
// certificate is sound.
type probe struct {
	url    string
	secret secrets.Secret
	now    func() time.Time
	http   *http.Client
}

// look tries the right secret and a wrong one.
func (p probe) look(ctx context.Context) []rollout.Diagnosis {
	right, _, err := p.ask(ctx, p.secret.Reveal())
	if err != nil {
		return []rollout.Diagnosis{{Grade: rollout.GradeUnknown, Found: "The front gave no answer.", Remedy: "Is --url right? `curl " + strings.TrimSuffix(p.url, "/") + "/healthz`"}}
	}
	wrong, said, err := p.ask(ctx, p.secret.Reveal()+"x")
	switch {
	case err != nil:
		return []rollout.Diagnosis{{Grade: rollout.GradeUnknown, Found: "The front gave no answer the second time.", Remedy: "Try again in a minute."}}
	case wrong == http.StatusOK:
		return []rollout.Diagnosis{{Grade: rollout.GradeBroken, Found: "The front takes what nobody signed: anybody can give commands.", Remedy: "Is that address the front's own? If it is, take it off the net, and see what runs there."}}
	case right == http.StatusUnauthorized:
		return []rollout.Diagnosis{{Grade: rollout.GradeBroken, Found: "The front does not take this signing secret, or its clock is more than five minutes off.",
			Remedy: "Put Slack's (api.slack.com/apps, Basic Information) into the front's secret as `SLACK_SIGNING_SECRET`, and publish the front anew."}}
	case right != http.StatusOK:
		return []rollout.Diagnosis{{Grade: rollout.GradeBroken, Found: fmt.Sprintf("The front answers %d to what Slack would ask.", right), Remedy: "Is --url right, and does the firewall let Slack through? docs/runbook.md"}}
	case wrong != http.StatusUnauthorized:
		return []rollout.Diagnosis{{Grade: rollout.GradeBroken, Found: fmt.Sprintf("The front answers %d, rather than 401, to what nobody signed.", wrong), Remedy: "Something before it answers, or it is another program: see what, at that address."}}
	case said:
		return []rollout.Diagnosis{{Grade: rollout.GradeAiling, Found: "The front refuses what nobody signed, but not in silence.", Remedy: "Something before it answers: see what, at that address."}}
	}
	return []rollout.Diagnosis{{Grade: rollout.GradeSound, Found: "The front takes what is signed with the secret, and nothing else."}}
}

// ask sends one, signed as docs.slack.dev/authentication/verifying-requests-from-slack has it,
// and says whether the answer had words.
func (p probe) ask(ctx context.Context, secret string) (status int, words bool, err error) {
	address, err := front(p.url)
	if err != nil {
		return 0, false, err
	}
	const body = "ssl_check=1"
	q, err := http.NewRequestWithContext(ctx, http.MethodPost, address, strings.NewReader(body))
	if err != nil {
		return 0, false, fmt.Errorf("make a request: %w", err)
	}
	stamp := strconv.FormatInt(p.now().Unix(), 10)
	mac := hmac.New(sha256.New, []byte(secret))
	mac.Write([]byte("v0:" + stamp + ":" + body))
	q.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	q.Header.Set("X-Slack-Request-Timestamp", stamp)
	q.Header.Set("X-Slack-Signature", "v0="+hex.EncodeToString(mac.Sum(nil)))
	got, err := p.http.Do(q)
	if err != nil {
		return 0, false, fmt.Errorf("ask the front: %w", err)
	}
	defer got.Body.Close() //nolint:errcheck // it was read only
	said, err := io.ReadAll(io.LimitReader(got.Body, 1<<10))
	if err != nil {
		return 0, false, fmt.Errorf("read the front's answer: %w", err)
	}
	return got.StatusCode, len(said) > 0, nil
}
