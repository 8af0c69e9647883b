package wire

import (
	"net/http"
	"slices"
	"time"

	"github.com/slipway-dev/slipway/sandbox/cloud"
)

// cloudwatch is what there is of the CloudWatch API: reading metrics, and pictures of them.
type cloudwatch struct {
	account *cloud.Account
	options Options
}

func (c cloudwatch) register(mux *http.ServeMux) {
	const service = "POST /service/GraniteServiceVersion20100801/operation/"
	mux.Handle(service+"GetMetricStatistics", rpc(c.getMetricStatistics))
	mux.Handle(service+"GetMetricData", rpc(c.getMetricData))
	mux.Handle(service+"GetMetricWidgetImage", rpc(c.getMetricWidgetImage))
	mux.HandleFunc(service+"{operation}", func(w http.ResponseWriter, r *http.Request) {
		_, _, err := unknown(r)
		refuseRPC(w, refusal(err))
	})
}

type statisticsInput struct {
	metric
	StartTime, EndTime time.Time
	Period             int
	Statistics         []string
	ExtendedStatistics []string
	Unit               string
}

type datapoint struct {
	Timestamp          time.Time
	Unit               string
	SampleCount        *float64           `cbor:",omitempty"`
	Average            *float64           `cbor:",omitempty"`
	Sum                *float64           `cbor:",omitempty"`
	Minimum            *float64           `cbor:",omitempty"`
	Maximum            *float64           `cbor:",omitempty"`
	ExtendedStatistics map[string]float64 `cbor:",omitempty"`
}

// getMetricStatistics is one metric's statistics. Its datapoints come newest first:
// CloudWatch promises no order, and who needs one has to make it.
func (c cloudwatch) getMetricStatistics(in statisticsInput) (any, error) {
	w := window{in.StartTime, in.EndTime, time.Duration(in.Period) * time.Second}
	if err := in.check(w); err != nil {
		return nil, err
	}
	points := map[time.Time]*datapoint{}
	for _, name := range slices.Concat(in.Statistics, in.ExtendedStatistics) {
		values, err := c.read(in.metric, name, in.Unit, w)
		if err != nil {
			return nil, err
		}
		for _, v := range values {
			if points[v.at] == nil {
				points[v.at] = &datapoint{Timestamp: v.at, Unit: unit(in.MetricName), ExtendedStatistics: map[string]float64{}}
			}
			points[v.at].set(name, v.value)
		}
	}
	out := struct {
		Label      string
		Datapoints []datapoint
	}{Label: in.MetricName, Datapoints: []datapoint{}}
	for _, p := range points {
		out.Datapoints = append(out.Datapoints, *p)
	}
	slices.SortFunc(out.Datapoints, func(x, y datapoint) int { return y.Timestamp.Compare(x.Timestamp) })
	return out, nil
}

func (in statisticsInput) check(w window) error {
	const most = 1440
	switch {
	case len(in.Statistics) > 0 == (len(in.ExtendedStatistics) > 0):
		return invalid(codeCombination, "Must specify either Statistics or ExtendedStatistics, but not both.")
	case w.points() > most:
		return invalid(codeCombination, "You have requested more datapoints than the limit of 1440. Reduce the time range or raise the Period.")
	}
	for _, name := range in.Statistics {
		if !slices.Contains([]string{"SampleCount", "Average", "Sum", "Minimum", "Maximum"}, name) {
			return invalid(codeValidation, name+" is no statistic.")
		}
	}
	return w.check()
}

// set notes a statistic under its name.
func (p *datapoint) set(name string, value float64) {
	switch name {
	case "SampleCount":
		p.SampleCount = &value
	case "Average":
		p.Average = &value
	case "Sum":
		p.Sum = &value
	case "Minimum":
		p.Minimum = &value
	case "Maximum":
		p.Maximum = &value
	default:
		p.ExtendedStatistics[name] = value
	}
}
