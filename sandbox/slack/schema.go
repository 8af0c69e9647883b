package slack

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"sync"
)

// problem is one thing that is wrong with a value, and where.
type problem struct{ at, says string }

// String writes it as Slack does.
func (p problem) String() string { return p.says + " [json-pointer:" + p.at + "]" }

// check says what is wrong with a decoded JSON value (numbers as json.Number).
// at is the value's JSON pointer. The checks of all blocks are put together from
// the few below, so that a block's rules read like its page in Slack's reference.
type check func(v any, at string) []problem

func wrong(at, says string, args ...any) []problem {
	return []problem{{at: at, says: fmt.Sprintf(says, args...)}}
}

// fields are the properties of an object. Any other is a problem.
type fields map[string]field

type field struct {
	is       check
	required bool
}

func must(is check) field { return field{is: is, required: true} }
func may(is check) field  { return field{is: is} }

// with adds more properties to a copy of f.
func (f fields) with(more fields) fields {
	out := fields{}
	maps.Copy(out, f)
	maps.Copy(out, more)
	return out
}

func object(f fields) check {
	names := slices.Sorted(maps.Keys(f))
	return func(v any, at string) (out []problem) {
		obj, ok := v.(map[string]any)
		if !ok {
			return wrong(at, "must provide an object")
		}
		for _, name := range names {
			value, there := obj[name]
			switch {
			case there:
				out = append(out, f[name].is(value, at+"/"+name)...)
			case f[name].required:
				out = append(out, wrong(at, "missing required field: %s", name)...)
			}
		}
		for _, name := range slices.Sorted(maps.Keys(obj)) {
			if _, known := f[name]; !known {
				out = append(out, wrong(at, "invalid additional property: %s", name)...)
			}
		}
		return out
	}
}

// kinds is an object whose "type" chooses its check.
type kinds map[string]check

func (k kinds) check(v any, at string) []problem {
	obj, ok := v.(map[string]any)
	if !ok {
		return wrong(at, "must provide an object")
	}
	name, ok := obj["type"].(string)
	if !ok {
		return wrong(at, "missing required field: type")
	}
	is, known := k[name]
	if !known {
		return wrong(at+"/type", "unsupported type: %s", name)
	}
	return is(v, at)
}

// merge is all of some sets. Later ones win.
func merge(sets ...kinds) kinds {
	out := kinds{}
	for _, k := range sets {
		maps.Copy(out, k)
	}
	return out
}

// only and without choose by types, which words names.
func (k kinds) only(words string) kinds    { return k.pick(words, true) }
func (k kinds) without(words string) kinds { return k.pick(words, false) }

func (k kinds) pick(words string, named bool) kinds {
	names, out := strings.Fields(words), maps.Clone(k)
	maps.DeleteFunc(out, func(name string, _ check) bool { return slices.Contains(names, name) != named })
	return out
}

// choice says of any problem inside that no schema fits, before it says which
// problem. Slack does so where it accepts one of several objects.
func choice(is check) check {
	return func(v any, at string) []problem {
		inner := is(v, at)
		if len(inner) == 0 {
			return nil
		}
		return append(wrong(at, "failed to match all allowed schemas"), inner...)
	}
}

// list is an array of least to most items.
func list(least, most int, item check) check {
	return func(v any, at string) (out []problem) {
		items, ok := v.([]any)
		switch {
		case !ok:
			return wrong(at, "must provide an array")
		case len(items) > most:
			return wrong(at, "no more than %d items allowed", most)
		case len(items) < least:
			return wrong(at, "no fewer than %d items allowed", least)
		}
		for i, v := range items {
			out = append(out, item(v, fmt.Sprintf("%s/%d", at, i))...)
		}
		return out
	}
}

// later makes a check when it is first needed. Schemas are large, and what is
// checked is small.
func later(make func() check) check {
	is := sync.OnceValue(make)
	return func(v any, at string) []problem { return is()(v, at) }
}

// allow skips a property that another rule looks at.
func allow(any, string) []problem { return nil }

// inTurn runs checks until one finds a problem: later ones may rely on earlier.
func inTurn(checks ...check) check {
	return func(v any, at string) []problem {
		for _, is := range checks {
			if found := is(v, at); len(found) > 0 {
				return found
			}
		}
		return nil
	}
}
