package functions_test

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/slipway-dev/slipway/aws/alarms"
	"github.com/slipway-dev/slipway/rollout"
	"github.com/slipway-dev/slipway/sandbox/slack"
	"github.com/slipway-dev/slipway/tests/bench/functions"
)

func TestAnAlarmIsOneThatTheWorkerUnderstands(t *testing.T) {
	at := time.Date(2026, 11, 23, 14, 3, 20, int(123*time.Millisecond), time.UTC)
	event, err := functions.Alarm("checkout-prod", "ALARM", at)
	if err != nil {
		t.Fatal(err)
	}
	b, err := alarms.Read(event)
	if err != nil || len(b.Signals) != 1 || b.Topic != functions.Topic {
		t.Fatalf("%+v, %v", b, err)
	}
	s := b.Signals[0]
	if s.Name != "checkout-prod-errors" || s.State != rollout.AlarmRed || !s.At.Equal(at) || s.Gauges[0].Dimensions["FunctionName"] != "checkout-prod" {
		t.Errorf("%+v", s)
	}
}

func TestTheGatewayHandsRequestsOnToTheFront(t *testing.T) {
	p, a := open(t, functions.Front)
	gateway := functions.Gateway(p)
	ask := func(secret string) *httptest.ResponseRecorder {
		body := "token=legacy&team_id=T0BENCH&api_app_id=A0BENCH&user_id=U0ANA&channel_id=C0CHECKOUT&command=%2Fdeploy&text=prod+checkout+abc123&trigger_id=1&response_url=" + a.Slack + "%2Fresponse%2F1"
		stamp, signature := slack.Sign(secret, time.Now(), []byte(body))
		q := httptest.NewRequestWithContext(t.Context(), http.MethodPost, "/slack/commands", strings.NewReader(body))
		q.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		q.Header.Set("X-Slack-Request-Timestamp", stamp)
		q.Header.Set("X-Slack-Signature", signature)
		w := httptest.NewRecorder()
		gateway.ServeHTTP(w, q)
		return w
	}
	if w := ask("somebody else's secret"); w.Code != http.StatusUnauthorized || len(a.Take()) != 0 {
		t.Errorf("%d %s", w.Code, w.Body)
	}
	if w := ask(functions.SigningSecret); w.Code != http.StatusOK || !strings.Contains(w.Body.String(), "Looking at") || len(a.Take()) != 1 {
		t.Errorf("%d %s", w.Code, w.Body)
	}
	p.Stop()
	if w := ask(functions.SigningSecret); w.Code != http.StatusBadGateway {
		t.Errorf("%d", w.Code)
	}
}
