package faulty_test

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/iam"
	"github.com/aws/aws-sdk-go-v2/service/lambda"
	lambdatypes "github.com/aws/aws-sdk-go-v2/service/lambda/types"
	"github.com/aws/smithy-go/middleware"

	"github.com/slipway-dev/slipway/tests/faulty"
)

// roundTrip is a transport that is one function.
type roundTrip func(*http.Request) (*http.Response, error)

func (f roundTrip) RoundTrip(q *http.Request) (*http.Response, error) { return f(q) }

// The SDK notes in the request's context which operation it is; a proxy has no
// such note, so the name is read from the request itself.
func TestOperationsAreNamedAsTheSDKNamesThem(t *testing.T) {
	var fromSDK string
	unreachable := errors.New("unreachable")
	cfg, _ := account(t, nil)
	cfg.HTTPClient = &http.Client{Transport: roundTrip(func(q *http.Request) (*http.Response, error) {
		fromSDK = middleware.GetOperationName(q.Context())
		return nil, unreachable
	})}
	cfg, transport := faulty.Under(cfg)
	seen := map[string]bool{}
	for _, call := range calls(cfg) {
		if err := call(t.Context()); !errors.Is(err, unreachable) {
			t.Fatal(err)
		}
		if seen[fromSDK] = true; transport.Count(fromSDK) != 1 {
			t.Errorf("%s is not known: %v", fromSDK, transport.Counts())
		}
	}
	if len(seen) != len(calls(cfg)) {
		t.Errorf("only %d operations were called", len(seen))
	}
}

func calls(cfg aws.Config) []func(context.Context) error {
	l := lambda.NewFromConfig(cfg)
	f, v := aws.String("arn:aws:lambda:us-east-1:123456789012:function:checkout"), aws.String("2")
	return []func(context.Context) error{
		call(l.ListAliases, &lambda.ListAliasesInput{FunctionName: f}),
		call(l.GetAlias, &lambda.GetAliasInput{FunctionName: f, Name: v}),
		call(l.CreateAlias, &lambda.CreateAliasInput{FunctionName: f, Name: v, FunctionVersion: v}),
		call(l.UpdateAlias, &lambda.UpdateAliasInput{FunctionName: f, Name: v}),
		call(l.DeleteAlias, &lambda.DeleteAliasInput{FunctionName: f, Name: v}),
		call(l.ListVersionsByFunction, &lambda.ListVersionsByFunctionInput{FunctionName: f}),
		call(l.PublishVersion, &lambda.PublishVersionInput{FunctionName: f}),
		call(l.CreateFunction, &lambda.CreateFunctionInput{FunctionName: f, Role: f, Code: &lambdatypes.FunctionCode{}}),
		call(l.GetFunction, &lambda.GetFunctionInput{FunctionName: f}),
		call(l.DeleteFunction, &lambda.DeleteFunctionInput{FunctionName: f, Qualifier: v}),
		call(l.GetFunctionConfiguration, &lambda.GetFunctionConfigurationInput{FunctionName: f}),
		call(l.UpdateFunctionConfiguration, &lambda.UpdateFunctionConfigurationInput{FunctionName: f}),
		call(l.UpdateFunctionCode, &lambda.UpdateFunctionCodeInput{FunctionName: f}),
		call(l.Invoke, &lambda.InvokeInput{FunctionName: f, Qualifier: v}),
		call(l.AddPermission, &lambda.AddPermissionInput{FunctionName: f, StatementId: v, Action: v, Principal: v}),
		call(l.GetPolicy, &lambda.GetPolicyInput{FunctionName: f}),
		call(l.GetProvisionedConcurrencyConfig, &lambda.GetProvisionedConcurrencyConfigInput{FunctionName: f, Qualifier: v}),
		call(l.ListProvisionedConcurrencyConfigs, &lambda.ListProvisionedConcurrencyConfigsInput{FunctionName: f}),
		call(l.PutProvisionedConcurrencyConfig, &lambda.PutProvisionedConcurrencyConfigInput{
			FunctionName: f, Qualifier: v, ProvisionedConcurrentExecutions: aws.Int32(1)}),
		call(l.DeleteProvisionedConcurrencyConfig, &lambda.DeleteProvisionedConcurrencyConfigInput{FunctionName: f, Qualifier: v}),
		call(l.CreateEventSourceMapping, &lambda.CreateEventSourceMappingInput{FunctionName: f}),
		call(l.GetEventSourceMapping, &lambda.GetEventSourceMappingInput{UUID: v}),
		call(iam.NewFromConfig(cfg).GetRole, &iam.GetRoleInput{RoleName: v}),
	}
}

// call makes a call of the SDK's of which only the error matters.
func call[In, Out, Option any](do func(context.Context, *In, ...Option) (*Out, error), in *In) func(context.Context) error {
	return func(ctx context.Context) error {
		_, err := do(ctx, in)
		return err
	}
}

func TestAnUnknownOperationIsCalledByItsMethodAndPath(t *testing.T) {
	transport := faulty.New(roundTrip(func(*http.Request) (*http.Response, error) { return nil, errors.New("unreachable") }))
	q, err := http.NewRequestWithContext(t.Context(), http.MethodPost, "http://127.0.0.1/schedules/daily", nil)
	if err != nil {
		t.Fatal(err)
	}
	if got, err := transport.RoundTrip(q); err == nil {
		_ = got.Body.Close()
		t.Error("no error")
	}
	if got := fmt.Sprint(transport.Counts()); got != "map[POST /schedules/daily:1]" {
		t.Errorf("got %s", got)
	}
}
