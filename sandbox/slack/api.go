package slack

import (
	"encoding/json"
	"errors"
	"maps"
	"net/http"
	"slices"
	"strconv"
	"strings"
)

// answer is what a method says besides "ok".
type answer map[string]any

// method is one method of the Web API. What each may be called with, how often,
// and with which scopes, is on its page, https://docs.slack.dev/reference/methods/NAME
type method struct {
	do         func(*Workspace, args) (answer, error) // called with the workspace locked
	rate       rule
	perChannel bool   // limited in each channel too
	needs      string // the arguments that must be there, if only empty
	scopes     string // any one of these is enough; none is needed if empty
	formOnly   bool   // a JSON body is not read
	open       bool   // needs no token
	appLevel   bool   // needs the app-level token, and no other
}

// methods are all there are.
func methods() map[string]method {
	all := map[string]method{}
	for _, family := range []func() map[string]method{
		chatMethods, conversationMethods, directMethods, fileMethods, groupMethods, reactionMethods, socketMethods, teamMethods, userMethods, viewMethods,
	} {
		maps.Copy(all, family())
	}
	return all
}

// Methods names the methods of the Web API that there are. Any other is answered
// with unknown_method.
func Methods() []string { return slices.Sorted(maps.Keys(methods())) }

func (w *Workspace) serveAPI(rw http.ResponseWriter, r *http.Request) {
	r.Body = http.MaxBytesReader(rw, r.Body, maxBody)
	c, err := w.read(r)
	var result answer
	if err == nil {
		result, err = w.call(r.PathValue("method"), c, rw.Header())
	}
	if err != nil {
		writeRefusal(rw, http.StatusOK, err)
		return
	}
	if _, said := result["ok"]; !said {
		result["ok"] = true
	}
	result.warn(c.warning)
	writeJSON(rw, http.StatusOK, result)
}

// call runs one method if the caller may and does so slowly enough.
func (w *Workspace) call(name string, c request, header http.Header) (answer, error) {
	m := w.methods[name]
	w.mu.Lock()
	defer w.mu.Unlock()
	if !m.open {
		if err := w.authorize(m, c.token, header); err != nil {
			return nil, err
		}
	}
	if err := w.admit(name, m, c.args); err != nil {
		return nil, err
	}
	if missing := c.args.missing(m.needs); len(missing) > 0 {
		return nil, refuse("invalid_arguments", missing...)
	}
	return m.do(w, c.args)
}

// authorize checks the token and what it is good for.
func (w *Workspace) authorize(m method, token string, header http.Header) error {
	right, other := w.opts.BotToken, w.opts.AppToken
	if m.appLevel {
		right, other = other, right
	}
	switch token {
	case "":
		return refuse("not_authed")
	case right:
	case other:
		return refuse("not_allowed_token_type")
	default:
		return refuse("invalid_auth")
	}
	if len(w.opts.Scopes) == 0 || m.appLevel {
		return nil
	}
	provided := strings.Join(w.opts.Scopes, ",")
	header.Set("X-OAuth-Scopes", provided)
	wanted := strings.Fields(m.scopes)
	header.Set("X-Accepted-OAuth-Scopes", strings.Join(wanted, ","))
	if len(wanted) == 0 || slices.ContainsFunc(wanted, w.granted) {
		return nil
	}
	return &Error{Code: "missing_scope", needed: strings.Join(wanted, ","), provided: provided}
}

// granted tells whether the token has a scope.
func (w *Workspace) granted(scope string) bool {
	return slices.Contains(w.opts.Scopes, scope) || len(w.opts.Scopes) == 0 && scope != postAnywhere
}

// warn adds a warning where Slack's clients look for it.
func (a answer) warn(warning string) {
	if warning == "" {
		return
	}
	if earlier, there := a["warning"]; there {
		warning = earlier.(string) + "," + warning
	}
	a["warning"] = warning
	metadata, there := a["response_metadata"].(answer)
	if !there {
		metadata = answer{}
		a["response_metadata"] = metadata
	}
	metadata["warnings"] = strings.Split(warning, ",")
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
	if e.needed != "" {
		body["needed"], body["provided"] = e.needed, e.provided
	}
	writeJSON(rw, status, body)
}

// writeJSON sends a body. When the other side has gone there is nobody to tell.
func writeJSON(rw http.ResponseWriter, status int, body answer) {
	rw.Header().Set("Content-Type", "application/json; charset=utf-8")
	rw.WriteHeader(status)
	_ = json.NewEncoder(rw).Encode(body)
}
