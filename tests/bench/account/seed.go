package account

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"time"

	"github.com/slipway-dev/slipway/sandbox/cloud"
)

// What is deployed in the account, and can be.
const (
	Registry = "123456789012.dkr.ecr.us-east-1.amazonaws.com/"
	Function = "checkout-prod"
	SHA      = "abc123def4567890abc123def4567890abc123de" // of the commit that can be deployed
)

// Digest is that of the nth image of a service.
func Digest(n int) string { return fmt.Sprintf("sha256:%064x", n) }

// Options are those of the simulated account: as AWS is by default, on a clock.
func Options(now func() time.Time) cloud.Options {
	return cloud.Options{
		Now: now, Rand: rand.New(rand.NewPCG(1, 1)), //nolint:gosec // simulated traffic has to be repeatable, not secret
		Delay: 5 * time.Second, SparseVersions: true, RequestRate: -1,
	}
}

// Seed puts a function in place that has two versions and this much traffic, and an
// image that was never deployed.
func Seed(c *cloud.Account, function, service string, perMinute float64, now time.Time) error {
	repository := "acme/" + service
	var versions []cloud.SeedVersion
	for n := 1; n <= 2; n++ {
		versions = append(versions, cloud.SeedVersion{ImageURI: Registry + repository + "@" + Digest(n), At: now.Add(-24 * time.Hour)})
	}
	err := c.Seed(cloud.Seed{
		FunctionName: function, Role: "arn:aws:iam::123456789012:role/" + service, FirstVersion: 40, Versions: versions,
		Aliases: map[string]string{"live": "41", "blue": "40", "green": "41"}, PerMinute: perMinute, Since: now.Add(-time.Hour),
	})
	if err != nil {
		return fmt.Errorf("seed %s: %w", function, err)
	}
	if _, err := c.PutImage(repository, SHA, Digest(3), 0); err != nil && !strings.Contains(err.Error(), "already exists") {
		return fmt.Errorf("push an image of %s: %w", service, err)
	}
	return nil
}
