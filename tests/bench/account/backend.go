package account

import (
	"crypto/md5" //nolint:gosec // SQS tells its callers the MD5 of what they sent
	"encoding/hex"
	"encoding/json"
	"io"
	"net/http"
	"path"
	"strconv"
	"strings"
)

// backend answers every service of AWS.
func (a *Account) backend(functions http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, q *http.Request) {
		target := q.Header.Get("X-Amz-Target")
		switch service, operation, _ := strings.Cut(target, "."); {
		case strings.HasPrefix(service, "DynamoDB"):
			a.Table.ServeHTTP(w, q)
		case target == "secretsmanager.GetSecretValue":
			answer(w, map[string]any{"ARN": "arn", "Name": "slipway", "VersionId": "1", "SecretString": a.secret, "VersionStages": []string{"AWSCURRENT"}})
		case target == "AmazonSQS.SendMessage":
			a.send(w, q)
		case service == "AWSStepFunctions":
			a.engine(w, q, operation)
		case target == "Logs_20140328.FilterLogEvents":
			answer(w, map[string]any{"events": []any{map[string]any{"timestamp": 1, "logStreamName": "2026/11/23/[42]0f1e", "message": "ERROR it is on fire"}}})
		case target == "" && q.URL.Path == "/" && q.FormValue("Action") == "Publish":
			w.Header().Set("Content-Type", "text/xml")
			_, _ = io.WriteString(w, "<PublishResponse><PublishResult><MessageId>1</MessageId></PublishResult></PublishResponse>") // whoever asked may have gone
		case service == "AmazonSQS" || service == "secretsmanager" || target == "" && q.URL.Path == "/":
			http.Error(w, "nobody needs "+target, http.StatusBadRequest)
		default:
			functions.ServeHTTP(w, q)
		}
	})
}

func (a *Account) send(w http.ResponseWriter, q *http.Request) {
	var m struct{ QueueURL, MessageGroupID, MessageBody string }
	if err := json.NewDecoder(q.Body).Decode(&m); err != nil {
		http.Error(w, err.Error(), http.StatusBadRequest)
		return
	}
	a.mu.Lock()
	a.messages = append(a.messages, Message{path.Base(m.QueueURL), m.MessageGroupID, m.MessageBody})
	n := len(a.messages)
	a.mu.Unlock()
	sum := md5.Sum([]byte(m.MessageBody)) //nolint:gosec // as above
	answer(w, map[string]any{"MD5OfMessageBody": hex.EncodeToString(sum[:]), "MessageId": strconv.Itoa(n), "SequenceNumber": strconv.Itoa(n)})
}

// engine takes the starts of executions down; nobody is parked in it.
func (a *Account) engine(w http.ResponseWriter, q *http.Request, operation string) {
	var in struct{ Name, Input string }
	if err := json.NewDecoder(q.Body).Decode(&in); err != nil {
		http.Error(w, err.Error(), http.StatusBadRequest)
		return
	}
	if operation == "StartExecution" {
		a.mu.Lock()
		a.executions = append(a.executions, in.Input)
		a.mu.Unlock()
	}
	answer(w, map[string]any{"executionArn": "arn:aws:states:us-east-1:123456789012:execution:slipway:" + in.Name, "startDate": 1})
}

// answer is JSON as AWS and Slack have it.
func answer(w http.ResponseWriter, body map[string]any) {
	w.Header().Set("Content-Type", "application/json")
	_ = json.NewEncoder(w).Encode(body) // whoever asked may have gone
}

// Team, App and Person are whom the workspace knows.
const (
	Team   = "T0BENCH"
	App    = "A0BENCH"
	Person = "U0ANA"
)

// workspace says yes to everything, at once, and counts what was posted to
// response_urls. How the bot speaks to a Slack that is strict is tested elsewhere.
func (a *Account) workspace(w http.ResponseWriter, q *http.Request) {
	switch q.URL.Path {
	case "/api/auth.test":
		answer(w, map[string]any{"ok": true, "team_id": Team, "user_id": "U0SLIPWAY"})
	case "/api/users.info":
		answer(w, map[string]any{"ok": true, "user": map[string]any{"id": Person, "team_id": Team, "name": "ana", "real_name": "Ana"}})
	case "/api/chat.postMessage", "/api/chat.update":
		answer(w, map[string]any{"ok": true, "channel": "C0CHECKOUT", "ts": "1700000000.000100"})
	case "/api/conversations.history":
		answer(w, map[string]any{"ok": true, "messages": []any{}})
	default:
		a.mu.Lock()
		a.posts++
		a.mu.Unlock()
		answer(w, map[string]any{"ok": true})
	}
}

// Posts is how often somebody was answered at a response_url.
func (a *Account) Posts() int {
	a.mu.Lock()
	defer a.mu.Unlock()
	return a.posts
}
