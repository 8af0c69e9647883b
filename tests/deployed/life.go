package deployed

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"net/http"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	v4 "github.com/aws/aws-sdk-go-v2/aws/signer/v4"
	"github.com/aws/aws-sdk-go-v2/service/lambda"

	"github.com/slipway-dev/slipway/tests/ministack"
)

// Kill ends every process of the bot, whatever it is doing: the functions are
// updated with the code that they have. The next event starts a new process.
func (d *Deployment) Kill() {
	for _, name := range Functions() {
		d.update(name, d.policy())
	}
}

// Break gives a function a policy that it cannot read, so that it does not start.
func (d *Deployment) Break(name string) { d.update(name, []byte("services: [")) }

// Mend gives a function the right one again.
func (d *Deployment) Mend(name string) { d.update(name, d.policy()) }

func (d *Deployment) update(name string, policy []byte) {
	d.t.Helper()
	ctx, client := d.t.Context(), lambda.NewFromConfig(d.AWS)
	function := aws.String("slipway-" + name)
	_, err := client.UpdateFunctionCode(ctx, &lambda.UpdateFunctionCodeInput{FunctionName: function, ZipFile: d.zip(name, policy)})
	d.must(err)
	updated := lambda.NewFunctionUpdatedV2Waiter(client, func(o *lambda.FunctionUpdatedV2WaiterOptions) { o.MinDelay = 50 * time.Millisecond })
	d.must(updated.Wait(ctx, &lambda.GetFunctionInput{FunctionName: function}, time.Minute))
}

// Delete removes a function, as somebody might by mistake.
func (d *Deployment) Delete(name string) {
	_, err := lambda.NewFromConfig(d.AWS).DeleteFunction(d.t.Context(), &lambda.DeleteFunctionInput{FunctionName: aws.String("slipway-" + name)})
	d.must(err)
}

// sweep is the task of the ticker that looks after what nobody else does.
const sweep = `{"do":"sweep"}`

// Sweep does what the schedule does every two minutes.
func (d *Deployment) Sweep(ctx context.Context) error {
	out, err := lambda.NewFromConfig(d.AWS).Invoke(ctx, &lambda.InvokeInput{FunctionName: aws.String("slipway-ticker"), Payload: []byte(sweep)})
	if err != nil {
		return err
	}
	if out.FunctionError != nil {
		return fmt.Errorf("the sweep failed: %s", out.Payload)
	}
	return nil
}

// Schedule has the sweep made every minute from now on, by EventBridge Scheduler.
func (d *Deployment) Schedule() {
	d.t.Helper()
	ticker, err := lambda.NewFromConfig(d.AWS).GetFunctionConfiguration(d.t.Context(), &lambda.GetFunctionConfigurationInput{FunctionName: aws.String("slipway-ticker")})
	d.must(err)
	body, err := json.Marshal(map[string]any{
		"ScheduleExpression": "rate(1 minute)", "FlexibleTimeWindow": map[string]string{"Mode": "OFF"},
		"Target": map[string]string{"Arn": *ticker.FunctionArn, "RoleArn": ministack.Role, "Input": sweep},
	})
	d.must(err)
	d.scheduler(http.MethodPost, body)
	d.t.Cleanup(func() { d.scheduler(http.MethodDelete, nil) })
}

// scheduler makes one signed request, for which the SDK's client is not worth its size.
func (d *Deployment) scheduler(method string, body []byte) {
	d.t.Helper()
	ctx := context.WithoutCancel(d.t.Context())
	q, err := http.NewRequestWithContext(ctx, method, *d.AWS.BaseEndpoint+"/schedules/slipway-sweep", bytes.NewReader(body))
	d.must(err)
	keys, err := d.AWS.Credentials.Retrieve(ctx)
	d.must(err)
	sum := sha256.Sum256(body)
	d.must(v4.NewSigner().SignHTTP(ctx, keys, q, hex.EncodeToString(sum[:]), "scheduler", ministack.Region, time.Now()))
	got, err := d.AWS.HTTPClient.Do(q)
	d.must(err)
	d.must(got.Body.Close())
	if got.StatusCode != http.StatusOK {
		d.t.Fatalf("%s of the schedule: %s", method, got.Status)
	}
}
