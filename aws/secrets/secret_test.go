package secrets_test

import (
	"bytes"
	"encoding/gob"
	"encoding/json"
	"encoding/xml"
	"fmt"
	"log/slog"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/slipway-dev/slipway/aws/secrets"
)

// nested hides a secret where fmt does not look for methods.
type nested struct {
	Name    string
	Shown   secrets.Secret
	hidden  secrets.Secret
	pointer *secrets.Secret
	many    map[string]secrets.Secret
}

// faults.md I1
func TestNoVerbAndNoFlagShowsASecret(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		value := rapid.StringMatching(`xoxb-[a-zA-Z0-9]{8,40}`).Draw(r, "value")
		verb := "%" + rapid.StringMatching(`[+# 0-]{0,3}[0-9]{0,2}`).Draw(r, "flags") +
			string(rapid.SampledFrom([]rune("vsqxXdbocUtpegGfFwT!z%")).Draw(r, "verb"))
		s := secrets.NewSecret(value)
		n := nested{"n", s, s, &s, map[string]secrets.Secret{"k": s}}
		for _, x := range []any{s, &s, n, &n, []secrets.Secret{s}, n.many, [1]any{n}, struct{ err error }{fmt.Errorf("%v", s)}} {
			tells(r, value, fmt.Sprintf(verb, x))
			tells(r, value, fmt.Sprint(x))
		}
	})
}

// tells fails when the text has the value in it, in any writing that fmt knows.
func tells(r *rapid.T, value, text string) {
	for _, way := range []string{value, fmt.Sprintf("%x", value), fmt.Sprintf("%X", value), fmt.Sprintf("% x", value), fmt.Sprintf("%d", []byte(value))} {
		if strings.Contains(text, strings.Trim(way, "[]")) {
			r.Fatalf("%q shows it", text)
		}
	}
}

// faults.md I1
func TestNoEncoderAndNoLogShowsASecret(t *testing.T) {
	const value = "xoxb-hush"
	s := secrets.NewSecret(value)
	n := nested{"n", s, s, &s, map[string]secrets.Secret{"k": s}}
	for name, encode := range map[string]func(*bytes.Buffer) error{
		"json":     func(b *bytes.Buffer) error { return json.NewEncoder(b).Encode([]any{s, &s, n, n.many}) },
		"json key": func(b *bytes.Buffer) error { return json.NewEncoder(b).Encode(map[secrets.Secret]int{s: 1}) },
		"xml": func(b *bytes.Buffer) error {
			return xml.NewEncoder(b).EncodeElement(s, xml.StartElement{Name: xml.Name{Local: "s"}})
		},
		"gob": func(b *bytes.Buffer) error { return gob.NewEncoder(b).Encode(struct{ S secrets.Secret }{s}) },
		"slog text": func(b *bytes.Buffer) error {
			slog.New(slog.NewTextHandler(b, nil)).Info("m", "s", s, "n", n, "e", fmt.Errorf("with %v", s))
			return nil
		},
		"slog json": func(b *bytes.Buffer) error {
			slog.New(slog.NewJSONHandler(b, nil)).Info("m", "s", s, "n", n, slog.Group("g", "s", &s))
			return nil
		},
	} {
		t.Run(name, func(t *testing.T) {
			b := new(bytes.Buffer)
			err := encode(b) // who refuses it shows nothing either
			if shown := fmt.Sprint(b, err); b.Len() == 0 && err == nil || strings.Contains(shown, "hush") {
				t.Errorf("it is shown: %s", shown)
			}
		})
	}
}

func TestASecretIsToldToWhoAsks(t *testing.T) {
	s := secrets.NewSecret("xoxb-hush")
	if s.Reveal() != "xoxb-hush" || s.Empty() || s.String() != "[secret]" || s.GoString() != "[secret]" {
		t.Errorf("got %q", s.Reveal())
	}
	var none secrets.Secret
	if none.Reveal() != "" || !none.Empty() {
		t.Error("nothing is something")
	}
}
