package github

import (
	"crypto"
	"crypto/rsa"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"net/http"
	"strconv"
	"strings"
	"time"
)

// assertionLives is the longest that an App's assertion may be good for.
// See https://docs.github.com/apps/creating-github-apps/authenticating-with-a-github-app/generating-a-json-web-token-jwt-for-a-github-app
const assertionLives = 10 * time.Minute

// asApp checks the assertion of an App: a JSON web token, signed by RS256.
func (h *Host) asApp(given string) error {
	unauthorized := func(message string) error { return refuse(http.StatusUnauthorized, "%s", message) }
	signed, signature, _ := cutLast(given, ".")
	head, claims, ok := strings.Cut(signed, ".")
	var header struct{ Alg string }
	var body struct {
		Iss      any
		Iat, Exp float64
	}
	if !ok || !decodePart(head, &header) || !decodePart(claims, &body) || header.Alg != "RS256" || !h.signedBy(signed, signature) {
		return unauthorized("A JSON web token could not be decoded")
	}
	now := float64(h.o.Now().Unix())
	switch {
	case issuer(body.Iss) != strconv.FormatInt(h.o.App.ID, 10):
		return unauthorized("'Issuer' claim ('iss') must be an Integer")
	case body.Iat > now:
		return unauthorized("'Issued at' claim ('iat') must be an Integer representing the time that the assertion was issued")
	case body.Exp <= now:
		return unauthorized("'Expiration time' claim ('exp') must be a numeric value representing the future time at which the assertion expires")
	case body.Exp > now+assertionLives.Seconds():
		return unauthorized("'Expiration time' claim ('exp') is too far in the future")
	}
	return nil
}

// issuer is an App's number, whether it was said as a number or in digits.
func issuer(iss any) string {
	if number, ok := iss.(float64); ok {
		return strconv.FormatFloat(number, 'f', -1, 64)
	}
	text, _ := iss.(string)
	return text
}

func (h *Host) signedBy(signed, signature string) bool {
	raw, err := base64.RawURLEncoding.DecodeString(signature)
	if err != nil || h.o.App.Key == nil {
		return false
	}
	sum := sha256.Sum256([]byte(signed))
	return rsa.VerifyPKCS1v15(h.o.App.Key, crypto.SHA256, sum[:], raw) == nil
}

func decodePart(part string, into any) bool {
	raw, err := base64.RawURLEncoding.DecodeString(part)
	return err == nil && json.Unmarshal(raw, into) == nil
}

func cutLast(s, sep string) (before, after string, found bool) {
	i := strings.LastIndex(s, sep)
	if i < 0 {
		return s, "", false
	}
	return s[:i], s[i+len(sep):], true
}
