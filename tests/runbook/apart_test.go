package runbook

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"slices"
	"strings"
	"sync"
	"testing"
)

// standin answers AWS's command line with what MiniStack does not have. Whether the
// parameters are right is for the command line to say: it knows AWS's own models.
type standin struct {
	mu    sync.Mutex
	asked []string // operations and their inputs, in order
}

// ServeHTTP answers one call, of a service that speaks JSON.
func (s *standin) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	_, operation, _ := strings.Cut(r.Header.Get("X-Amz-Target"), ".")
	var in map[string]any
	_ = json.NewDecoder(r.Body).Decode(&in) // the test sees what is missing
	body, _ := json.Marshal(in)
	s.mu.Lock()
	s.asked = append(s.asked, operation+" "+string(body))
	s.mu.Unlock()
	w.Header().Set("Content-Type", "application/x-amz-json-1.1")
	fmt.Fprint(w, map[string]string{
		"GetSampledRequests": `{"SampledRequests":[{"Request":{"URI":"/slack/commands","ClientIP":"192.0.2.7"},"Weight":1,"Timestamp":1795449600,"Action":"BLOCK"},` +
			`{"Request":{"URI":"/slack/events","ClientIP":"192.0.2.8"},"Weight":1,"Timestamp":1795449600,"Action":"ALLOW"}]}`,
		"ListBackups":            `{"BackupSummaries":[{"BackupArn":"arn:aws:dynamodb:us-east-1:1:table/slipway/backup/01"}]}`,
		"RestoreTableFromBackup": `{"TableDescription":{"TableStatus":"CREATING"}}`,
		"DescribeTable":          `{"Table":{"TableStatus":"ACTIVE"}}`,
	}[operation])
}

func TestWhatIsNotRehearsedIsUnderstoodByTheCommandLine(t *testing.T) {
	if testing.Short() || os.Getenv("AWS_CLI") == "" {
		t.Skip("needs AWS's command line: run it with `make test`, or set AWS_CLI")
	}
	b := read(t)
	for chapter, c := range map[string]struct {
		before string // typed in the chapter until then
		asks   []string
		prints string
	}{
		"The WAF blocks": {
			`echo '{"WebACL":{"ARN":"arn:aws:wafv2:us-east-1:123456789012:regional/webacl/a/b","Rules":[{"VisibilityConfig":{"MetricName":"common"}}]}}' >acl.json`,
			[]string{`GetSampledRequests {"MaxItems":50,"RuleMetricName":"common","Scope":"REGIONAL"`}, "/slack/commands\t192.0.2.7",
		},
		"The table is lost": {
			"TABLE=slipway",
			[]string{"ListBackups ", `RestoreTableFromBackup {"BackupArn":"arn:aws:dynamodb:us-east-1:1:table/slipway/backup/01","TargetTableName":"slipway"}`, "DescribeTable "}, "CREATING",
		},
	} {
		t.Run(chapter, func(t *testing.T) {
			s := &standin{}
			server := httptest.NewServer(s)
			t.Cleanup(server.Close)
			script := []string{"set -eu", c.before}
			for _, block := range b.blocks[chapter] {
				if strings.HasPrefix(block, apart) {
					script = append(script, block)
				}
			}
			printed := shellOf(t, environment(t, "123456789012", server.URL), strings.Join(script, "\n"), "")
			if !slices.EqualFunc(s.asked, c.asks, strings.HasPrefix) || !strings.Contains(printed, c.prints) || strings.Contains(printed, "192.0.2.8") {
				t.Errorf("it asked %q\n%s", s.asked, printed)
			}
		})
		delete(b.blocks, chapter)
	}
	for chapter, blocks := range b.blocks {
		if slices.ContainsFunc(blocks, func(block string) bool { return strings.HasPrefix(block, apart) }) {
			t.Errorf("nobody looks at what is not rehearsed of %q", chapter)
		}
	}
}
