package calls

import (
	"errors"
	"fmt"
	"go/types"
	"iter"
	"maps"
	"slices"
	"strings"

	"golang.org/x/tools/go/ssa"
)

// A Bound is knowledge that the source does not show: of all that From could come to by
// calling To, it comes to these operations only.
type Bound struct {
	From, To string // as "(*commands.Commands).Turn"
	Only     []string
	Why      string
}

// Found are operations by name, "lambda.UpdateAlias" as the SDK calls service and
// operation, each with the way to it, for people. What a transaction does to single items
// is a field of its input, "dynamodb.TransactWriteItem.Put"; what package aws/call sends
// is "call.SendMessage".
type Found map[string]string

// Operations are what a function can ask of AWS that begins with these entries, such as
// "cmd/worker.openTicker". An entry or a bound that is not there is an error.
func (p *Program) Operations(bounds []Bound, entries ...string) (Found, error) {
	w := &walk{program: p, bounds: bounds, seen: map[*ssa.Function]*ssa.Function{}, asked: map[*types.Func]*ssa.Function{}, met: map[string]bool{}}
	var problems []error
	for _, name := range entries {
		f, err := p.entry(name)
		problems = append(problems, err)
		w.reach(f, nil)
	}
	w.run()
	found := Found{}
	for _, b := range bounds {
		if !w.met[b.From+b.To] {
			problems = append(problems, fmt.Errorf("%s never calls %s, so this bound has outlived its reason", b.From, b.To))
		}
		for _, name := range b.Only {
			found[name] = b.From + ": " + b.Why
		}
	}
	for f := range w.seen {
		names, err := w.within(f)
		problems = append(problems, err)
		for _, name := range names {
			found[name] = w.way(f)
		}
	}
	return found, errors.Join(problems...)
}

// Names are the operations, in order.
func (f Found) Names() []string { return slices.Sorted(maps.Keys(f)) }

// within are the operations that a function is, or asks for itself.
func (w *walk) within(f *ssa.Function) ([]string, error) {
	var names []string
	if name := operation(f); name != "" {
		names = append(names, name)
	}
	for i := range instructions(f) {
		if name := transacted(i); name != "" {
			names = append(names, name)
		}
		signed, err := w.signed(i)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", short(f), err)
		}
		names = append(names, signed...)
	}
	return names, nil
}

// operation names a method of one of the SDK's clients that makes a call.
func operation(f *ssa.Function) string {
	m, ok := f.Object().(*types.Func)
	if !ok || m.Pkg() == nil || m.Signature().Recv() == nil {
		return ""
	}
	service, isSDK := strings.CutPrefix(m.Pkg().Path(), sdk)
	if !isSDK || !strings.HasSuffix(m.Signature().Recv().Type().String(), service+".Client") || m.Signature().Params().Len() < 2 {
		return ""
	}
	return service + "." + m.Name()
}

// transacted names a part of a transaction that is filled in.
func transacted(i ssa.Instruction) string {
	set, ok := i.(*ssa.Store)
	if !ok {
		return ""
	}
	if of, field := fieldOf(set.Addr); of != nil && of.String() == sdk+"dynamodb/types.TransactWriteItem" {
		return "dynamodb.TransactWriteItem." + field.Name()
	}
	return ""
}

func instructions(f *ssa.Function) iter.Seq[ssa.Instruction] {
	return func(yield func(ssa.Instruction) bool) {
		for _, b := range f.Blocks {
			for _, i := range b.Instrs {
				if !yield(i) {
					return
				}
			}
		}
	}
}

// short is a function's name without the module's.
func short(f *ssa.Function) string { return strings.ReplaceAll(f.String(), module+"/", "") }

// way is how a function was come to, as far as a line takes it.
func (w *walk) way(f *ssa.Function) string {
	var names []string
	for ; f != nil; f = w.seen[f] {
		names = append(names, short(f))
	}
	slices.Reverse(names)
	if len(names) > 12 {
		names = append(append(names[:4:4], "…"), names[len(names)-7:]...)
	}
	return strings.Join(names, " → ")
}
