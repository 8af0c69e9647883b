package wire

import (
	"fmt"
	"net/http"
	"regexp"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/slipway-dev/slipway/sandbox/cloud"
)

// logs is what there is of the CloudWatch Logs API, in JSON 1.1: one query of Logs
// Insights, which is for what calls took.
type logs struct {
	account *cloud.Account

	mu      sync.Mutex
	queries []results // the id of one is its number
}

const logsTarget = "Logs_20140328."

func (l *logs) call(r *http.Request) (int, any, error) {
	switch strings.TrimPrefix(r.Header.Get("X-Amz-Target"), logsTarget) {
	case "StartQuery":
		return l.startQuery(r)
	case "GetQueryResults":
		return l.getQueryResults(r)
	case "StopQuery":
		return l.stopQuery(r)
	}
	return unknown(r)
}

// refuseLogs names a limit as CloudWatch Logs does.
func refuseLogs(w http.ResponseWriter, e *cloud.Error) {
	code, status := e.Code, e.Status
	switch code {
	case cloud.CodeTooManyRequests:
		code, status = "LimitExceededException", http.StatusBadRequest
	case cloud.CodeNotFound:
		status = http.StatusBadRequest
	}
	answer(w, jsonRPC, status, map[string]string{"__type": code, "message": e.Message})
}

// results are those of a query as the API shows them.
type results struct {
	Results    [][]field `json:"results"`
	Status     string    `json:"status"`
	Statistics struct {
		Scanned float64 `json:"bytesScanned"`
		Matched float64 `json:"recordsMatched"`
		Records float64 `json:"recordsScanned"`
	} `json:"statistics"`

	asked bool // once: the first answer is that it is still running
}

type field struct {
	Field string `json:"field"`
	Value string `json:"value"`
}

// understood is all that the simulated account can answer: calls, cold starts, billed
// milliseconds and MB by period and version. What is between the first filter and the
// statistics says where Lambda's two kinds of records have these, and must name both.
var understood = regexp.MustCompile(`(?s)^filter @type = "REPORT" or type = "platform\.report"\n\| parse @logStream "\[\*\]" as version\n.*` +
	`@billedDuration, record\.metrics\.billedDurationMs\b.*@memorySize / 1000000, record\.metrics\.memorySizeMB\b.*` +
	`@initDuration, record\.metrics\.initDurationMs, restored, record\.metrics\.restoreDurationMs\b.*` +
	`\n\| stats count\(\*\) as calls, count\(start\) as cold, sum\(ms\) as billed, max\(mb\) as memory by bin\((\d+)([mh])\) as period, version$`)

func (l *logs) startQuery(r *http.Request) (int, any, error) {
	in, err := decode[struct {
		Group string `json:"logGroupName"`
		Query string `json:"queryString"`
		Start int64  `json:"startTime"` // in seconds since 1970
		End   int64  `json:"endTime"`   // of the last second
		Limit int    `json:"limit"`
	}](r)
	if err != nil {
		return 0, nil, err
	}
	period, ok := binned(in.Query)
	if !ok {
		return 0, nil, invalid("MalformedQueryException", "The simulated account answers one query only: what calls took.")
	}
	if in.End <= in.Start {
		return 0, nil, invalid("InvalidParameterException", "End time should not be less than start time.")
	}
	name, ours := strings.CutPrefix(in.Group, "/aws/lambda/")
	if !ours {
		name = "/" // no function is called so
	}
	found, err := l.account.Usage(name, time.Unix(in.Start, 0), time.Unix(in.End+1, 0), period)
	if err != nil {
		return 0, nil, err
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	l.queries = append(l.queries, rows(found))
	return http.StatusOK, map[string]string{"queryId": strconv.Itoa(len(l.queries))}, nil
}

// binned is the period of a query that is understood. As in Logs Insights there are at
// most 60 minutes, or 24 hours.
func binned(query string) (time.Duration, bool) {
	found := understood.FindStringSubmatch(query)
	if found == nil {
		return 0, false
	}
	n, err := strconv.Atoi(found[1])
	unit, most := time.Minute, 60
	if found[2] == "h" {
		unit, most = time.Hour, 24
	}
	return time.Duration(n) * unit, err == nil && n >= 1 && n <= most
}

func rows(found []cloud.Usage) (q results) {
	q.Status, q.Results = "Complete", [][]field{}
	for _, u := range found {
		q.Results = append(q.Results, []field{
			{"period", u.At.UTC().Format("2006-01-02 15:04:05.000")}, {"version", u.Version}, {"calls", strconv.FormatInt(u.Calls, 10)},
			{"cold", strconv.FormatInt(u.Cold, 10)}, {"billed", fmt.Sprintf("%d.0", u.BilledMS)}, {"memory", strconv.Itoa(cloud.MemoryMB)},
		})
		q.Statistics.Scanned += float64(u.Bytes)
		q.Statistics.Matched += float64(u.Calls)
		q.Statistics.Records += 3 * float64(u.Calls) // START, END and REPORT
	}
	return q
}

// query finds the one that a request names.
func (l *logs) query(r *http.Request) (*results, error) {
	in, err := decode[struct {
		ID string `json:"queryId"`
	}](r)
	if err != nil {
		return nil, err
	}
	n, err := strconv.Atoi(in.ID)
	if err != nil || n < 1 || n > len(l.queries) {
		return nil, invalid("ResourceNotFoundException", "Unable to find query.")
	}
	return &l.queries[n-1], nil
}

func (l *logs) getQueryResults(r *http.Request) (int, any, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	q, err := l.query(r)
	switch {
	case err != nil:
		return 0, nil, err
	case !q.asked && q.Status == "Complete":
		q.asked = true
		return http.StatusOK, results{Results: [][]field{}, Status: "Running"}, nil
	}
	return http.StatusOK, *q, nil
}

func (l *logs) stopQuery(r *http.Request) (int, any, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	q, err := l.query(r)
	if err != nil {
		return 0, nil, err
	}
	running := !q.asked && q.Status == "Complete"
	if running {
		*q = results{Results: [][]field{}, Status: "Cancelled"}
	}
	return http.StatusOK, map[string]bool{"success": running}, nil
}
