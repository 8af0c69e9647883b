package slack

import (
	"encoding/json"
	"fmt"
)

// dataBlocks show tables and charts.
func dataBlocks() kinds {
	return kinds{
		"table":              later(tableBlock),
		"data_table":         later(dataTableBlock),
		"data_visualization": block(fields{"title": must(text(maxChartTitle)), "chart": must(later(chart))}),
	}
}

func tableBlock() check {
	cell := kinds{
		"raw_text":  object(fields{"type": must(allow), "text": must(text(maxTableText))}),
		"rich_text": richText(),
	}.check
	setting := object(fields{"align": may(oneOf("left", "center", "right")), "is_wrapped": may(boolean)})
	return block(fields{
		"rows": must(list(1, maxTableRows, list(1, maxTableColumns, cell))),
		"column_settings": may(list(0, maxTableColumns, func(v any, at string) []problem {
			if v == nil {
				return nil // skips a column
			}
			return setting(v, at)
		})),
	})
}

func dataTableBlock() check {
	cell := kinds{
		"raw_text":   object(fields{"type": must(allow), "text": must(text(maxDataText))}),
		"raw_number": object(fields{"type": must(allow), "value": must(number), "text": may(text(maxDataText))}),
		"rich_text":  richText(),
	}
	return inTurn(
		block(fields{
			"caption":                 must(text(maxUnstated)),
			"rows":                    must(list(minDataRows, maxDataRows, list(1, maxDataColumns, cell.check))),
			"page_size":               may(whole(1, maxDataPage)),
			"row_header_column_index": may(whole(0, maxDataColumns-1)),
		}),
		evenRows,
	)
}

// evenRows holds what a data_table's rows must have in common.
func evenRows(v any, at string) []problem {
	obj, _ := v.(map[string]any)
	rows, _ := obj["rows"].([]any)
	header, _ := rows[0].([]any)
	for i, cell := range header {
		if c, _ := cell.(map[string]any); c["type"] == "rich_text" {
			return wrong(fmt.Sprintf("%s/rows/0/%d/type", at, i), "unsupported type: rich_text")
		}
	}
	for i, row := range rows {
		if cells, _ := row.([]any); len(cells) != len(header) {
			return wrong(fmt.Sprintf("%s/rows/%d", at, i), "must have as many cells as the header")
		}
	}
	if index, ok := obj["row_header_column_index"].(json.Number); ok {
		if i, err := index.Int64(); err != nil || i >= int64(len(header)) {
			return wrong(at+"/row_header_column_index", "must be one of the table's columns")
		}
	}
	return nil
}

// unique finds the first of some objects whose property an earlier one has.
func unique(objects []any, name, at string) []problem {
	seen := map[any]bool{}
	for i, o := range objects {
		obj, _ := o.(map[string]any)
		if seen[obj[name]] {
			return wrong(fmt.Sprintf("%s/%d/%s", at, i, name), "must be unique")
		}
		seen[obj[name]] = true
	}
	return nil
}
