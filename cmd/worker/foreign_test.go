package main

import (
	"errors"
	"strings"
	"testing"
)

func TestAForeignEventIsNamedForTheLogAndNotRepeated(t *testing.T) {
	for event, want := range map[string]string{
		`{"Records":[{"eventSource":"aws:sns","nightingale":1}],"source":"aws.cloudwatch"}`: "an SNS notification",
		`{"source":"aws.scheduler","nightingale":1}`:                                        "a schedule's event",
		`{"source":"aws.ec2","nightingale":1}`:                                              "an EventBridge event",
		`{"Records":[{"eventSource":"aws:s3","nightingale":1}]}`:                            "an event of another kind",
		`{"requestContext":{"nightingale":1}}`:                                              "a request of API Gateway's",
		`{"do":"tick","rollout":"nightingale"}`:                                             "a task for the ticker",
		`{"nightingale":1}`:                                                                 "an event of another kind",
		`nightingale`:                                                                       "something that is no event",
	} {
		_, err := newOffice().Handle(t.Context(), []byte(event))
		if !errors.Is(err, errForeign) || !strings.HasSuffix(err.Error(), "it was sent "+want) || strings.Contains(err.Error(), "nightingale") {
			t.Errorf("%s: %v", event, err)
		}
	}
}
