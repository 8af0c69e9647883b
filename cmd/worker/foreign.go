package main

import (
	"encoding/json"
	"strings"
)

// kindOf names a foreign event for the log, and nothing that is in it.
func kindOf(raw []byte) string {
	var e struct {
		Records []struct {
			EventSource string `json:"eventSource"`
		} `json:"Records"`
		Source         string          `json:"source"`
		RequestContext json.RawMessage `json:"requestContext"`
		Do             string          `json:"do"`
	}
	if json.Unmarshal(raw, &e) != nil {
		return "something that is no event"
	}
	switch {
	case len(e.Records) > 0 && e.Records[0].EventSource == "aws:sns":
		return "an SNS notification"
	case e.Source == "aws.scheduler":
		return "a schedule's event"
	case strings.HasPrefix(e.Source, "aws."):
		return "an EventBridge event"
	case e.RequestContext != nil:
		return "a request of API Gateway's"
	case e.Do != "":
		return "a task for the ticker"
	}
	return "an event of another kind"
}
