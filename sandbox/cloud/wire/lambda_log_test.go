package wire_test

import (
	"context"
	"encoding/base64"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/lambda"
	"github.com/aws/aws-sdk-go-v2/service/lambda/types"

	"github.com/slipway-dev/slipway/sandbox/cloud/wire"
)

func TestTheEndOfACallsLogIsGivenToWhoeverAsksForIt(t *testing.T) {
	var waited time.Duration
	w := open(t, nil, wire.Options{Wait: func(_ context.Context, d time.Duration) { waited = d }})
	invoke := func(kind types.LogType) string {
		out, err := w.lambda.Invoke(t.Context(), &lambda.InvokeInput{FunctionName: name("checkout"), Qualifier: name("41"), LogType: kind})
		must(t, err)
		log, err := base64.StdEncoding.DecodeString(aws.ToString(out.LogResult))
		must(t, err)
		return string(log)
	}
	log := invoke(types.LogTypeTail)
	if want := fmt.Sprintf("\tDuration: %.2f ms\tBilled", float64(waited.Microseconds())/1000); !strings.Contains(log, want) || !strings.Contains(log, "Version: 41\n") {
		t.Errorf("%q, want %q in it", log, want)
	}
	if log := invoke(types.LogTypeNone); log != "" {
		t.Errorf("%q, and nobody asked for it", log)
	}
}
