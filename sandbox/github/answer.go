package github

import (
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
)

// answer is what an endpoint answers; 200 if it has no status.
type answer struct {
	status int
	body   any // nil for none
	header http.Header
}

// refusal is an answer that says why not.
type refusal struct {
	status  int
	message string
	docs    string
	errors  any
	header  http.Header
}

func (r *refusal) Error() string { return r.message }

func refuse(status int, format string, args ...any) *refusal {
	return &refusal{status: status, message: fmt.Sprintf(format, args...)}
}

func notFound() *refusal { return refuse(http.StatusNotFound, "Not Found") }

// writeRefusal answers as GitHub does when it will not. An error that is no refusal
// is a fault of the simulation itself, and its cause is shown.
func writeRefusal(w http.ResponseWriter, err error) {
	var why *refusal
	if !errors.As(err, &why) {
		why = refuse(http.StatusInternalServerError, "%v", err)
	}
	for name, values := range why.header {
		w.Header()[name] = values
	}
	body := object{"message": why.message, "documentation_url": docs, "status": fmt.Sprint(why.status)}
	if why.docs != "" {
		body["documentation_url"] = why.docs
	}
	if why.errors != nil {
		body["errors"] = why.errors
	}
	writeJSON(w, why.status, body)
}

// writeJSON sends an answer. When the other side has gone there is nobody to tell.
func writeJSON(w http.ResponseWriter, status int, body any) {
	if status == 0 {
		status = http.StatusOK
	}
	if body == nil {
		w.WriteHeader(status)
		return
	}
	w.Header().Set("Content-Type", "application/json; charset=utf-8")
	w.WriteHeader(status)
	encoder := json.NewEncoder(w)
	encoder.SetEscapeHTML(false)
	_ = encoder.Encode(body)
}
