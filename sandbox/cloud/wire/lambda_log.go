package wire

import (
	"encoding/base64"
	"fmt"
	"math"

	"github.com/slipway-dev/slipway/sandbox/cloud"
)

// tail is the end of a call's log as LogType=Tail gives it: what Lambda itself
// writes about every call. Calls have no ids here.
func tail(out cloud.InvokeOutput) string {
	const id = "RequestId: 00000000-0000-4000-8000-000000000000"
	took := float64(out.Duration.Microseconds()) / 1000
	log := fmt.Sprintf("START %s Version: %s\nEND %s\nREPORT %s\t", id, out.ExecutedVersion, id, id) +
		fmt.Sprintf("Duration: %.2f ms\tBilled Duration: %.0f ms\tMemory Size: %d MB\tMax Memory Used: 64 MB\t\n", took, math.Ceil(took), cloud.MemoryMB)
	return base64.StdEncoding.EncodeToString([]byte(log))
}
