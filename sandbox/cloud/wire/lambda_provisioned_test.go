package wire_test

import (
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/lambda"
	"github.com/aws/aws-sdk-go-v2/service/lambda/types"

	"github.com/slipway-dev/slipway/sandbox/cloud"
	"github.com/slipway-dev/slipway/sandbox/cloud/wire"
)

func (w *world) provision(version string, n int32) (*lambda.PutProvisionedConcurrencyConfigOutput, error) {
	return w.lambda.PutProvisionedConcurrencyConfig(w.t.Context(), &lambda.PutProvisionedConcurrencyConfigInput{
		FunctionName: name("checkout"), Qualifier: &version, ProvisionedConcurrentExecutions: &n,
	})
}

func (w *world) provisioned(version string) (*lambda.GetProvisionedConcurrencyConfigOutput, error) {
	return w.lambda.GetProvisionedConcurrencyConfig(w.t.Context(), &lambda.GetProvisionedConcurrencyConfigInput{
		FunctionName: name("checkout"), Qualifier: &version,
	})
}

func TestProvisionedConcurrencyIsInProgressThenReadyUntilItIsGivenBack(t *testing.T) { // faults.md E6
	w := open(t, func(o *cloud.Options) { o.Delay = time.Minute }, wire.Options{PageSize: 1})
	_, err := w.provisioned("42")
	refused[*types.ProvisionedConcurrencyConfigNotFoundException](t, err, 404, "ProvisionedConcurrencyConfigNotFoundException")
	put, err := w.provision("42", 5)
	must(t, err)
	if put.Status != types.ProvisionedConcurrencyStatusEnumInProgress || *put.RequestedProvisionedConcurrentExecutions != 5 || *put.AllocatedProvisionedConcurrentExecutions != 0 {
		t.Errorf("put %+v", put)
	}
	w.now = w.now.Add(time.Minute)
	got, err := w.provisioned("42")
	must(t, err)
	if got.Status != types.ProvisionedConcurrencyStatusEnumReady || *got.AvailableProvisionedConcurrentExecutions != 5 {
		t.Errorf("got %+v", got)
	}
	_, err = w.provision("41", 1)
	must(t, err)
	var arns []string
	pages := lambda.NewListProvisionedConcurrencyConfigsPaginator(w.lambda, &lambda.ListProvisionedConcurrencyConfigsInput{FunctionName: name("checkout")})
	for pages.HasMorePages() {
		page, err := pages.NextPage(t.Context())
		must(t, err)
		for _, p := range page.ProvisionedConcurrencyConfigs {
			arns = append(arns, *p.FunctionArn)
		}
	}
	if len(arns) != 2 || arns[1] != "arn:aws:lambda:eu-central-1:123456789012:function:checkout:42" {
		t.Errorf("listed %v", arns)
	}
	for range 2 { // what has been given back is no error
		_, err = w.lambda.DeleteProvisionedConcurrencyConfig(t.Context(), &lambda.DeleteProvisionedConcurrencyConfigInput{FunctionName: name("checkout"), Qualifier: name("42")})
		must(t, err)
	}
	_, err = w.provisioned("42")
	refused[*types.ProvisionedConcurrencyConfigNotFoundException](t, err, 404, "ProvisionedConcurrencyConfigNotFoundException")
}

func TestProvisionedConcurrencyMayFail(t *testing.T) { // faults.md E6
	w := open(t, nil, wire.Options{})
	w.FailProvisioning("no capacity")
	put, err := w.provision("42", 5)
	must(t, err)
	if put.Status != types.ProvisionedConcurrencyStatusEnumFailed || aws.ToString(put.StatusReason) != "no capacity" {
		t.Errorf("put %+v", put)
	}
}

func TestProvisionedConcurrencyIsForVersionsAndNotForAll(t *testing.T) {
	w := open(t, nil, wire.Options{})
	for _, qualifier := range []string{"$LATEST", "live"} {
		_, err := w.provision(qualifier, 1)
		refused[*types.InvalidParameterValueException](t, err, 400, "InvalidParameterValueException")
	}
	_, err := w.provision("42", 901)
	refused[*types.InvalidParameterValueException](t, err, 400, "InvalidParameterValueException")
	_, err = w.provision("99", 1)
	refused[*types.ResourceNotFoundException](t, err, 404, "ResourceNotFoundException")
	_, err = w.lambda.ListProvisionedConcurrencyConfigs(t.Context(), &lambda.ListProvisionedConcurrencyConfigsInput{FunctionName: name("none")})
	refused[*types.ResourceNotFoundException](t, err, 404, "ResourceNotFoundException")
	_, err = w.lambda.ListProvisionedConcurrencyConfigs(t.Context(), &lambda.ListProvisionedConcurrencyConfigsInput{FunctionName: name("checkout"), Marker: name("!")})
	refused[*types.InvalidParameterValueException](t, err, 400, "InvalidParameterValueException")
}
