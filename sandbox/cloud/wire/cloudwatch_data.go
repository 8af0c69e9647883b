package wire

import (
	"cmp"
	"encoding/base64"
	"slices"
	"strconv"
	"strings"
	"time"
)

type dataInput struct {
	MetricDataQueries  []dataQuery
	StartTime, EndTime time.Time
	ScanBy, NextToken  string
	MaxDatapoints      int
}

type dataQuery struct {
	ID         string `cbor:"Id"`
	Label      string
	MetricStat *struct {
		Metric     metric
		Period     int
		Stat, Unit string
	}
	ReturnData *bool
}

type dataResult struct {
	ID         string `cbor:"Id"`
	Label      string
	StatusCode string
	Timestamps []time.Time
	Values     []float64
}

type dataOutput struct {
	MetricDataResults []dataResult
	NextToken         string `cbor:",omitempty"`
}

// getMetricData is many series at once. What is more than a page holds comes with
// the next one; a result that is cut by the page's end says PartialData.
func (c cloudwatch) getMetricData(in dataInput) (any, error) {
	skip, err := in.check()
	if err != nil {
		return nil, err
	}
	end := skip + c.options.limit(cmp.Or(in.MaxDatapoints, mostData))
	out, seen := dataOutput{MetricDataResults: []dataResult{}}, 0
	for _, q := range in.MetricDataQueries {
		result, err := c.series(q, in)
		if err != nil {
			return nil, err
		}
		if q.ReturnData != nil && !*q.ReturnData {
			continue
		}
		out.MetricDataResults = append(out.MetricDataResults, result.cut(skip-seen, end-seen))
		if seen += len(result.Values); seen > end {
			out.NextToken = base64.RawURLEncoding.EncodeToString(strconv.AppendInt(nil, int64(end), 10))
		}
	}
	return out, nil
}

const mostData, mostQueries = 100800, 500

// check refuses what CloudWatch would, and says how many values earlier pages had.
func (in dataInput) check() (skip int, err error) {
	ids := map[string]bool{}
	for _, q := range in.MetricDataQueries {
		if ids[q.ID] || q.ID == "" || strings.Trim(q.ID[:1], "abcdefghijklmnopqrstuvwxyz") != "" {
			return 0, invalid(codeValidation, "The value '"+q.ID+"' for field 'Id' is used twice or does not begin with a lower-case letter.")
		}
		if ids[q.ID] = true; q.MetricStat == nil {
			return 0, invalid(codeValidation, "The simulated account has no metric math: each query needs a MetricStat.")
		}
	}
	switch {
	case len(ids) == 0 || len(ids) > mostQueries:
		return 0, invalid(codeValidation, "The collection MetricDataQueries must have a size between 1 and 500.")
	case in.MaxDatapoints < 0 || in.MaxDatapoints > mostData:
		return 0, invalid(codeValidation, "MaxDatapoints must be at most 100800.")
	case !slices.Contains([]string{"", "TimestampDescending", "TimestampAscending"}, in.ScanBy):
		return 0, invalid(codeValidation, "ScanBy is not valid.")
	case in.NextToken == "":
		return 0, nil
	}
	token, err := base64.RawURLEncoding.DecodeString(in.NextToken)
	if err == nil {
		skip, err = strconv.Atoi(string(token))
	}
	if err != nil || skip < 0 {
		return 0, invalid("InvalidNextToken", "The token is none that was given out.")
	}
	return skip, nil
}

// series is the whole result of one query, newest first unless asked for the other
// way round.
func (c cloudwatch) series(q dataQuery, in dataInput) (dataResult, error) {
	s := q.MetricStat
	w := window{in.StartTime, in.EndTime, time.Duration(s.Period) * time.Second}
	if err := w.check(); err != nil {
		return dataResult{}, err
	}
	values, err := c.read(s.Metric, s.Stat, s.Unit, w)
	if err != nil {
		return dataResult{}, err
	}
	if in.ScanBy != "TimestampAscending" {
		slices.Reverse(values)
	}
	out := dataResult{ID: q.ID, Label: cmp.Or(q.Label, s.Metric.MetricName), Timestamps: []time.Time{}, Values: []float64{}}
	for _, v := range values {
		out.Timestamps, out.Values = append(out.Timestamps, v.at), append(out.Values, v.value)
	}
	return out, nil
}

// cut is the part of a result that is on a page.
func (r dataResult) cut(from, to int) dataResult {
	n := len(r.Values)
	r.StatusCode = "Complete"
	if to < n {
		r.StatusCode = "PartialData"
	}
	from, to = min(max(from, 0), n), min(max(to, 0), n)
	r.Timestamps, r.Values = r.Timestamps[from:to], r.Values[from:to]
	return r
}
