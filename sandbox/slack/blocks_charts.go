package slack

import (
	"encoding/json"
	"fmt"
)

func chart() check {
	segment := inTurn(
		object(fields{"label": must(text(maxChartLabel)), "value": must(number)}),
		func(v any, at string) []problem {
			obj, _ := v.(map[string]any)
			n, _ := obj["value"].(json.Number)
			if f, err := n.Float64(); err != nil || f <= 0 {
				return wrong(at+"/value", "must be greater than 0")
			}
			return nil
		},
	)
	series := object(fields{
		"name": must(text(maxChartLabel)),
		"data": must(list(1, maxChartPoints, object(fields{"label": must(text(maxChartLabel)), "value": must(number)}))),
	})
	axes := object(fields{
		"categories": must(list(1, maxChartPoints, text(maxChartLabel))),
		"x_label":    may(text(maxAxisLabel)),
		"y_label":    may(text(maxAxisLabel)),
	})
	plotted := inTurn(object(fields{
		"type": must(allow), "series": must(list(1, maxChartSeries, series)), "axis_config": must(axes),
	}), onAxis)
	return kinds{
		"pie":  object(fields{"type": must(allow), "segments": must(list(1, maxChartSeries, segment))}),
		"line": plotted, "bar": plotted, "area": plotted,
	}.check
}

// onAxis holds the rule that each series has one point for each category.
func onAxis(v any, at string) []problem {
	obj, _ := v.(map[string]any)
	axes, _ := obj["axis_config"].(map[string]any)
	categories, _ := axes["categories"].([]any)
	series, _ := obj["series"].([]any)
	known := map[any]bool{}
	for i, c := range categories {
		if known[c] {
			return wrong(fmt.Sprintf("%s/axis_config/categories/%d", at, i), "must be unique")
		}
		known[c] = true
	}
	for i, s := range series {
		one, _ := s.(map[string]any)
		points, _ := one["data"].([]any)
		where := fmt.Sprintf("%s/series/%d/data", at, i)
		if len(points) != len(categories) {
			return wrong(where, "must have one point for each category")
		}
		for j, p := range points {
			if point, _ := p.(map[string]any); !known[point["label"]] {
				return wrong(fmt.Sprintf("%s/%d/label", where, j), "must match a category")
			}
		}
		if twice := unique(points, "label", where); twice != nil {
			return twice
		}
	}
	return unique(series, "name", at+"/series")
}
