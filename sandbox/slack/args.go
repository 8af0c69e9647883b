package slack

import (
	"encoding/json"
	"io"
	"mime"
	"net/http"
	"strconv"
	"strings"
)

// args are a call's arguments, whichever way they came. What is no string in a
// JSON body is kept as JSON, which is how forms carry it.
type args map[string]string

// readArgs also finds the token: in a header or a form, but not in JSON.
func readArgs(r *http.Request) (a args, token string, err error) {
	token = strings.TrimPrefix(r.Header.Get("Authorization"), "Bearer ")
	header := r.Header.Get("Content-Type")
	kind, _, err := mime.ParseMediaType(header)
	switch {
	case r.Method == http.MethodGet || r.ContentLength == 0:
	case header == "":
		return nil, "", refuse("missing_post_type")
	case err == nil && kind == "application/json":
		a, err = readJSON(r.Body)
		return a, token, err
	case err != nil || kind != "application/x-www-form-urlencoded":
		return nil, "", refuse("invalid_post_type")
	}
	if err := r.ParseForm(); err != nil {
		return nil, "", refuse("invalid_form_data")
	}
	a = args{}
	for name, values := range r.Form {
		a[name] = values[0]
	}
	if token == "" {
		token = a["token"]
	}
	return a, token, nil
}

func readJSON(body io.Reader) (args, error) {
	raw, err := io.ReadAll(body)
	if err != nil || !json.Valid(raw) {
		return nil, refuse("invalid_json")
	}
	var values map[string]json.RawMessage
	if err := json.Unmarshal(raw, &values); err != nil {
		return nil, refuse("json_not_object")
	}
	a := args{}
	for name, value := range values {
		var s string
		switch {
		case string(value) == "null":
		case json.Unmarshal(value, &s) == nil:
			a[name] = s
		default:
			a[name] = string(value)
		}
	}
	return a, nil
}

// is reads a flag: absent and false alike are false.
func (a args) is(name string) bool { return a[name] == "true" || a[name] == "1" }

// limit reads how many items are wanted, at most most.
func (a args) limit(usual, most int) (int, error) {
	if a["limit"] == "" || a["limit"] == "0" {
		return usual, nil
	}
	n, err := strconv.Atoi(a["limit"])
	if err != nil || n < 1 || n > most {
		return 0, refuse("invalid_limit")
	}
	return n, nil
}
