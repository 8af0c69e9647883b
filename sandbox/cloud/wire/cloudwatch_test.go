package wire_test

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/cloudwatch"
	"github.com/aws/aws-sdk-go-v2/service/cloudwatch/types"
	"github.com/aws/smithy-go/middleware"
	smithyhttp "github.com/aws/smithy-go/transport/http"

	"github.com/slipway-dev/slipway/sandbox/cloud"
	"github.com/slipway-dev/slipway/sandbox/cloud/wire"
)

// dimensions are FunctionName, Resource and ExecutedVersion, as many as are given.
func dimensions(values ...string) []types.Dimension {
	var list []types.Dimension
	for i, v := range values {
		list = append(list, types.Dimension{Name: name([]string{"FunctionName", "Resource", "ExecutedVersion", "Color"}[i]), Value: &v})
	}
	return list
}

// ask is a question for an hour's minutes of the alias live.
func (w *world) ask(metric string, statistics ...types.Statistic) *cloudwatch.GetMetricStatisticsInput {
	return &cloudwatch.GetMetricStatisticsInput{
		Namespace: name("AWS/Lambda"), MetricName: &metric, Dimensions: dimensions("checkout", "checkout:live"),
		StartTime: aws.Time(w.now.Add(-time.Hour)), EndTime: &w.now, Period: aws.Int32(60), Statistics: statistics,
	}
}

func (w *world) statistics(in *cloudwatch.GetMetricStatisticsInput) ([]types.Datapoint, error) {
	out, err := cloudwatch.NewFromConfig(w.config).GetMetricStatistics(w.t.Context(), in)
	if err != nil {
		return nil, err
	}
	return out.Datapoints, nil
}

func sum(points []types.Datapoint) (sum float64) {
	for _, p := range points {
		sum += *p.Sum
	}
	return sum
}

// traffic lets ten minutes of calls arrive, half of them at 41, which is bad.
func (w *world) traffic() {
	w.t.Helper()
	_, err := w.UpdateAlias(cloud.UpdateAliasInput{FunctionName: "checkout", Name: "live", AdditionalVersionWeights: map[string]float64{"41": .5}})
	must(w.t, err)
	must(w.t, w.SetBehaviour(digest(41), cloud.Presets()["bad"]))
	must(w.t, w.SetTraffic("checkout", 600))
	w.now = w.now.Add(10*time.Minute + 30*time.Second)
	must(w.t, w.SetTraffic("checkout", 0))
	w.now = w.now.Add(20 * time.Minute)
}

func TestCountsAreThoseOfTheAliasAndOfItsVersions(t *testing.T) {
	w := open(t, nil, wire.Options{})
	w.traffic()
	all := map[string]float64{}
	for _, metric := range []string{"Invocations", "Errors"} {
		for _, d := range [][]string{{"checkout"}, {"checkout", "checkout:live"}, {"checkout", "checkout:live", "41"}, {"checkout", "checkout:live", "42"}} {
			in := w.ask(metric, types.StatisticSum)
			in.Dimensions = dimensions(d...)
			points, err := w.statistics(in)
			must(t, err)
			if len(points) != 11 || points[0].Unit != types.StandardUnitCount || !points[10].Timestamp.Equal(time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)) {
				t.Errorf("%s of %v: %d points, want one for each of the eleven minutes with calls, newest first: %+v", metric, d, len(points), points)
			}
			all[fmt.Sprint(metric, d)] = sum(points)
		}
	}
	whole, bad, good := all["Invocations[checkout checkout:live]"], all["Invocations[checkout checkout:live 41]"], all["Invocations[checkout checkout:live 42]"]
	if whole == 0 || whole != bad+good || whole != all["Invocations[checkout]"] || bad < whole/3 || good < whole/3 {
		t.Errorf("the calls are %v", all)
	}
	if rate := all["Errors[checkout checkout:live 41]"] / bad; rate < .15 || rate > .25 {
		t.Errorf("%v of the bad version's calls failed, want about .2", rate)
	}
}

