package config_test

import (
	"strings"
	"testing"

	"github.com/slipway-dev/slipway/config"
)

// withArtifact is the smallest file with an artifact in it.
func withArtifact(t *testing.T, address string) (config.Config, error) {
	t.Helper()
	text := strings.Replace(file(t, "minimal.yaml"), "repository: acme/checkout", "repository: acme/checkout, artifact: '"+address+"'", 1)
	return config.Read("x.yaml", []byte(text))
}

func TestAnArtifactIsAnImageOrAFile(t *testing.T) {
	const host = "123456789012.dkr.ecr.eu-west-1.amazonaws.com"
	for address, want := range map[string]config.Artifact{
		host + "/checkout":        {Registry: host, Repository: "checkout"},
		host + "/shop/check-out":  {Registry: host, Repository: "shop/check-out"},
		host + ".cn/checkout":     {Registry: host + ".cn", Repository: "checkout"},
		"s3://acme-builds/a/b":    {Bucket: "acme-builds", Prefix: "a/b"},
		"s3://acme-builds/a/b/":   {Bucket: "acme-builds", Prefix: "a/b"},
		"s3://acme.builds":        {Bucket: "acme.builds"},
		"s3://acme-builds/Shop_1": {Bucket: "acme-builds", Prefix: "Shop_1"},
	} {
		c, err := withArtifact(t, address)
		if err != nil || c.Services[0].Artifact != want {
			t.Errorf("%s: %+v, %v", address, c.Services, err)
		}
	}
	for _, address := range []string{
		"", "checkout", host, host + "/", host + "/a", host + "/checkout:latest", host + "/checkout@sha256:00", host + "/Checkout",
		host + "/shop//checkout", host + "/-checkout", host + "/checkout_", host + "/" + strings.Repeat("a", 257),
		"12345.dkr.ecr.eu-west-1.amazonaws.com/checkout", "docker.io/acme/checkout", "123456789012.dkr.ecr..amazonaws.com/checkout",
		"s3://", "s3://ab/x", "s3://Acme/x", "s3://acme-/x", "s3://acme//x", "s3://acme/a b", "s3://acme/x//", "https://acme-builds.s3.amazonaws.com/x",
	} {
		if c, err := withArtifact(t, address); err == nil {
			t.Errorf("%q is taken for %+v", address, c.Services[0].Artifact)
		}
	}
}
