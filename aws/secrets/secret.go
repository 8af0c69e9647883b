package secrets

import (
	"fmt"
	"io"
	"log/slog"
)

// hidden is what a secret looks like to everybody who does not ask for it.
const hidden = "[secret]"

// Secret is a string that no log, error or encoder shows. The value is behind a
// pointer, since fmt and reflection pass by the methods of unexported fields,
// and of any value whose verb is wrong. The zero value is an empty secret.
// Secrets are not compared with ==.
type Secret struct{ value *string }

// NewSecret hides s.
func NewSecret(s string) Secret { return Secret{&s} }

// Reveal is the value, for the one who has to send it or to check with it.
func (s Secret) Reveal() string {
	if s.value == nil {
		return ""
	}
	return *s.value
}

// Empty says whether there is no value.
func (s Secret) Empty() bool { return s.Reveal() == "" }

// String never tells.
func (Secret) String() string { return hidden }

// GoString never tells.
func (Secret) GoString() string { return hidden }

// Format never tells, whatever the verb.
func (Secret) Format(f fmt.State, _ rune) {
	_, _ = io.WriteString(f, hidden) // fmt's own buffer takes everything
}

// LogValue never tells.
func (Secret) LogValue() slog.Value { return slog.StringValue(hidden) }

// MarshalText never tells; XML and others use it.
func (Secret) MarshalText() ([]byte, error) { return []byte(hidden), nil }

// MarshalJSON never tells.
func (Secret) MarshalJSON() ([]byte, error) { return []byte(`"` + hidden + `"`), nil }