func TestOnlyTheExactDimensionsAreASeries(t *testing.T) {
	w := open(t, nil, wire.Options{})
	w.traffic()
	for what, edit := range map[string]func(*cloudwatch.GetMetricStatisticsInput){
		"no dimension": func(in *cloudwatch.GetMetricStatisticsInput) { in.Dimensions = nil },
		"the version alone": func(in *cloudwatch.GetMetricStatisticsInput) {
			in.Dimensions = slices.Delete(dimensions("checkout", "", "41"), 1, 2)
		},
		"one too many": func(in *cloudwatch.GetMetricStatisticsInput) {
			in.Dimensions = dimensions("checkout", "checkout:live", "41", "red")
		},
		"one of its own":     func(in *cloudwatch.GetMetricStatisticsInput) { in.Dimensions[1].Name = name("Color") },
		"one of them twice":  func(in *cloudwatch.GetMetricStatisticsInput) { in.Dimensions = append(in.Dimensions, in.Dimensions[1]) },
		"another resource":   func(in *cloudwatch.GetMetricStatisticsInput) { in.Dimensions = dimensions("checkout", "cart:live") },
		"the resource alone": func(in *cloudwatch.GetMetricStatisticsInput) { in.Dimensions = in.Dimensions[1:] },
		"unqualified":        func(in *cloudwatch.GetMetricStatisticsInput) { in.Dimensions = dimensions("checkout", "checkout") },
		"another function":   func(in *cloudwatch.GetMetricStatisticsInput) { in.Dimensions = dimensions("cart") },
		"another namespace":  func(in *cloudwatch.GetMetricStatisticsInput) { in.Namespace = name("AWS/SQS") },
		"another metric":     func(in *cloudwatch.GetMetricStatisticsInput) { in.MetricName = name("DeadLetterErrors") },
		"another unit":       func(in *cloudwatch.GetMetricStatisticsInput) { in.Unit = types.StandardUnitBytes },
		"before":             func(in *cloudwatch.GetMetricStatisticsInput) { in.EndTime = aws.Time(in.StartTime.Add(time.Minute)) },
	} {
		t.Run(what, func(t *testing.T) {
			in := w.ask("Invocations", types.StatisticSum)
			edit(in)
			if points, err := w.statistics(in); err != nil || len(points) != 0 {
				t.Errorf("got %+v %v, want nothing: neither an error nor a zero", points, err)
			}
		})
	}
}

func TestADatapointArrivesLate(t *testing.T) { // faults.md E7
	w := open(t, func(o *cloud.Options) { o.MetricLag = 3 * time.Minute }, wire.Options{})
	must(t, w.SetTraffic("checkout", 600))
	w.now = w.now.Add(4*time.Minute - time.Second)
	points, err := w.statistics(w.ask("Invocations", types.StatisticSum))
	must(t, err)
	if len(points) != 0 {
		t.Errorf("got %+v, three minutes after the first minute none has arrived", points)
	}
	w.now = w.now.Add(time.Second)
	points, err = w.statistics(w.ask("Invocations", types.StatisticSum))
	must(t, err)
	if len(points) != 1 {
		t.Errorf("got %+v, want the first minute", points)
	}
}

func TestSlowCallsAreATrimmedCountOfTheDurations(t *testing.T) {
	w := open(t, nil, wire.Options{})
	must(t, w.SetBehaviour(digest(42), cloud.Presets()["slow"]))
	w.traffic()
	in := w.ask("Duration")
	in.Dimensions, in.ExtendedStatistics = dimensions("checkout", "checkout:live", "42"), []string{"TC(500:)", "TC(1500:)", "p50"}
	points, err := w.statistics(in)
	must(t, err)
	calls, err := w.statistics(&cloudwatch.GetMetricStatisticsInput{
		Namespace: in.Namespace, MetricName: in.MetricName, Dimensions: in.Dimensions, StartTime: in.StartTime, EndTime: in.EndTime, Period: in.Period,
		Statistics: []types.Statistic{types.StatisticSampleCount, types.StatisticAverage, types.StatisticSum},
	})
	must(t, err)
	var over500, over1500, all float64
	for i, p := range points {
		over500, over1500, all = over500+p.ExtendedStatistics["TC(500:)"], over1500+p.ExtendedStatistics["TC(1500:)"], all+*calls[i].SampleCount
		if median := p.ExtendedStatistics["p50"]; median < 1499 || median > 1501 || p.Unit != types.StandardUnitMilliseconds {
			t.Errorf("the median is %v %v", median, p.Unit)
		}
		if mean := *calls[i].Average; mean < 1600 || mean > 1800 || *calls[i].Sum < mean**calls[i].SampleCount-1 {
			t.Errorf("the mean is %v, %+v", mean, calls[i])
		}
	}
	if over500 < .97*all || over1500 < .4*all || over1500 > .6*all {
		t.Errorf("of %v calls around 1500 ms %v took more than 500 ms and %v more than 1500", all, over500, over1500)
	}
}

