package wire

import (
	"io"
	"net/http"

	"github.com/fxamacker/cbor/v2"

	"github.com/slipway-dev/slipway/sandbox/cloud"
)

// encoding writes CBOR as Smithy's RPC v2 has it: a time is tag 1.
func encoding() cbor.EncOptions {
	return cbor.EncOptions{Time: cbor.TimeUnixMicro, TimeTag: cbor.EncTagRequired}
}

// decoding reads it; a member that is not modelled is refused, as in JSON.
func decoding() cbor.DecOptions {
	return cbor.DecOptions{TimeTag: cbor.DecTagRequired, ExtraReturnErrors: cbor.ExtraDecErrorUnknownField}
}

// rpc serves one operation of CloudWatch.
func rpc[In any](op func(In) (any, error)) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		out, err := call(r, op)
		if err != nil {
			refuseRPC(w, refusal(err))
			return
		}
		answerRPC(w, http.StatusOK, out)
	})
}

func call[In any](r *http.Request, op func(In) (any, error)) (any, error) {
	if err := signed(r); err != nil {
		return nil, err
	}
	if r.Header.Get("Smithy-Protocol") != "rpc-v2-cbor" {
		return nil, invalid("InvalidProtocol", "CloudWatch is spoken to in RPC v2 with CBOR here.")
	}
	data, err := io.ReadAll(r.Body)
	if err != nil {
		return nil, invalid("SerializationException", "The body cannot be read.")
	}
	var in In
	mode, err := decoding().DecMode()
	if err == nil {
		err = mode.Unmarshal(data, &in)
	}
	if err != nil {
		return nil, invalid("SerializationException", "the simulated account cannot take this body: "+err.Error())
	}
	return op(in)
}

func answerRPC(w http.ResponseWriter, status int, body any) {
	mode, err := encoding().EncMode()
	var data []byte
	if err == nil {
		data, err = mode.Marshal(body)
	}
	if err != nil { // these options, and structures of our own: it cannot be
		status = http.StatusInternalServerError
	}
	w.Header().Set("Content-Type", "application/cbor")
	w.Header().Set("Smithy-Protocol", "rpc-v2-cbor")
	w.WriteHeader(status)
	_, _ = w.Write(data) //nolint:gosec // CBOR for an SDK, not a page; and the caller may have gone
}

// refuseRPC answers an error under the two names that it has: that of its shape, and
// that of the older query protocol, by which the SDK calls it.
func refuseRPC(w http.ResponseWriter, e *cloud.Error) {
	shape, name, status := e.Code, e.Code, e.Status
	switch e.Code {
	case cloud.CodeTooManyRequests:
		shape, name, status = "ThrottlingException", "Throttling", http.StatusBadRequest
	case codeCombination, codeValue:
		shape += "Exception"
	}
	fault, text := "Sender", "message"
	if status >= http.StatusInternalServerError { // spelt like this in its shape
		fault, text = "Receiver", "Message"
	}
	w.Header().Set("X-Amzn-Query-Error", name+";"+fault)
	answerRPC(w, status, map[string]string{"__type": "com.amazonaws.cloudwatch#" + shape, text: e.Message})
}

// The codes of CloudWatch's own refusals.
const (
	codeValue       = "InvalidParameterValue"
	codeCombination = "InvalidParameterCombination"
	codeValidation  = "ValidationError"
)
