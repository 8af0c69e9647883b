package faulty

import (
	"net/http"
	"net/url"
	"strings"
)

// router tells what operation a request is.
type router struct {
	paths *http.ServeMux
	names map[string]string // by pattern
}

func newRouter() router {
	r := router{http.NewServeMux(), operations()}
	for pattern := range r.names {
		r.paths.Handle(pattern, http.NotFoundHandler())
	}
	return r
}

// Names gives a function that tells an operation by its request: the SDK's name of
// it, for what is not known "METHOD /path".
func Names() func(q *http.Request, body []byte) string {
	r := newRouter()
	return func(q *http.Request, body []byte) string {
		name, _ := r.identify(q, body)
		return name
	}
}

// identify tells which operation a request is, and in which protocol.
func (r router) identify(q *http.Request, body []byte) (string, protocol) {
	if q.Header.Get("Smithy-Protocol") == "rpc-v2-cbor" { // /service/GraniteServiceVersion20100801/operation/GetMetricData
		return q.URL.Path[strings.LastIndex(q.URL.Path, "/")+1:], cborProtocol
	}
	if target := q.Header.Get("X-Amz-Target"); target != "" { // DynamoDB_20120810.PutItem
		return target[strings.LastIndex(target, ".")+1:], jsonProtocol
	}
	if q.Header.Get("Content-Type") == "application/x-www-form-urlencoded" {
		if form, err := url.ParseQuery(string(body)); err == nil && form.Has("Action") {
			return form.Get("Action"), queryProtocol
		}
	}
	return r.rest(q), restProtocol
}

// rest finds the operation of a request that is told by its method and path.
func (r router) rest(q *http.Request) string {
	_, pattern := r.paths.Handler(q)
	switch name := r.names[pattern]; name {
	case "":
		return q.Method + " " + q.URL.Path
	case "GetProvisionedConcurrencyConfig":
		if q.URL.Query().Has("List") {
			return "ListProvisionedConcurrencyConfigs"
		}
		return name
	default:
		return name
	}
}

// operations are Lambda's, as far as somebody here may call them.
func operations() map[string]string {
	const (
		functions   = "/2015-03-31/functions"
		function    = functions + "/{function}"
		aliases     = function + "/aliases"
		alias       = aliases + "/{alias}"
		provisioned = "/2019-09-30/functions/{function}/provisioned-concurrency"
		sources     = "/2015-03-31/event-source-mappings"
	)
	return map[string]string{
		"GET " + aliases: "ListAliases", "POST " + aliases: "CreateAlias",
		"GET " + alias: "GetAlias", "PUT " + alias: "UpdateAlias", "DELETE " + alias: "DeleteAlias",
		"GET " + function + "/versions": "ListVersionsByFunction", "POST " + function + "/versions": "PublishVersion",
		"POST " + functions: "CreateFunction", "GET " + function: "GetFunction", "DELETE " + function: "DeleteFunction",
		"GET " + function + "/configuration": "GetFunctionConfiguration", "PUT " + function + "/configuration": "UpdateFunctionConfiguration",
		"PUT " + function + "/code": "UpdateFunctionCode", "POST " + function + "/invocations": "Invoke",
		"POST " + function + "/policy": "AddPermission", "GET " + function + "/policy": "GetPolicy",
		"GET " + provisioned: "GetProvisionedConcurrencyConfig", "PUT " + provisioned: "PutProvisionedConcurrencyConfig",
		"DELETE " + provisioned: "DeleteProvisionedConcurrencyConfig",
		"POST " + sources:       "CreateEventSourceMapping", "GET " + sources + "/{id}": "GetEventSourceMapping",
	}
}
