package secrets_test

import (
	"strings"
	"testing"

	"github.com/slipway-dev/slipway/aws/secrets"
)

func TestAReferenceSaysWhereTheSecretsAre(t *testing.T) {
	for _, ref := range []string{"env:", "ssm:/slipway/secrets", "secretsmanager:slipway",
		"secretsmanager:arn:aws:secretsmanager:us-east-1:123456789012:secret:slipway-AbCdEf"} {
		if got, err := secrets.Parse(ref); err != nil || got.String() != ref {
			t.Errorf("%s: %s, %v", ref, got, err)
		}
	}
}

func TestWhatIsNoReferenceIsRefusedAndNotRepeated(t *testing.T) {
	for _, ref := range []string{"", "env", "env:HUSH", "ssm:", "ssm", "secretsmanager:", "secretsmanager: hush", "vault:hush", "xoxb-hush", "ssm:hüsh"} {
		if got, err := secrets.Parse(ref); err == nil || strings.Contains(strings.ToLower(err.Error()), "hush") {
			t.Errorf("%q: %s, %v", ref, got, err)
		}
	}
}

func FuzzAReferenceIsItselfOrAnError(f *testing.F) {
	f.Add("env:")
	f.Add("ssm:/a")
	f.Add("secretsmanager:arn:aws:a:b:c")
	f.Fuzz(func(t *testing.T, s string) {
		if ref, err := secrets.Parse(s); err == nil && ref.String() != s {
			t.Errorf("%q became %q", s, ref)
		}
	})
}
