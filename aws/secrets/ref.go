package secrets

import (
	"errors"
	"strings"
)

// Where secrets can be.
const (
	manager     = "secretsmanager"
	parameters  = "ssm"
	environment = "env"
)

// Ref says where the secrets are. It is no secret itself.
type Ref struct{ kind, name string }

// Parse reads `secretsmanager:<ARN or name>`, `ssm:<name>` or `env:`.
func Parse(ref string) (Ref, error) {
	kind, name, ok := strings.Cut(ref, ":")
	r := Ref{kind, name}
	switch {
	case ok && kind == environment && name == "":
		return r, nil
	case ok && kind == environment:
		return Ref{}, errors.New("SLIPWAY_SECRETS: env: takes nothing after the colon; the variables have the names of the secrets")
	case ok && (kind == manager || kind == parameters) && named(name):
		return r, nil
	}
	// What was written is not repeated: it may be a secret by mistake.
	return Ref{}, errors.New("SLIPWAY_SECRETS: secrets are at env:, ssm:<name> or secretsmanager:<ARN or name>")
}

// named says whether a name can be one: printable ASCII without blanks.
func named(s string) bool {
	return s != "" && strings.IndexFunc(s, func(r rune) bool { return r <= ' ' || r > '~' }) < 0
}

// String is the reference as Parse reads it.
func (r Ref) String() string { return r.kind + ":" + r.name }