func TestEveryStatisticOfACountCanBeTold(t *testing.T) {
	w := open(t, nil, wire.Options{})
	w.traffic()
	of := func(metric string) types.Datapoint {
		in := w.ask(metric, types.StatisticSum, types.StatisticSampleCount, types.StatisticAverage, types.StatisticMinimum, types.StatisticMaximum)
		in.Period, in.Dimensions = aws.Int32(3600), dimensions("checkout", "checkout:live", "41")
		points, err := w.statistics(in)
		must(t, err)
		if len(points) != 1 {
			t.Fatalf("%s: %+v, want the one hour", metric, points)
		}
		return points[0]
	}
	calls, errors := of("Invocations"), of("Errors")
	if *calls.Sum != *calls.SampleCount || *calls.Average != 1 || *calls.Minimum != 1 || *calls.Maximum != 1 {
		t.Errorf("calls %+v", calls)
	}
	if *errors.SampleCount != *calls.Sum || *errors.Average != *errors.Sum / *calls.Sum || *errors.Minimum != 0 || *errors.Maximum != 1 {
		t.Errorf("errors %+v", errors)
	}
}

func TestQuestionsThatCloudWatchWouldRefuseAreRefused(t *testing.T) {
	w := open(t, nil, wire.Options{})
	w.traffic()
	for what, c := range map[string]struct {
		edit func(*cloudwatch.GetMetricStatisticsInput)
		code string
	}{
		"no statistic": {func(in *cloudwatch.GetMetricStatisticsInput) { in.Statistics = nil }, "InvalidParameterCombination"},
		"both kinds":   {func(in *cloudwatch.GetMetricStatisticsInput) { in.ExtendedStatistics = []string{"p50"} }, "InvalidParameterCombination"},
		"a day of seconds": {func(in *cloudwatch.GetMetricStatisticsInput) {
			in.StartTime = aws.Time(in.EndTime.Add(-25 * time.Hour))
		}, "InvalidParameterCombination"},
		"half a minute": {func(in *cloudwatch.GetMetricStatisticsInput) { in.Period = aws.Int32(90) }, "InvalidParameterValue"},
		"no period":     {func(in *cloudwatch.GetMetricStatisticsInput) { in.Period = aws.Int32(0) }, "InvalidParameterValue"},
		"no time":       {func(in *cloudwatch.GetMetricStatisticsInput) { in.StartTime = in.EndTime }, "InvalidParameterValue"},
		"the mode":      {func(in *cloudwatch.GetMetricStatisticsInput) { in.Statistics = []types.Statistic{"Mode"} }, "ValidationError"},
		"the unknown": {func(in *cloudwatch.GetMetricStatisticsInput) {
			in.MetricName = name("Duration")
			in.Statistics = []types.Statistic{types.StatisticMaximum}
		}, "InvalidParameterValue"},
		"a count up to": {func(in *cloudwatch.GetMetricStatisticsInput) {
			in.MetricName, in.Statistics, in.ExtendedStatistics = name("Duration"), nil, []string{"TC(:500)"}
		}, "InvalidParameterValue"},
		"slow calls of a count": {func(in *cloudwatch.GetMetricStatisticsInput) {
			in.Statistics, in.ExtendedStatistics = nil, []string{"TC(500:)"}
		}, "InvalidParameterValue"},
	} {
		t.Run(what, func(t *testing.T) {
			in := w.ask("Invocations", types.StatisticSum)
			c.edit(in)
			_, err := w.statistics(in)
			switch c.code {
			case "InvalidParameterCombination":
				refused[*types.InvalidParameterCombinationException](t, err, 400, c.code)
			case "InvalidParameterValue":
				refused[*types.InvalidParameterValueException](t, err, 400, c.code)
			default:
				refused[smithyError](t, err, 400, c.code)
			}
		})
	}
}

