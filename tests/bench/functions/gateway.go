package functions

import (
	"encoding/base64"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"strconv"
	"sync/atomic"

	"github.com/aws/aws-lambda-go/events"

	"github.com/slipway-dev/slipway/tests/runtime"
)

// Gateway hands requests on to a front, as API Gateway does.
func Gateway(front *runtime.Function) http.Handler {
	var requests atomic.Int64
	return http.HandlerFunc(func(w http.ResponseWriter, q *http.Request) {
		answer, err := through(front, q, strconv.FormatInt(requests.Add(1), 10))
		if err != nil {
			http.Error(w, err.Error(), http.StatusBadGateway)
			return
		}
		for name, values := range answer.MultiValueHeaders {
			w.Header()[name] = values
		}
		w.WriteHeader(answer.StatusCode)
		_, _ = io.WriteString(w, answer.Body) // whoever asked may have gone
	})
}

func through(front *runtime.Function, q *http.Request, id string) (answer events.APIGatewayProxyResponse, err error) {
	body, err := io.ReadAll(q.Body)
	if err != nil {
		return answer, fmt.Errorf("read the request: %w", err)
	}
	event, err := json.Marshal(events.APIGatewayProxyRequest{
		Resource: "/{proxy+}", Path: q.URL.Path, HTTPMethod: q.Method, MultiValueHeaders: q.Header,
		RequestContext: events.APIGatewayProxyRequestContext{RequestID: id, Stage: "live", DomainName: "bot.example.com"},
		Body:           base64.StdEncoding.EncodeToString(body), IsBase64Encoded: true,
	})
	if err != nil {
		return answer, fmt.Errorf("make it an event: %w", err)
	}
	got, err := front.Invoke(q.Context(), event)
	if err != nil {
		return answer, err
	}
	if err := json.Unmarshal(got.Body, &answer); err != nil || got.Error {
		return answer, fmt.Errorf("no answer of a front: %s", got.Body)
	}
	return answer, nil
}
