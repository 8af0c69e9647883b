package health

import "encoding/json"

// proxyEvent is a GET as API Gateway hands it to a function (REST, payload 1.0). It
// holds what routers look at; maps are empty rather than null, as some read them
// without a look.
type proxyEvent struct {
	Resource              string              `json:"resource"`
	Path                  string              `json:"path"`
	HTTPMethod            string              `json:"httpMethod"`
	Headers               map[string]string   `json:"headers"`
	MultiValueHeaders     map[string][]string `json:"multiValueHeaders"`
	QueryStringParameters map[string]string   `json:"queryStringParameters"`
	PathParameters        map[string]string   `json:"pathParameters"`
	RequestContext        requestContext      `json:"requestContext"`
	Body                  *string             `json:"body"`
	IsBase64Encoded       bool                `json:"isBase64Encoded"`
}

type requestContext struct {
	Path       string `json:"path"`
	HTTPMethod string `json:"httpMethod"`
	Stage      string `json:"stage"`
}

// request is the event of a smoke test.
func request(path string) ([]byte, error) {
	const method, agent = "GET", "slipway-smoke-test"
	return json.Marshal(proxyEvent{
		Resource: path, Path: path, HTTPMethod: method,
		Headers:               map[string]string{"User-Agent": agent},
		MultiValueHeaders:     map[string][]string{"User-Agent": {agent}},
		QueryStringParameters: map[string]string{},
		PathParameters:        map[string]string{},
		RequestContext:        requestContext{Path: path, HTTPMethod: method, Stage: "live"},
	})
}
