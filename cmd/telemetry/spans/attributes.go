package spans

import (
	"log/slog"

	"go.opentelemetry.io/otel/attribute"
)

// The attributes of spans, as OpenTelemetry's conventions have them where they do.
const (
	System      = "rpc.system.name"
	Service     = "rpc.service"
	Operation   = "rpc.method"
	Status      = "http.response.status_code"
	Failure     = "error.type" // of a call that failed without a status, or the code that AWS gave
	Request     = "aws.request_id"
	Attempts    = "slipway.attempts"
	Correlation = "slipway.correlation_id"
	Rollout     = "slipway.rollout"
)

// SystemAWS is the System of AWS's services; others have [SystemHTTP].
const (
	SystemAWS  = "aws-api"
	SystemHTTP = "http"
)

// attributes are those that are known of how a call went, by the names that the
// session's journal gives them. Others stay out of spans.
func attributes(how []slog.Attr) []attribute.KeyValue {
	var all []attribute.KeyValue
	for _, a := range how {
		switch a.Key {
		case "status":
			all = append(all, attribute.Int64(Status, a.Value.Int64()))
		case "attempts":
			all = append(all, attribute.Int64(Attempts, a.Value.Int64()))
		case "error":
			all = append(all, attribute.String(Failure, a.Value.String()))
		case "aws_request":
			all = append(all, attribute.String(Request, a.Value.String()))
		}
	}
	return all
}

// Text is a span's attribute; empty where there is none.
func Text(all []attribute.KeyValue, name string) string {
	for _, a := range all {
		if string(a.Key) == name {
			return a.Value.String()
		}
	}
	return ""
}

// StatusOf is the status that a call was answered with; 0 where there is none.
func StatusOf(all []attribute.KeyValue) int64 {
	for _, a := range all {
		if a.Key == Status {
			return a.Value.AsInt64()
		}
	}
	return 0
}

// Failed says that a call was refused, or not answered.
func Failed(all []attribute.KeyValue) bool { return StatusOf(all) >= 400 || Text(all, Failure) != "" }
