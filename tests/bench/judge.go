package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math"
	"runtime"
	"time"

	"gonum.org/v1/gonum/stat/combin"

	"github.com/slipway-dev/slipway/cmd/slipway/params"
	tables "github.com/slipway-dev/slipway/cmd/slipway/report"
	"github.com/slipway-dev/slipway/cmd/slipway/stream"
	"github.com/slipway-dev/slipway/rollout/judge"
)

// measureJudge sees how long a judged minute takes, and a million of them as lines.
func measureJudge(ctx context.Context) ([]figure, error) {
	usual := judge.Minute{
		Weight:    0.1,
		Candidate: &judge.Counts{Invocations: 20, Errors: 1}, Stable: &judge.Counts{Invocations: 180, Errors: 2},
	}
	million := judge.Minute{
		Weight:    0.1,
		Candidate: &judge.Counts{Invocations: 100_000, Errors: 1_000}, Stable: &judge.Counts{Invocations: 900_000, Errors: 9_000},
	}
	var figures []figure
	for _, m := range []struct {
		what  string
		limit float64
		judge.Minute
	}{{"200 calls, 3 errors", 10, usual}, {"a million calls, 10,000 errors", 1000, million}} {
		f, err := judgedMinute(m.Minute)
		if err != nil {
			return nil, err
		}
		f.what, f.limit = "judge: a minute of "+m.what, m.limit
		figures = append(figures, f)
	}
	for _, measure := range []func(context.Context) (figure, error){millionLines, allTables} {
		f, err := measure(ctx)
		if err != nil {
			return nil, err
		}
		figures = append(figures, f)
	}
	return figures, nil
}

// allTables is how long `slipway tables` takes, on all cores.
func allTables(ctx context.Context) (figure, error) {
	c := tables.Command() //nolint:contextcheck // its context is the one of ExecuteContext
	c.SetArgs([]string{})
	c.SetOut(io.Discard)
	c.SetErr(io.Discard)
	began := time.Now()
	err := c.ExecuteContext(ctx)
	return figure{what: "judge: all tables of docs/judge.md, with thousands of rollouts a cell", unit: "s", value: time.Since(began).Seconds(), limit: 60}, err
}

// judgedMinute is how long a minute takes, beside the hypergeometric sum of one
// ratio the library's way: term by term, from binomial coefficients.
func judgedMinute(m judge.Minute) (figure, error) {
	p, s := judge.Default(), judge.State{}
	took, err := quickest(func() error {
		if _, v := judge.Judge(p, s, m); v.Kind == judge.Error {
			return errors.New("the minute is not judged")
		}
		return nil
	})
	if err != nil {
		return figure{}, err
	}
	if took.AllocsPerOp() > 0 {
		return figure{}, fmt.Errorf("a judged minute allocates %d times", took.AllocsPerOp())
	}
	sum := 0.0
	base, err := quickest(func() error {
		sum += binomialSum(m, 2)
		return nil
	})
	if err == nil && math.IsNaN(sum) {
		err = errors.New("the baseline is no number")
	}
	return figure{unit: "µs", value: micros(took), beside: "one sum of gonum's binomials", base: micros(base)}, err
}

// binomialSum is log E[ψ^X], X being the candidate's share of the errors by chance.
func binomialSum(m judge.Minute, psi float64) float64 {
	candidate, stable := float64(m.Candidate.Invocations), float64(m.Stable.Invocations)
	events := float64(m.Candidate.Errors + m.Stable.Errors)
	all, sum := combin.LogGeneralizedBinomial(candidate+stable, events), 0.0
	for j := max(0, events-stable); j <= min(events, candidate); j++ {
		sum += math.Exp(combin.LogGeneralizedBinomial(candidate, j) + combin.LogGeneralizedBinomial(stable, events-j) - all + (j-events)*math.Log(psi))
	}
	return math.Log(sum) + events*math.Log(psi)
}

const (
	lineSeries  = 1_000
	lineMinutes = 1_000
)

// millionLines is how long `slipway judge` takes for a million lines on one core,
// beside encoding/json only reading them.
func millionLines(context.Context) (figure, error) {
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(1))
	var text bytes.Buffer
	for minute := range lineMinutes {
		for series := range lineSeries {
			n := (series*7 + minute*13) % 5
			fmt.Fprintf(&text, `{"series":"s%d","step":1,"minute":%d,"weight":0.1,"canary":{"invocations":%d,"errors":%d,"slow":0},"stable":{"invocations":%d,"errors":%d,"slow":0}}`+"\n",
				series, minute+1, 18+n, n/4, 178+n, n/2)
		}
	}
	began := time.Now()
	if err := stream.Judge(params.Standard(), bytes.NewReader(text.Bytes()), io.Discard, io.Discard); err != nil {
		return figure{}, err
	}
	took := time.Since(began)
	began = time.Now()
	var line struct {
		Series         string
		Step, Minute   int
		Weight         float64
		Canary, Stable struct{ Invocations, Errors, Slow int64 }
	}
	for d := json.NewDecoder(&text); ; {
		if err := d.Decode(&line); errors.Is(err, io.EOF) {
			break
		} else if err != nil {
			return figure{}, err
		}
	}
	return figure{what: "judge: a million lines on one core", unit: "s", value: took.Seconds(), limit: 10, beside: "encoding/json reading them", base: time.Since(began).Seconds()}, nil
}
