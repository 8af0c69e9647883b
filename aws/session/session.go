// Package session makes the configuration that every AWS client starts from, out
// of what a Lambda function finds in its environment.
//
// The SDK's own config module would do the same and link STS, SSO and the
// metadata service into every cold start. A function needs none of them.
package session

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/aws/retry"
)

const (
	attempts = 3                // of one call, the first included
	patience = 10 * time.Second // for one attempt
)

// Options are what the environment does not say. The zero value is fine.
type Options struct {
	// Transport carries the requests; nil: one that keeps connections alive.
	Transport http.RoundTripper
	// Patience is how long one attempt may take, from dialling to the last byte of
	// the reply; 0: ten seconds. A client that invokes slow functions needs more.
	Patience time.Duration
	// Log gets a line for every call; nil: none. It needs Now.
	Log *slog.Logger
	// Now is the clock that calls are timed with.
	Now func() time.Time
	// Trace is told of every call, however many attempts it takes: it begins when Trace is
	// called, goes on with the context that it gives, and ends, with how it went, when the
	// function that it gives is called. Nil: nobody is told.
	Trace func(ctx context.Context, service, operation string) (context.Context, func(how ...slog.Attr))
}

// New reads AWS_REGION (or AWS_DEFAULT_REGION), AWS_ACCESS_KEY_ID,
// AWS_SECRET_ACCESS_KEY, AWS_SESSION_TOKEN, AWS_ENDPOINT_URL and, each time that
// a client is made, AWS_ENDPOINT_URL_<SERVICE>. The error names everything that
// is missing or wrong.
func New(env func(string) string, o Options) (aws.Config, error) {
	region := region(env)
	if err := errors.Join(missing(env, region), misplaced(env("AWS_ENDPOINT_URL")), o.check()); err != nil {
		return aws.Config{}, fmt.Errorf("set up AWS: %w", err)
	}
	c := aws.Config{
		Region:        region,
		Credentials:   credentials(env),
		HTTPClient:    client(o),
		Retryer:       retryer,
		ConfigSources: []any{endpoints{env}},
	}
	if u := env("AWS_ENDPOINT_URL"); u != "" {
		c.BaseEndpoint = &u
	}
	if o.Log != nil {
		c.APIOptions = append(c.APIOptions, journal{log: o.Log, now: o.Now}.add)
	}
	if o.Trace != nil {
		c.APIOptions = append(c.APIOptions, tracing(o.Trace).add)
	}
	return c, nil
}

func region(env func(string) string) string {
	if r := env("AWS_REGION"); r != "" {
		return r
	}
	return env("AWS_DEFAULT_REGION")
}

func missing(env func(string) string, region string) error {
	var names []string
	if region == "" {
		names = append(names, "AWS_REGION")
	}
	for _, name := range []string{"AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"} {
		if env(name) == "" {
			names = append(names, name)
		}
	}
	if len(names) == 0 {
		return nil
	}
	return fmt.Errorf("not set: %s", strings.Join(names, ", "))
}

func misplaced(endpoint string) error {
	if endpoint == "" {
		return nil
	}
	u, err := url.Parse(endpoint)
	if err != nil || u.Host == "" || u.Scheme != "http" && u.Scheme != "https" {
		return errors.New("AWS_ENDPOINT_URL is not a URL like https://host:port")
	}
	return nil
}

func (o Options) check() error {
	if o.Log != nil && o.Now == nil {
		return errors.New("a log needs a clock")
	}
	return nil
}

// retryer is the SDK's standard one, made anew for each client so that a storm
// on one service does not use up the retries of another. Credentials that have
// just expired are worth another try: they are read again for it.
func retryer() aws.Retryer {
	standard := retry.NewStandard(func(o *retry.StandardOptions) { o.MaxAttempts = attempts })
	return retry.AddWithErrorCodes(standard, "ExpiredToken", "ExpiredTokenException", "RequestExpired")
}