func TestMetricsThatCannotBeReadAreAnError(t *testing.T) { // faults.md E7
	w := open(t, nil, wire.Options{})
	ask := func() error { _, err := w.statistics(w.ask("Invocations", types.StatisticSum)); return err }
	w.FailMetrics(1)
	refused[*types.InternalServiceFault](t, ask(), 500, "InternalServiceFault")
	w.Throttle("GetMetricData", 1)
	refused[smithyError](t, ask(), 400, "Throttling")
	must(t, ask())
	w.config.Credentials = aws.AnonymousCredentials{}
	refused[smithyError](t, ask(), 403, "MissingAuthenticationTokenException")
}

func TestABodyOrACallThatIsNotKnownIsRefused(t *testing.T) {
	w := open(t, nil, wire.Options{})
	c := cloudwatch.NewFromConfig(w.config)
	_, err := c.DescribeAlarms(t.Context(), &cloudwatch.DescribeAlarmsInput{})
	refused[smithyError](t, err, 404, "UnknownOperationException")
	in := &cloudwatch.GetMetricDataInput{StartTime: &w.now, EndTime: &w.now, MetricDataQueries: []types.MetricDataQuery{{Id: name("a"), AccountId: name("000000000000")}}}
	_, err = c.GetMetricData(t.Context(), in)
	refused[smithyError](t, err, 400, "SerializationException")
	_, err = c.GetMetricData(t.Context(), in, func(o *cloudwatch.Options) {
		o.APIOptions = append(o.APIOptions, func(s *middleware.Stack) error {
			return s.Build.Add(middleware.BuildMiddlewareFunc("other", func(ctx context.Context, in middleware.BuildInput, next middleware.BuildHandler) (middleware.BuildOutput, middleware.Metadata, error) {
				in.Request.(*smithyhttp.Request).Header.Set("Smithy-Protocol", "rpc-v2-json")
				return next.HandleBuild(ctx, in)
			}), middleware.After)
		})
	})
	refused[smithyError](t, err, 400, "InvalidProtocol")
}

// series asks for the calls of live and of its versions.
func (w *world) series() *cloudwatch.GetMetricDataInput {
	in := &cloudwatch.GetMetricDataInput{StartTime: aws.Time(w.now.Add(-time.Hour)), EndTime: &w.now, ScanBy: types.ScanByTimestampAscending}
	for id, d := range map[string][]string{"all": {"checkout", "checkout:live"}, "bad": {"checkout", "checkout:live", "41"}, "none": {"cart"}} {
		in.MetricDataQueries = append(in.MetricDataQueries, types.MetricDataQuery{Id: &id, Label: name("calls of " + id), MetricStat: &types.MetricStat{
			Metric: &types.Metric{Namespace: name("AWS/Lambda"), MetricName: name("Invocations"), Dimensions: dimensions(d...)}, Period: aws.Int32(60), Stat: name("Sum"),
		}})
	}
	slices.SortFunc(in.MetricDataQueries, func(x, y types.MetricDataQuery) int {
		return len(*x.MetricStat.Metric.Dimensions[0].Value) - len(*y.MetricStat.Metric.Dimensions[0].Value)
	})
	return in
}

