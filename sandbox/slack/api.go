package slack

import (
	"encoding/json"
	"errors"
	"net/http"
	"strconv"
)

// answer is what a method says besides "ok".
type answer map[string]any

// method is one method of the Web API.
type method struct {
	do         func(*Workspace, args) (answer, error) // called with the workspace locked
	rate       rule
	perChannel bool // limited in each channel too
}

// methods are all there are. Tiers: https://docs.slack.dev/reference/methods
func methods() map[string]method {
	return map[string]method{
		"auth.test":             {do: (*Workspace).authTest, rate: special()},
		"chat.delete":           {do: (*Workspace).chatDelete, rate: tier3()},
		"chat.postEphemeral":    {do: (*Workspace).chatPostEphemeral, rate: tier4()},
		"chat.postMessage":      {do: (*Workspace).chatPostMessage, rate: special(), perChannel: true},
		"chat.update":           {do: (*Workspace).chatUpdate, rate: tier3()},
		"conversations.history": {do: (*Workspace).conversationsHistory, rate: tier3()},
		"conversations.info":    {do: (*Workspace).conversationsInfo, rate: tier3()},
		"conversations.list":    {do: (*Workspace).conversationsList, rate: tier2()},
		"conversations.replies": {do: (*Workspace).conversationsReplies, rate: tier3()},
		"users.info":            {do: (*Workspace).usersInfo, rate: tier4()},
		"users.list":            {do: (*Workspace).usersList, rate: tier2()},
	}
}

func (w *Workspace) serveAPI(rw http.ResponseWriter, r *http.Request) {
	r.Body = http.MaxBytesReader(rw, r.Body, maxBody)
	result, err := w.call(r)
	if err != nil {
		writeRefusal(rw, http.StatusOK, err)
		return
	}
	result["ok"] = true
	writeJSON(rw, http.StatusOK, result)
}

// call runs one method if the caller may and does so slowly enough.
func (w *Workspace) call(r *http.Request) (answer, error) {
	name := r.PathValue("method")
	m, known := w.methods[name]
	if !known {
		return nil, refuse("unknown_method")
	}
	a, token, err := readArgs(r)
	switch {
	case err != nil:
		return nil, err
	case token == "":
		return nil, refuse("not_authed")
	case token != w.opts.BotToken:
		return nil, refuse("invalid_auth")
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	if err := w.admit(name, m, a); err != nil {
		return nil, err
	}
	return m.do(w, a)
}

// writeRefusal answers as Slack does when it will not. An error that is no
// refusal is a fault of the workspace itself, and its cause is shown.
func writeRefusal(rw http.ResponseWriter, status int, err error) {
	var e *Error
	if !errors.As(err, &e) {
		e, status = refuse("internal_error", err.Error()), http.StatusInternalServerError
	}
	if e.retryAfter > 0 {
		rw.Header().Set("Retry-After", strconv.Itoa(e.retryAfter))
		status = http.StatusTooManyRequests
	}
	body := answer{"ok": false, "error": e.Code}
	if len(e.Details) > 0 {
		shown := make([]string, len(e.Details))
		for i, d := range e.Details {
			shown[i] = "[ERROR] " + d
		}
		body["errors"] = e.Details
		body["response_metadata"] = answer{"messages": shown}
	}
	writeJSON(rw, status, body)
}

// writeJSON sends a body. When the other side has gone there is nobody to tell.
func writeJSON(rw http.ResponseWriter, status int, body answer) {
	rw.Header().Set("Content-Type", "application/json; charset=utf-8")
	rw.WriteHeader(status)
	_ = json.NewEncoder(rw).Encode(body)
}
