package config

import (
	"encoding/json"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/goccy/go-yaml/ast"
)

// scalar is a shape of one YAML value of a type.
func scalar[V any](kind string, is ast.NodeType, parse func(string) (V, bool)) shape[V] {
	return guessed(kind, is, parse, func(string) string { return "" })
}

// guessed is a scalar of which near tells what a wrong one was probably meant to be;
// empty when it does not know.
func guessed[V any](kind string, is ast.NodeType, parse func(string) (V, bool), near func(string) string) shape[V] {
	return shape[V]{
		kind: kind, parse: parse,
		read: func(r *reader, at place, into *V) {
			if at.node == nil {
				return
			}
			text, ok := scalarText(at.node, is)
			if !ok {
				r.wrong(at, kind)
				return
			}
			r.mark(at.path, at.node)
			v, ok := parse(text)
			if !ok {
				r.suggest(at.path, near(text), "expected %s, not %s", kind, show(at.node, text))
				return
			}
			*into = v
		},
	}
}

// scalarText returns a scalar as it was written, if it is of the YAML type.
func scalarText(n ast.Node, is ast.NodeType) (string, bool) {
	if literal, ok := n.(*ast.LiteralNode); ok && is == ast.StringType {
		return literal.Value.Value, true
	}
	if text, ok := n.(*ast.StringNode); ok && is == ast.StringType {
		return text.Value, true
	}
	if n.Type() != is || n.GetToken() == nil {
		return "", false
	}
	return n.GetToken().Value, true
}

// duration is a time between two bounds.
func duration(shortest, longest string) shape[time.Duration] {
	low, _ := time.ParseDuration(shortest)
	high, _ := time.ParseDuration(longest)
	return scalar(fmt.Sprintf("a time from %s to %s, such as `90s` or `10m`", shortest, longest), ast.StringType,
		func(text string) (time.Duration, bool) {
			d, err := time.ParseDuration(text)
			return d, err == nil && d >= low && d <= high
		})
}

// share is a percentage between two bounds, read as 0 to 1.
func share(least, most float64) shape[float64] {
	return scalar(fmt.Sprintf("a percentage from %g%% to %g%%, such as `2%%`", least, most), ast.StringType,
		func(text string) (float64, bool) {
			digits, ok := strings.CutSuffix(text, "%")
			if !ok || !madeOf(digits, "0123456789.") {
				return 0, false
			}
			percent, err := strconv.ParseFloat(digits, 64)
			return percent / 100, err == nil && percent >= least && percent <= most
		})
}

// number is an integer between two bounds.
func number(least, most int) shape[int] {
	return scalar(fmt.Sprintf("a whole number from %d to %d", least, most), ast.IntegerType,
		func(text string) (int, bool) {
			n, err := strconv.Atoi(text)
			return n, err == nil && n >= least && n <= most
		})
}

func boolean() shape[bool] {
	return scalar("`true` or `false`", ast.BoolType, func(text string) (bool, bool) {
		return text == "true", text == "true" || text == "false"
	})
}

// oneOf is one of a few words.
func oneOf(words ...string) shape[string] {
	return guessed("one of `"+strings.Join(words, "`, `")+"`", ast.StringType, func(text string) (string, bool) {
		return text, slices.Contains(words, text)
	}, func(text string) string { return closest(text, words) })
}

// text is a string of which valid tells whether it will do.
func text(kind string, valid func(string) bool) shape[string] {
	return textOf(kind, func(s string) (string, bool) { return s, valid(s) })
}

// textOf is a string with more in it than text.
func textOf[V any](kind string, parse func(string) (V, bool)) shape[V] {
	return scalar(kind, ast.StringType, parse)
}

// slackID is an id that begins with one of the letters.
func slackID(of, letters string) shape[string] {
	kind := fmt.Sprintf("the id of a Slack %s (begins with %s)", of, strings.Join(strings.Split(letters, ""), " or "))
	return text(kind, func(s string) bool {
		return len(s) >= 3 && len(s) <= 32 && strings.Contains(letters, s[:1]) &&
			madeOf(s, upper+digits+"_")
	})
}

func jsonText() shape[string] {
	return text("JSON in a string, at most 64 KiB", func(s string) bool {
		return len(s) <= 64<<10 && json.Valid([]byte(s))
	})
}

func version() shape[int] {
	return scalar("the number 1", ast.IntegerType, func(text string) (int, bool) { return 1, text == "1" })
}