func TestManySeriesComeAtOnceAndInPages(t *testing.T) {
	read := func(o wire.Options) (map[string][]float64, int) {
		w := open(t, nil, o)
		w.traffic()
		all, partial, pages := map[string][]float64{}, 0, cloudwatch.NewGetMetricDataPaginator(cloudwatch.NewFromConfig(w.config), w.series())
		for pages.HasMorePages() {
			page, err := pages.NextPage(t.Context())
			must(t, err)
			for _, r := range page.MetricDataResults {
				if *r.Label != "calls of "+*r.Id || len(r.Values) != len(r.Timestamps) || !slices.IsSortedFunc(r.Timestamps, time.Time.Compare) {
					t.Errorf("got %+v", r)
				}
				if r.StatusCode == types.StatusCodePartialData {
					partial++
				}
				all[*r.Id] = append(all[*r.Id], r.Values...)
			}
		}
		return all, partial
	}
	whole, none := read(wire.Options{})
	paged, some := read(wire.Options{PageSize: 4})
	if len(whole["all"]) != 11 || len(whole["bad"]) != 11 || len(whole["none"]) != 0 || fmt.Sprint(whole) != fmt.Sprint(paged) {
		t.Errorf("in one page %v, in several %v", whole, paged)
	}
	if none != 0 || some != 2+2+1+1+1 { // of pages that end at 4, 8, 12, 16, 20 of 22 values
		t.Errorf("%d results of one page and %d of several are partial", none, some)
	}
}

func TestValuesComeNewestFirstUnlessAskedOtherwise(t *testing.T) {
	w := open(t, nil, wire.Options{})
	w.traffic()
	in := w.series()
	in.ScanBy = ""
	in.MetricDataQueries[0].ReturnData, in.MetricDataQueries[1].ReturnData = aws.Bool(false), aws.Bool(true)
	out, err := cloudwatch.NewFromConfig(w.config).GetMetricData(t.Context(), in)
	must(t, err)
	if len(out.MetricDataResults) != 2 {
		t.Errorf("got %d results, want the two that are to be returned", len(out.MetricDataResults))
	}
	for _, r := range out.MetricDataResults {
		if !slices.IsSortedFunc(r.Timestamps, func(x, y time.Time) int { return y.Compare(x) }) {
			t.Errorf("got %v, want the newest first", r.Timestamps)
		}
	}
}

func TestBatchesThatCloudWatchWouldRefuseAreRefused(t *testing.T) {
	w := open(t, nil, wire.Options{})
	w.traffic()
	for what, edit := range map[string]func(*cloudwatch.GetMetricDataInput){
		"an id twice":            func(in *cloudwatch.GetMetricDataInput) { in.MetricDataQueries[1].Id = in.MetricDataQueries[0].Id },
		"an id that is a number": func(in *cloudwatch.GetMetricDataInput) { in.MetricDataQueries[0].Id = name("1a") },
		"metric math":            func(in *cloudwatch.GetMetricDataInput) { in.MetricDataQueries[0].MetricStat = nil },
		"no query":               func(in *cloudwatch.GetMetricDataInput) { in.MetricDataQueries = []types.MetricDataQuery{} },
		"too many values":        func(in *cloudwatch.GetMetricDataInput) { in.MaxDatapoints = aws.Int32(100801) },
		"an odd order":           func(in *cloudwatch.GetMetricDataInput) { in.ScanBy = "Random" },
		"a made-up token":        func(in *cloudwatch.GetMetricDataInput) { in.NextToken = name("!") },
		"no period":              func(in *cloudwatch.GetMetricDataInput) { in.MetricDataQueries[0].MetricStat.Period = aws.Int32(1) },
		"an odd statistic": func(in *cloudwatch.GetMetricDataInput) {
			for i := range in.MetricDataQueries {
				in.MetricDataQueries[i].MetricStat.Stat = name("TC(x:)")
			}
		},
	} {
		t.Run(what, func(t *testing.T) {
			in := w.series()
			edit(in)
			_, err := cloudwatch.NewFromConfig(w.config).GetMetricData(t.Context(), in)
			if status(err) != http.StatusBadRequest {
				t.Errorf("got %v", err)
			}
			var token *types.InvalidNextToken
			if what == "a made-up token" && !errors.As(err, &token) {
				t.Errorf("got %v, want InvalidNextToken", err)
			}
		})
	}
}
