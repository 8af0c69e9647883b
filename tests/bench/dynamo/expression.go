package dynamo

import (
	"math/big"
	"strconv"
	"strings"
)

// holds says whether a condition is true of an item; no condition always is.
func holds(condition string, it, values item) (bool, error) {
	if condition == "" {
		return true, nil
	}
	e := expression{words: strings.Fields(strings.NewReplacer("(", " ( ", ")", " ) ").Replace(condition)), it: it, values: values}
	is, err := e.either()
	if err == nil && len(e.words) > 0 {
		err = unknown(condition)
	}
	return is, err
}

// expression is what is left to read of a condition.
type expression struct {
	words      []string
	it, values item
}

// next takes the next word, which is empty after the last.
func (e *expression) next() string {
	if len(e.words) == 0 {
		return ""
	}
	word := e.words[0]
	e.words = e.words[1:]
	return word
}

// follows takes the next word if it is that one.
func (e *expression) follows(word string) bool {
	if len(e.words) == 0 || e.words[0] != word {
		return false
	}
	e.words = e.words[1:]
	return true
}

// either reads what is joined by OR, and both what is joined by AND.
func (e *expression) either() (bool, error) {
	is, err := e.both()
	for err == nil && e.follows("OR") {
		var also bool
		also, err = e.both()
		is = is || also
	}
	return is, err
}

func (e *expression) both() (bool, error) {
	is, err := e.one()
	for err == nil && e.follows("AND") {
		var also bool
		also, err = e.one()
		is = is && also
	}
	return is, err
}

// one reads a comparison, a function of an attribute's name, or a parenthesis.
func (e *expression) one() (is bool, err error) {
	switch first := e.next(); first {
	case "(":
		is, err = e.either()
	case "attribute_exists", "attribute_not_exists":
		if !e.follows("(") {
			return false, unknown(first)
		}
		_, there := e.it[e.next()]
		is = there == (first == "attribute_exists")
	default:
		return e.comparison(first)
	}
	if err == nil && !e.follows(")") {
		err = unknown("a parenthesis that stays open")
	}
	return is, err
}

func (e *expression) comparison(name string) (bool, error) {
	operator, variable := e.next(), e.next()
	bound, known := e.values[variable]
	if !known {
		return false, unknown(strings.Join([]string{name, operator, variable}, " "))
	}
	have, there := e.it[name]
	order := compare(have, bound)
	switch operator {
	case "=":
		return there && order == 0, nil
	case "<":
		return there && order < 0, nil
	case ">":
		return there && order > 0, nil
	default:
		return false, unknown(operator)
	}
}

func compare(x, y value) int {
	if x.N == nil || y.N == nil {
		return strings.Compare(x.text(), y.text())
	}
	a, _ := new(big.Float).SetString(*x.N)
	b, _ := new(big.Float).SetString(*y.N)
	if a == nil || b == nil {
		return strings.Compare(*x.N, *y.N)
	}
	return a.Cmp(b)
}

// updated is the item after an update: "SET a = :x, b = :y", "ADD n :one", or both.
func updated(expression string, old, k, values item) (item, error) {
	out := old.with(k)
	words := strings.Fields(strings.ReplaceAll(expression, ",", " "))
	for verb := ""; len(words) > 0; {
		if words[0] == "SET" || words[0] == "ADD" {
			verb, words = words[0], words[1:]
			continue
		}
		switch {
		case verb == "SET" && len(words) >= 3 && words[1] == "=":
			out[words[0]], words = values[words[2]], words[3:]
		case verb == "ADD" && len(words) >= 2:
			sum, err := add(old[words[0]], values[words[1]])
			if err != nil {
				return nil, err
			}
			out[words[0]], words = sum, words[2:]
		default:
			return nil, unknown(expression)
		}
	}
	return out, nil
}

// add counts on; what is not there is 0.
func add(x, y value) (value, error) {
	sum := int64(0)
	for _, v := range []value{x, y} {
		if v.N == nil {
			continue
		}
		n, err := strconv.ParseInt(*v.N, 10, 64)
		if err != nil {
			return value{}, unknown(*v.N)
		}
		sum += n
	}
	text := strconv.FormatInt(sum, 10)
	return value{N: &text}, nil
}
