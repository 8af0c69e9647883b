package session

import (
	"context"
	"errors"
	"strings"

	"github.com/aws/aws-sdk-go-v2/aws"
)

// credentials reads the environment anew for each attempt: they change while a
// process lives wherever somebody else renews them.
func credentials(env func(string) string) aws.CredentialsProvider {
	return aws.CredentialsProviderFunc(func(context.Context) (aws.Credentials, error) {
		c := aws.Credentials{
			AccessKeyID:     env("AWS_ACCESS_KEY_ID"),
			SecretAccessKey: env("AWS_SECRET_ACCESS_KEY"),
			SessionToken:    env("AWS_SESSION_TOKEN"),
			Source:          "environment",
		}
		if !c.HasKeys() {
			return aws.Credentials{}, errors.New("read the credentials: they are gone from the environment")
		}
		return c, nil
	})
}

// endpoints tells each client of an endpoint of its own. Clients look for this
// method in aws.Config.ConfigSources.
type endpoints struct{ env func(string) string }

// GetServiceBaseEndpoint reads AWS_ENDPOINT_URL_<SERVICE>, where the service is
// named as in the SDK: "SQS", "Secrets Manager", "CloudWatch Logs".
func (e endpoints) GetServiceBaseEndpoint(_ context.Context, service string) (string, bool, error) {
	name := strings.ToUpper(strings.ReplaceAll(service, " ", "_"))
	u := e.env("AWS_ENDPOINT_URL_" + name)
	return u, u != "", nil
}
