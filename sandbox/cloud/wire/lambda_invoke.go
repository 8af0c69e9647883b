package wire

import (
	"io"
	"net/http"

	"github.com/slipway-dev/slipway/sandbox/cloud"
)

// invoke answers with the function's own payload, and tells in headers which
// version ran, whether it failed and, if asked to, the end of its log.
func (l lambda) invoke(w http.ResponseWriter, r *http.Request) {
	out, err := l.run(r)
	if err != nil {
		refuse(w, refusal(err), "ReservedFunctionConcurrentInvocationLimitExceeded")
		return
	}
	if l.options.Wait != nil {
		l.options.Wait(r.Context(), out.Duration)
	}
	w.Header().Set("Content-Type", "application/json")
	w.Header().Set("X-Amz-Executed-Version", out.ExecutedVersion)
	if out.FunctionError != "" {
		w.Header().Set("X-Amz-Function-Error", out.FunctionError)
	}
	if r.Header.Get("X-Amz-Log-Type") == "Tail" {
		w.Header().Set("X-Amz-Log-Result", tail(out))
	}
	w.WriteHeader(out.StatusCode)
	_, _ = w.Write(out.Payload) // the caller may have gone
}

func (l lambda) run(r *http.Request) (cloud.InvokeOutput, error) {
	if err := signed(r); err != nil {
		return cloud.InvokeOutput{}, err
	}
	if kind := r.Header.Get("X-Amz-Invocation-Type"); kind != "" && kind != "RequestResponse" {
		return cloud.InvokeOutput{}, invalid(cloud.CodeInvalidParameter, "The simulated account only has calls of the type RequestResponse.")
	}
	payload, err := io.ReadAll(r.Body)
	if err != nil {
		return cloud.InvokeOutput{}, invalid("InvalidRequestContentException", "The body cannot be read.")
	}
	return l.account.Invoke(functionName(r), qualifier(r), payload)
}
