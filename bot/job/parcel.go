package job

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
)

// Parcel is what lies on the queue: a job, or word that a notice is to be sent.
// Exactly one of them is set.
type Parcel struct {
	Correlation string  `json:"correlation,omitempty"` // of the request that it came from, for the log
	Job         *Job    `json:"job,omitempty"`
	Notice      *Notice `json:"notice,omitempty"`
}

// Notice is a notice in the outbox. What it says is in the store.
type Notice struct {
	ID      string `json:"id"`
	Version int64  `json:"version"`
}

// Pack is the parcel as it is queued.
func Pack(p Parcel) ([]byte, error) {
	body, err := json.Marshal(p)
	if err != nil {
		return nil, fmt.Errorf("pack a parcel: %w", err)
	}
	return body, nil
}

// Unpack reads a queued parcel; what it does not know it refuses.
func Unpack(body []byte) (Parcel, error) {
	var p Parcel
	if err := strictly(body, &p); err != nil {
		return Parcel{}, fmt.Errorf("unpack a parcel: %w", err)
	}
	switch {
	case (p.Job == nil) == (p.Notice == nil):
		return Parcel{}, errors.New("unpack a parcel: it has to be a job or a notice")
	case p.Job != nil:
		if err := p.Job.whole(); err != nil {
			return Parcel{}, err
		}
	case p.Notice.ID == "":
		return Parcel{}, errors.New("unpack a parcel: the notice has no id")
	}
	return p, nil
}

// strictly decodes one JSON value with no field that is not known, and nothing
// after it.
func strictly(body []byte, into any) error {
	d := json.NewDecoder(bytes.NewReader(body))
	d.DisallowUnknownFields()
	if err := d.Decode(into); err != nil {
		return err
	}
	if _, err := d.Token(); !errors.Is(err, io.EOF) {
		return errors.New("something comes after it")
	}
	return nil
}
