package shipped

import (
	"math"
	"strconv"
	"time"
)

// The chart's measures, in its own units.
const (
	chartWidth, chartHeight = 960.0, 220.0
	leftOf, below           = 36.0, 28.0 // room for the labels
	mostBars                = 120        // more days than this are weeks
)

// chart is deployments over time, as bars.
type chart struct {
	Width, Height float64
	Weekly        bool
	Bars          []bar
	Lines         []gridLine
	Labels        []label
}

// bar is a day or a week. What was taken back is its lower part, with a pattern of its own.
type bar struct {
	X, Width        float64
	Good, Back      rect
	Day             time.Time
	Count, BackHere int
}

type rect struct{ Y, Height float64 }

type gridLine struct {
	Y    float64
	Text string
}

type label struct {
	X    float64
	Text string
}

// newChart draws days, in order; weeks where there are too many of them.
func newChart(days []tally) chart {
	c := chart{Width: chartWidth, Height: chartHeight, Weekly: len(days) > mostBars}
	if c.Weekly {
		days = weekly(days)
	}
	most := 1
	for _, d := range days {
		most = max(most, d.Deployments)
	}
	step := nice(most)
	top := step * int(math.Ceil(float64(most)/float64(step)))
	unit := (chartHeight - below - 8) / float64(top)
	floor := chartHeight - below
	for n := 0; n <= top; n += step {
		c.Lines = append(c.Lines, gridLine{floor - float64(n)*unit, strconv.Itoa(n)})
	}
	room := (chartWidth - leftOf) / float64(max(1, len(days)))
	every := int(math.Ceil(70 / room))
	for i, d := range days {
		x := leftOf + float64(i)*room
		back, good := float64(d.Back)*unit, float64(d.Deployments-d.Back)*unit
		c.Bars = append(c.Bars, bar{
			X: x + room*0.1, Width: room * 0.8, Day: d.Day, Count: d.Deployments, BackHere: d.Back,
			Back: rect{floor - back, back}, Good: rect{floor - back - good, good},
		})
		if i%every == 0 {
			c.Labels = append(c.Labels, label{x + room/2, d.Day.Format("2 Jan")})
		}
	}
	return c
}

// weekly adds up seven days at a time.
func weekly(days []tally) (weeks []tally) {
	for i, d := range days {
		if i%7 == 0 {
			weeks = append(weeks, tally{Day: d.Day})
		}
		w := &weeks[len(weeks)-1]
		w.Deployments, w.Back, w.Never = w.Deployments+d.Deployments, w.Back+d.Back, w.Never+d.Never
	}
	return weeks
}

// nice is the step between lines, so that there are about four: 1, 2 or 5 times a power of ten.
func nice(most int) int {
	step := 1
	for {
		for _, times := range []int{1, 2, 5} {
			if most <= 4*times*step {
				return times * step
			}
		}
		step *= 10
	}
}
