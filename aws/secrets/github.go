package secrets

import (
	"crypto/rsa"
	"crypto/x509"
	"encoding/pem"
	"errors"
	"fmt"
	"strconv"
	"strings"
)

// GitHub is whom to be on GitHub: an App as it is installed somewhere, or whoever
// owns a token.
type GitHub struct {
	App, Installation int64  // 0 with a token
	Key               Secret // the App's private key, in PEM
	Token             Secret // for trying things out; empty with an App
}

// GitHub reads whom to be. The error names everything that is missing or makes no
// sense, and repeats no value. With a whole App, a token does not count.
func (s Set) GitHub() (GitHub, error) {
	app := []string{GitHubAppID, GitHubInstallationID, GitHubPrivateKey}
	switch given := len(s.All(app...)); {
	case given > 0:
		return s.app(app)
	case s.Secret(GitHubToken).Empty():
		return GitHub{}, fmt.Errorf("nobody has said whom to be on GitHub: give %s, or %s for trying things out", strings.Join(app, ", "), GitHubToken)
	}
	return GitHub{Token: s.Secret(GitHubToken)}, nil
}

func (s Set) app(names []string) (GitHub, error) {
	if err := s.Require(names...); err != nil {
		return GitHub{}, fmt.Errorf("the GitHub App is not whole: %w", err)
	}
	app, err1 := s.number(GitHubAppID)
	installation, err2 := s.number(GitHubInstallationID)
	key, err3 := privateKey(s.Secret(GitHubPrivateKey))
	if err := errors.Join(err1, err2, err3); err != nil {
		return GitHub{}, err
	}
	return GitHub{App: app, Installation: installation, Key: key}, nil
}

func (s Set) number(name string) (int64, error) {
	n, err := strconv.ParseInt(strings.TrimSpace(s.Secret(name).Reveal()), 10, 64)
	if err != nil || n <= 0 {
		return 0, fmt.Errorf("%s is not a number", name) // strconv's own error quotes the text
	}
	return n, nil
}

// privateKey mends what happens to a key of many lines on its way into one line of
// an environment: its ends of lines become a backslash and an n.
func privateKey(s Secret) (Secret, error) {
	text := strings.ReplaceAll(s.Reveal(), `\n`, "\n")
	block, _ := pem.Decode([]byte(text))
	if block == nil || !isRSA(block.Bytes) {
		return Secret{}, fmt.Errorf("%s is not the RSA key in PEM that GitHub made for the App", GitHubPrivateKey)
	}
	return NewSecret(text), nil
}

// isRSA says whether it is a key as GitHub makes it, or as tools rewrite it.
func isRSA(der []byte) bool {
	if _, err := x509.ParsePKCS1PrivateKey(der); err == nil {
		return true
	}
	key, err := x509.ParsePKCS8PrivateKey(der)
	_, ok := key.(*rsa.PrivateKey)
	return err == nil && ok
}

// Same says whether both are let in with the same things.
func (g GitHub) Same(as GitHub) bool {
	return g.App == as.App && g.Installation == as.Installation && g.Key.Reveal() == as.Key.Reveal() && g.Token.Reveal() == as.Token.Reveal()
}
