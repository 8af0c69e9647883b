package ingress

import (
	"bytes"
	"encoding/json"
	"errors"
	"strings"
)

// object is a JSON object, its values not decoded yet.
type object map[string]json.RawMessage

// has says that there is a value at a key, and not null.
func (o object) has(key string) bool { return len(o[key]) > 0 && string(o[key]) != "null" }

// reader takes single fields out of JSON that has more in it than is needed. It
// is exact where encoding/json is lenient: keys are as written, and none comes
// twice, in whatever case. It keeps the first thing that is wrong; the errors
// quote nothing.
type reader struct{ err error }

func (r *reader) fail(message string) {
	if r.err == nil {
		r.err = errors.New(message)
	}
}

// object reads a whole JSON object.
func (r *reader) object(data []byte) object {
	o := object{}
	d := json.NewDecoder(bytes.NewReader(data))
	if start, err := d.Token(); !json.Valid(data) || err != nil || start != json.Delim('{') {
		r.fail("it is not one JSON object")
		return o
	}
	seen := map[string]bool{}
	for d.More() {
		key, value, err := member(d)
		if err != nil {
			r.fail("it is not one JSON object")
			return o
		}
		if folded := strings.ToLower(key); seen[folded] {
			r.fail("a key is given twice")
		} else {
			seen[folded] = true
		}
		o[key] = value
	}
	return o
}

// member reads a key and its value. Its errors quote the input, so they go no further.
func member(d *json.Decoder) (string, json.RawMessage, error) {
	token, err := d.Token()
	if err != nil {
		return "", nil, err
	}
	key, _ := token.(string)
	var value json.RawMessage
	if err := d.Decode(&value); err != nil {
		return "", nil, err
	}
	return key, value, nil
}

// only reads the one object in a list.
func (r *reader) only(data []byte) object {
	var list []json.RawMessage
	if err := json.Unmarshal(data, &list); err != nil || len(list) != 1 {
		r.fail("there is not exactly one action")
		return nil
	}
	return r.object(list[0])
}

// text reads the string at a path of keys; it is empty where there is none.
func (r *reader) text(o object, key string, path ...string) string {
	if !o.has(key) {
		return ""
	}
	raw := o[key]
	if len(path) > 0 {
		return r.text(r.object(raw), path[0], path[1:]...)
	}
	var s string
	if err := json.Unmarshal(raw, &s); err != nil {
		r.fail("a field is not a string")
	}
	return s
}
