package config

import "slices"

// shape says what a value looks like: to people, and how it is read.
type shape[V any] struct {
	kind string // "a time such as 10m"
	// read reads the value at a place. A missing place gets the defaults.
	read func(r *reader, at place, into *V)
	// parse reads a scalar's text; nil for sections and lists.
	parse func(text string) (V, bool)
	rows  []row // the fields, for a section or a list of sections
	named bool  // the rows are those of every named section in it
}

// row is a field as the reference shows it.
type row struct {
	key, kind, standard, doc string
	required                 bool
	rows                     []row
	named                    bool
}

// field is one key of a section that is read into a T.
type field[T any] struct {
	row
	read func(r *reader, at place, into *T)
	// absent sets the default.
	absent func(r *reader, at place, into *T)
}

// key declares a field. The standard is the default as the file would say it;
// empty for none.
func key[T, V any](name string, s shape[V], standard, doc string, at func(*T) *V) field[T] {
	return field[T]{
		row:  row{key: name, kind: s.kind, standard: standard, doc: doc, rows: s.rows, named: s.named},
		read: func(r *reader, p place, into *T) { s.read(r, p, at(into)) },
		absent: func(r *reader, p place, into *T) {
			if s.parse == nil {
				s.read(r, p, at(into))
			} else if standard != "" {
				*at(into), _ = s.parse(standard)
			}
		},
	}
}

// must makes the field one that may not be left out.
func (f field[T]) must() field[T] {
	f.required = true
	return f
}

// or gives the field a default that is no scalar.
func (f field[T]) or(standard string, set func(*T)) field[T] {
	f.standard = standard
	f.absent = func(_ *reader, _ place, into *T) { set(into) }
	return f
}

// section is a shape with named fields.
func section[T any](fields []field[T]) shape[T] {
	s := shape[T]{kind: "a section"}
	for _, f := range fields {
		s.rows = append(s.rows, f.row)
	}
	s.read = func(r *reader, at place, into *T) { readFields(r, at, fields, into) }
	return s
}

func readFields[T any](r *reader, at place, fields []field[T], into *T) {
	given := map[string]place{}
	if at.node != nil {
		entries, ok := r.mapping(at)
		if !ok {
			return
		}
		names := make([]string, len(fields))
		for i, f := range fields {
			names[i] = f.key
		}
		for _, e := range entries {
			given[e.key] = e.at
			if !slices.Contains(names, e.key) {
				r.suggest(e.at.path, closest(e.key, names), "unknown key")
			}
		}
	}
	for _, f := range fields {
		value, ok := given[f.key]
		switch {
		case ok:
			f.read(r, value, into)
		case f.required:
			r.complain(at.under(f.key), "missing; expected %s", f.kind)
		default:
			f.absent(r, place{path: at.under(f.key)}, into)
		}
	}
}

// within is a value that is all that the file says of a T.
func within[T, V any](value shape[V], at func(*T) *V) shape[T] {
	return shape[T]{kind: value.kind, read: func(r *reader, p place, into *T) { value.read(r, p, at(into)) }}
}

// optional is a section that makes a difference by being there at all.
func optional[T any](fields []field[T]) shape[*T] {
	inner := section(fields)
	return shape[*T]{kind: inner.kind, rows: inner.rows, read: func(r *reader, at place, into **T) {
		if at.node == nil {
			return
		}
		*into = new(T)
		inner.read(r, at, *into)
	}}
}

// list is a shape of items in order; it must have at least so many.
func list[V any](item shape[V], atLeast int) shape[[]V] {
	s := shape[[]V]{kind: "a list, each item " + item.kind, rows: item.rows}
	s.read = func(r *reader, at place, into *[]V) {
		if at.node == nil {
			return
		}
		items, ok := r.sequence(at)
		if !ok {
			return
		}
		if len(items) < atLeast {
			r.complain(at.path, "expected %s; the list is empty", s.kind)
		}
		for _, p := range items {
			var v V
			item.read(r, p, &v)
			*into = append(*into, v)
		}
	}
	return s
}

// table is a shape of items under names that the file chooses. A name is
// refused with what problem says about it; start makes an item of a name.
func table[V any](item shape[V], what string, problem func(string) string, start func(string) V) shape[[]V] {
	s := shape[[]V]{kind: what, rows: item.rows, named: true}
	s.read = func(r *reader, at place, into *[]V) {
		if at.node == nil {
			return
		}
		entries, ok := r.mapping(at)
		if ok && len(entries) == 0 {
			r.complain(at.path, "expected %s; there is nothing", what)
		}
		for _, e := range entries {
			if wrong := problem(e.key); wrong != "" {
				r.complain(e.at.path, "%s", wrong)
			}
			v := start(e.key)
			item.read(r, e.at, &v)
			*into = append(*into, v)
		}
	}
	return s
}
