package main

import (
	"encoding/json"
	"strings"
	"testing"
)

// However quiet the log is asked to be.
func TestTheFrontTellsHowFastItAnswersAndWhomItDidNotLetIn(t *testing.T) {
	o := newOutside(t)
	o.keep("new")
	f, err := o.openWith(map[string]string{"SLIPWAY_LOG_LEVEL": "error"})
	if err != nil {
		t.Fatal(err)
	}
	o.wants(f, 401, 200)
	counts := map[string]int{}
	for line := range strings.Lines(o.log.String()) {
		var fields map[string]any
		if err := json.Unmarshal([]byte(line), &fields); err != nil {
			t.Fatalf("%v: %s", err, line)
		}
		for name := range fields {
			counts[name]++
		}
	}
	if counts["AckLatency"] != 1 || counts["RefusedRequests"] != 1 || counts["_aws"] != 2 {
		t.Error(o.log.String())
	}
}
