package deployed

import (
	"archive/zip"
	"bytes"
	"encoding/json"
	"maps"
	"net/http/httptest"
	"net/http/httputil"
	"net/url"
	"os"
	"path/filepath"
	"strings"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/apigateway"
	"github.com/aws/aws-sdk-go-v2/service/lambda"
	"github.com/aws/aws-sdk-go-v2/service/secretsmanager"
	"github.com/aws/aws-sdk-go-v2/service/sfn"

	lambdatypes "github.com/aws/aws-sdk-go-v2/service/lambda/types"

	"github.com/slipway-dev/slipway/infra"
	"github.com/slipway-dev/slipway/tests/ministack"
	"github.com/slipway-dev/slipway/tests/statemachine"
)

const table = "slipway"

// machineARN is what the state machine's ARN will be.
func (d *Deployment) machineARN() string {
	return strings.Replace(strings.Replace(d.topic, ":sns:", ":states:", 1), ":slipway", ":stateMachine:slipway", 1)
}

func (d *Deployment) createFunctions() {
	secrets, err := json.Marshal(map[string]string{"SLACK_SIGNING_SECRET": d.World.Secrets.SigningSecret, "SLACK_BOT_TOKEN": d.World.Secrets.BotToken})
	d.must(err)
	secret, err := secretsmanager.NewFromConfig(d.AWS).CreateSecret(d.t.Context(), &secretsmanager.CreateSecretInput{Name: aws.String("slipway"), SecretString: aws.String(string(secrets))})
	d.must(err)
	common := map[string]string{ //nolint:gosec // addresses and names
		"SLIPWAY_CONFIG": "slipway.yaml", "SLIPWAY_QUEUE_URL": d.queues[jobs].url, "SLIPWAY_URGENT_QUEUE_URL": d.queues[urgent].url, "SLIPWAY_DEAD_QUEUE_URL": d.queues[dead].url,
		"SLIPWAY_SLACK_URL": d.slack, "SLIPWAY_CLOCK": d.clock(), "SLIPWAY_SECRETS": "secretsmanager:" + *secret.ARN,
		"SLIPWAY_LOG_LEVEL": "debug", "GOCOVERDIR": os.Getenv("GOCOVERDIR"),
	}
	mover := map[string]string{
		"SLIPWAY_TABLE": table, "SLIPWAY_STATE_MACHINE": d.machineARN(), "SLIPWAY_CONTROL_RATE": "10",
		"AWS_ENDPOINT_URL_CLOUDWATCH": d.account, "AWS_ENDPOINT_URL_ECR": d.account,
	}
	if !d.o.OwnLambda {
		mover["AWS_ENDPOINT_URL_LAMBDA"] = d.account
	}
	d.functions = map[string]map[string]string{}
	for name, more := range map[string]map[string]string{
		"front": {}, "worker": mover, "ticker": mover,
	} {
		d.functions[name] = maps.Clone(common)
		maps.Copy(d.functions[name], more)
		d.Deploy(name)
	}
	client := lambda.NewFromConfig(d.AWS)
	for _, queue := range []string{jobs, urgent, dead} {
		_, err := client.CreateEventSourceMapping(d.t.Context(), &lambda.CreateEventSourceMappingInput{
			EventSourceArn: aws.String(d.queues[queue].arn), FunctionName: aws.String("slipway-worker"), BatchSize: aws.Int32(10),
			FunctionResponseTypes: []lambdatypes.FunctionResponseType{lambdatypes.FunctionResponseTypeReportBatchItemFailures},
		})
		d.must(err)
	}
}

// Deploy makes the front, the worker or the ticker; again, if it was deleted.
func (d *Deployment) Deploy(name string) {
	d.t.Helper()
	env := maps.Clone(d.functions[name])
	if name != "front" {
		env["SLIPWAY_FUNCTION"] = name
	}
	ministack.Function(d.t, d.AWS, "slipway-"+name, env, d.zip(name, d.policy()))
}

