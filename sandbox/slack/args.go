package slack

import (
	"encoding/json"
	"io"
	"mime"
	"net/http"
	"net/url"
	"strconv"
	"strings"
)

// args are a call's arguments, whichever way they came. What is no string in a
// JSON body is kept as JSON, which is how forms carry it.
type args map[string]string

// request is a call as it came.
type request struct {
	args    args
	token   string
	warning string // of Slack's, about the Content-Type
}

// read reads a call. The token may be in a header or a form, but neither in JSON
// nor, for apps made since 2021, in the address. A method that reads forms only does not see a JSON body at all.
// See https://docs.slack.dev/apis/web-api
func (w *Workspace) read(r *http.Request) (request, error) {
	m, known := w.methods[r.PathValue("method")]
	if !known {
		return request{}, refuse("unknown_method")
	}
	c := request{args: args{}}
	if bearer, is := strings.CutPrefix(r.Header.Get("Authorization"), "Bearer "); is {
		c.token = bearer
	}
	kind, warning, err := contentType(r)
	if err != nil {
		return c, err
	}
	c.warning = warning
	c.args.add(r.URL.Query())
	switch kind {
	case "application/json":
		if !m.formOnly {
			err = c.args.addJSON(r.Body)
		}
		return c, err
	case "multipart/form-data":
		err = r.ParseMultipartForm(maxBody) //nolint:gosec // serveAPI bounds the body
	default:
		err = r.ParseForm()
	}
	if err != nil {
		return c, refuse("invalid_form_data")
	}
	c.args.add(r.Form)
	if c.token == "" {
		c.token = r.PostForm.Get("token")
	}
	return c, nil
}

// contentType is what the body is, empty for a call without one.
func contentType(r *http.Request) (kind, warning string, err error) {
	if r.Method == http.MethodGet || r.ContentLength == 0 {
		return "", "", nil
	}
	header := r.Header.Get("Content-Type")
	if header == "" {
		return "", "", refuse("missing_post_type")
	}
	kind, params, err := mime.ParseMediaType(header)
	charset, given := params["charset"]
	switch {
	case err != nil:
		return "", "", refuse("invalid_post_type")
	case given && !strings.EqualFold(charset, "utf-8") && !strings.EqualFold(charset, "iso-8859-1"):
		return "", "", refuse("invalid_charset")
	case kind == "application/json" && !given:
		return kind, "missing_charset", nil
	case kind == "application/x-www-form-urlencoded" && given:
		return kind, "superfluous_charset", nil
	case kind != "application/json" && kind != "application/x-www-form-urlencoded" && kind != "multipart/form-data":
		return "", "", refuse("invalid_post_type")
	}
	return kind, "", nil
}

func (a args) add(values url.Values) {
	for name := range values {
		a[name] = values.Get(name)
	}
}

func (a args) addJSON(body io.Reader) error {
	raw, err := io.ReadAll(body)
	if err != nil || !json.Valid(raw) {
		return refuse("invalid_json")
	}
	var values map[string]json.RawMessage
	if err := json.Unmarshal(raw, &values); err != nil {
		return refuse("json_not_object")
	}
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
	return nil
}

// missing says which of the arguments, given with blanks between, were left out.
// One that is there but empty is for the method to refuse.
func (a args) missing(needs string) (out []string) {
	for _, name := range strings.Fields(needs) {
		if _, there := a[name]; !there {
			out = append(out, "missing required field: "+name)
		}
	}
	return out
}

// is reads a flag: absent and false alike are false.
func (a args) is(name string) bool { return a[name] == "true" || a[name] == "1" }

// list reads what is written with commas between.
func (a args) list(name string) (out []string) {
	for item := range strings.SplitSeq(a[name], ",") {
		if item = strings.TrimSpace(item); item != "" {
			out = append(out, item)
		}
	}
	return out
}

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
