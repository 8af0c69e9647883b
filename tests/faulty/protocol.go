package faulty

import (
	"encoding/json"
	"encoding/xml"
	"fmt"
	"maps"
	"net/http"

	"github.com/fxamacker/cbor/v2"
)

// protocol is how a service writes its answers.
type protocol int

const (
	restProtocol  protocol = iota // Lambda: JSON, the error's name in a header
	jsonProtocol                  // DynamoDB, Step Functions …: JSON, the name in the body
	cborProtocol                  // CloudWatch
	queryProtocol                 // SNS, IAM: XML
)

// failure is the header and the body of an error.
func (p protocol) failure(code string, fields map[string]any) (http.Header, []byte, error) {
	header := http.Header{"X-Amzn-Requestid": {"faulty"}}
	typed := maps.Clone(fields)
	if typed == nil {
		typed = map[string]any{}
	}
	var body []byte
	var err error
	switch p {
	case restProtocol:
		header.Set("Content-Type", "application/json")
		header.Set("X-Amzn-Errortype", code)
		body, err = json.Marshal(typed)
	case jsonProtocol:
		header.Set("Content-Type", "application/x-amz-json-1.0")
		typed["__type"] = "com.amazonaws.faulty#" + code
		body, err = json.Marshal(typed)
	case cborProtocol:
		header.Set("Content-Type", "application/cbor")
		header.Set("Smithy-Protocol", "rpc-v2-cbor")
		typed["__type"] = "com.amazonaws.faulty#" + code
		body, err = cbor.Marshal(typed)
	case queryProtocol:
		header.Set("Content-Type", "text/xml")
		body, err = xml.Marshal(queryError{Code: code, Message: fmt.Sprint(typed["message"])})
	}
	if err != nil {
		return nil, nil, fmt.Errorf("write %s: %w", code, err)
	}
	return header, body, nil
}

// queryError is an error of the query protocol.
type queryError struct {
	XMLName xml.Name `xml:"ErrorResponse"`
	Code    string   `xml:"Error>Code"`
	Message string   `xml:"Error>Message"`
	Request string   `xml:"RequestId"`
}
