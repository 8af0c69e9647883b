package calls

import (
	"go/types"

	"golang.org/x/tools/go/ssa"
	"golang.org/x/tools/go/types/typeutil"
)

// walk follows calls from where a function begins, as rapid type analysis does:
//   - a function that is named is called: whoever gets it may call it;
//   - a method of an interface is called of every type that has become an interface;
//   - what is given away as an interface of somebody else's has all methods of that
//     interface called, since their code is not looked into.
//
// Reflection is left out: nothing that it calls, such as MarshalJSON, calls AWS.
type walk struct {
	program *Program
	bounds  []Bound
	open    []*ssa.Function
	seen    map[*ssa.Function]*ssa.Function // and by way of which other
	asked   map[*types.Func]*ssa.Function   // methods of interfaces, and who calls them
	dynamic typeutil.Map                    // types that have become an interface
	methods typeutil.MethodSetCache
	met     map[string]bool // bounds
}

func (w *walk) run() {
	for len(w.open) > 0 {
		next := w.open[len(w.open)-1]
		w.open = w.open[:len(w.open)-1]
		for i := range instructions(next) {
			w.instruction(next, i)
		}
	}
}

// reach has a function looked into, and what its package's variables begin with.
func (w *walk) reach(f, by *ssa.Function) {
	if _, known := w.seen[f]; known || f == nil || w.bounded(f, by) {
		return
	}
	w.seen[f] = by
	w.open = append(w.open, f)
	if p := f.Pkg; p != nil && w.program.ours[p.Pkg.Path()] != nil {
		w.reach(p.Func("init"), f)
	}
}

func (w *walk) bounded(f, by *ssa.Function) bool {
	for _, b := range w.bounds {
		if by != nil && short(by) == b.From && short(f) == b.To {
			w.met[b.From+b.To] = true
			return true
		}
	}
	return false
}

func (w *walk) instruction(f *ssa.Function, i ssa.Instruction) {
	for _, operand := range i.Operands(nil) {
		// A package that is imported begins when something of it is reached.
		if named, ok := (*operand).(*ssa.Function); ok && (f.Name() != "init" || named.Name() != "init") {
			w.reach(named, f)
		}
	}
	switch i := i.(type) {
	case *ssa.MakeInterface:
		w.convert(i.X.Type(), i.Type(), f)
	case *ssa.ChangeInterface:
		w.give(i.Type(), f)
	case ssa.CallInstruction:
		if i.Common().IsInvoke() {
			w.invoke(i.Common().Method, f)
		}
	}
}

// convert notes that a value of a type has become an interface.
func (w *walk) convert(t, to types.Type, by *ssa.Function) {
	w.give(to, by)
	if w.dynamic.At(t) != nil {
		return
	}
	w.dynamic.Set(t, true)
	for m := range w.asked {
		w.dispatch(t, m)
	}
}

// give notes that an interface is in somebody's hands.
func (w *walk) give(i types.Type, by *ssa.Function) {
	if named, ok := types.Unalias(i).(*types.Named); ok && named.Obj().Pkg() != nil && isOurs(named.Obj().Pkg().Path()) {
		return
	}
	all := i.Underlying().(*types.Interface)
	for n := range all.NumMethods() {
		w.invoke(all.Method(n), by)
	}
}

// invoke notes that a method of an interface is called.
func (w *walk) invoke(m *types.Func, by *ssa.Function) {
	if _, known := w.asked[m]; known {
		return
	}
	w.asked[m] = by
	w.dynamic.Iterate(func(t types.Type, _ any) { w.dispatch(t, m) })
}

// dispatch reaches a type's own method, when the type has all that the interface has.
func (w *walk) dispatch(t types.Type, m *types.Func) {
	i, ok := m.Signature().Recv().Type().Underlying().(*types.Interface)
	if !ok || !types.Implements(t, i) {
		return
	}
	if own := w.methods.MethodSet(t).Lookup(m.Pkg(), m.Name()); own != nil {
		w.reach(w.program.ssa.MethodValue(own), w.asked[m])
	}
}
