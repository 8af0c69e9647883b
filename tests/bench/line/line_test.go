package line_test

import (
	"io"
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/slipway-dev/slipway/tests/bench/account"
	"github.com/slipway-dev/slipway/tests/bench/line"
)

// echo answers with what it was sent, and refuses what is empty.
func echo(w http.ResponseWriter, q *http.Request) {
	body, err := io.ReadAll(q.Body)
	if err != nil || len(body) == 0 {
		w.WriteHeader(http.StatusTooManyRequests)
	}
	_, _ = w.Write(body) // a recorder takes everything
}

// calls makes a call, and says what was answered and how long it took.
func calls(t *testing.T, l *line.Line, c account.Call, body string) (string, time.Duration) {
	t.Helper()
	began, answer := time.Now(), httptest.NewRecorder()
	q := httptest.NewRequestWithContext(t.Context(), http.MethodPost, "/there", strings.NewReader(body))
	l.Carry(c, http.HandlerFunc(echo)).ServeHTTP(answer, q)
	return answer.Body.String(), time.Since(began)
}

func TestACallTakesAsLongAsItDoesInAWS(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		l := &line.Line{}
		l.Slow(rand.New(rand.NewPCG(1, 1)))
		for c, most := range map[account.Call]time.Duration{
			{Service: "Slack", Operation: "POST /api/chat.postMessage"}:   180 * time.Millisecond,
			{Service: "DynamoDB", Operation: "GetItem"}:                   8 * time.Millisecond,
			{Service: "DynamoDB", Operation: "TransactWriteItems"}:        20 * time.Millisecond,
			{Service: "SQS", Operation: "SendMessage"}:                    20 * time.Millisecond,
			{Service: "Lambda", Operation: "ListAliases"}:                 60 * time.Millisecond,
			{Service: "Lambda", Operation: "UpdateAlias"}:                 120 * time.Millisecond,
			{Service: "Lambda", Operation: "Invoke"}:                      100 * time.Millisecond,
			{Service: "CloudWatch", Operation: "GetMetricData"}:           60 * time.Millisecond,
			{Service: "Logs", Operation: "FilterLogEvents"}:               200 * time.Millisecond,
			{Service: "Step Functions", Operation: "StartExecution"}:      60 * time.Millisecond,
			{Service: "Secrets Manager", Operation: "GetSecretValue"}:     60 * time.Millisecond,
			{Service: "SNS", Operation: "Publish"}:                        60 * time.Millisecond,
			{Service: "something new", Operation: "that nobody knows of"}: 60 * time.Millisecond,
		} {
			for range 20 {
				if _, took := calls(t, l, c, "hello"); took < most/2 || took >= most {
					t.Errorf("%v took %s", c, took)
				}
			}
		}
	})
}

func TestACallIsNotedWithItsAnswerAndArrivesWhole(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		l, slack := &line.Line{}, account.Call{Service: "Slack", Operation: "POST /there"}
		if got, took := calls(t, l, slack, "hello"); got != "hello" || took != 0 {
			t.Errorf("%q arrived after %s", got, took)
		}
		time.Sleep(time.Second)
		began := time.Now()
		l.Slow(rand.New(rand.NewPCG(1, 1)))
		calls(t, l, slack, "")
		all, late := l.Since(time.Time{}), l.Since(began)
		if len(all) != 2 || len(late) != 1 {
			t.Fatalf("%d calls, %d of them late", len(all), len(late))
		}
		if c := all[0]; string(c.Body) != "hello" || c.Path != "/there" || c.Call != slack || c.Status != http.StatusOK || !c.End.Equal(c.Began) {
			t.Errorf("%+v", c)
		}
		if c := late[0]; c.Status != http.StatusTooManyRequests || !c.Began.Equal(began) || !c.End.After(began) {
			t.Errorf("%+v", c)
		}
	})
}
