package grammar

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
)

// envelope is a command on its way through the queue.
type envelope struct {
	Command string          `json:"command"`
	Args    json.RawMessage `json:"args"`
}

// Marshal writes a command as {"command":"deploy","args":{…}}.
func Marshal(c Command) ([]byte, error) {
	if c == nil {
		return nil, errors.New("write command: there is none")
	}
	data, err := json.Marshal(struct {
		Command string  `json:"command"`
		Args    Command `json:"args"`
	}{c.Name(), c})
	if err != nil {
		return nil, fmt.Errorf("write command %s: %w", c.Name(), err)
	}
	return data, nil
}

// Unmarshal reads what Marshal wrote. Unknown commands and fields are refused:
// they come from another version of the program, and leaving something out
// could change what was asked for.
func Unmarshal(data []byte) (Command, error) {
	var e envelope
	if err := strict(data, &e); err != nil {
		return nil, fmt.Errorf("read command: %w", err)
	}
	read := decode[Form]
	if e.Command != (Form{}).Name() {
		spec, ok := find(Specs(), e.Command)
		if !ok {
			return nil, fmt.Errorf("read command: unknown command %q", e.Command)
		}
		read = spec.decode
	}
	c, err := read(e.Args)
	if err != nil {
		return nil, fmt.Errorf("read command %s: %w", e.Command, err)
	}
	return c, nil
}

func decode[C Command](args []byte) (Command, error) {
	if len(args) == 0 || args[0] != '{' {
		return nil, errors.New("args are not an object")
	}
	var c C
	if err := strict(args, &c); err != nil {
		return nil, err
	}
	return c, nil
}

// strict decodes one JSON value into exactly what into describes.
func strict(data []byte, into any) error {
	d := json.NewDecoder(bytes.NewReader(data))
	d.DisallowUnknownFields()
	if err := d.Decode(into); err != nil {
		return fmt.Errorf("decode JSON: %w", err)
	}
	if _, err := d.Token(); !errors.Is(err, io.EOF) {
		return errors.New("decode JSON: something follows the value")
	}
	return nil
}