// zip is the code of a function: its program, and a policy.
func (d *Deployment) zip(name string, policy []byte) []byte {
	program := "worker"
	if name == "front" {
		program = name
	}
	var packed bytes.Buffer
	z := zip.NewWriter(&packed)
	add := func(name string, mode os.FileMode, body []byte) {
		h := &zip.FileHeader{Name: name, Method: zip.Store}
		h.SetMode(mode)
		w, err := z.CreateHeader(h)
		d.must(err)
		_, err = w.Write(body)
		d.must(err)
	}
	bootstrap, err := os.ReadFile(filepath.Join(binaries(), program))
	d.must(err)
	add("bootstrap", 0o755, bootstrap)
	add("slipway.yaml", 0o644, policy)
	d.must(z.Close())
	return packed.Bytes()
}

// createMachine makes the state machine of infra, which calls the ticker.
func (d *Deployment) createMachine() {
	got, err := lambda.NewFromConfig(d.AWS).GetFunctionConfiguration(d.t.Context(), &lambda.GetFunctionConfigurationInput{FunctionName: aws.String("slipway-ticker")})
	d.must(err)
	definition, err := infra.Definition(map[string]string{"ticker_arn": *got.FunctionArn, "topic_arn": d.topic, "turn_limit": "1000"})
	d.must(err)
	definition, err = statemachine.Runnable(definition, d.o.Park)
	d.must(err)
	made, err := sfn.NewFromConfig(d.AWS).CreateStateMachine(d.t.Context(), &sfn.CreateStateMachineInput{
		Name: aws.String("slipway"), Definition: &definition, RoleArn: aws.String(ministack.Role),
	})
	d.must(err)
	d.Machine = *made.StateMachineArn
	if d.Machine != d.machineARN() {
		d.t.Fatalf("the state machine is %s, and the functions were told %s", d.Machine, d.machineARN())
	}
}

// createAPI makes a REST API without methods, to have its address early.
//
// MiniStack tells accounts apart by the access key of a request, and Slack's have
// none, so a proxy gives them one: it stands for the API's own host name.
func (d *Deployment) createAPI() (id string) {
	made, err := apigateway.NewFromConfig(d.AWS).CreateRestApi(d.t.Context(), &apigateway.CreateRestApiInput{Name: aws.String("slipway")})
	d.must(err)
	keys, err := d.AWS.Credentials.Retrieve(d.t.Context())
	d.must(err)
	to, err := url.Parse(*d.AWS.BaseEndpoint + "/_aws/execute-api/" + *made.Id + "/live")
	d.must(err)
	host := httptest.NewServer(&httputil.ReverseProxy{Rewrite: func(r *httputil.ProxyRequest) {
		r.SetURL(to)
		r.Out.Header.Set("Authorization", "AWS4-HMAC-SHA256 Credential="+keys.AccessKeyID+"/20261123/"+ministack.Region+"/execute-api/aws4_request, SignedHeaders=host, Signature=none")
	}})
	d.t.Cleanup(host.Close)
	d.URL = host.URL
	return *made.Id
}

// connect lets every path of the API lead to the front.
func (d *Deployment) connect(id string) {
	ctx, client := d.t.Context(), apigateway.NewFromConfig(d.AWS)
	resources, err := client.GetResources(ctx, &apigateway.GetResourcesInput{RestApiId: &id})
	d.must(err)
	proxy, err := client.CreateResource(ctx, &apigateway.CreateResourceInput{RestApiId: &id, ParentId: resources.Items[0].Id, PathPart: aws.String("{proxy+}")})
	d.must(err)
	_, err = client.PutMethod(ctx, &apigateway.PutMethodInput{RestApiId: &id, ResourceId: proxy.Id, HttpMethod: aws.String("ANY"), AuthorizationType: aws.String("NONE")})
	d.must(err)
	front, err := lambda.NewFromConfig(d.AWS).GetFunctionConfiguration(ctx, &lambda.GetFunctionConfigurationInput{FunctionName: aws.String("slipway-front")})
	d.must(err)
	_, err = client.PutIntegration(ctx, &apigateway.PutIntegrationInput{
		RestApiId: &id, ResourceId: proxy.Id, HttpMethod: aws.String("ANY"), Type: "AWS_PROXY", IntegrationHttpMethod: aws.String("POST"),
		Uri: aws.String("arn:aws:apigateway:" + ministack.Region + ":lambda:path/2015-03-31/functions/" + *front.FunctionArn + "/invocations"),
	})
	d.must(err)
	_, err = client.CreateDeployment(ctx, &apigateway.CreateDeploymentInput{RestApiId: &id, StageName: aws.String("live")})
	d.must(err)
}
