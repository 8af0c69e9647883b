package calls

import (
	"errors"
	"go/constant"
	"go/types"

	"golang.org/x/tools/go/ssa"
)

// errUnnamed says that a call's operation is not to be seen in the source.
var errUnnamed = errors.New("it has aws/call do an operation that is neither a constant nor a field that is only set to some")

// signed names what package aws/call is asked for: by a constant, or by a field, all of
// whose constants count.
func (w *walk) signed(i ssa.Instruction) ([]string, error) {
	call, ok := i.(ssa.CallInstruction)
	if !ok || call.Common().StaticCallee() == nil || short(call.Common().StaticCallee()) != "(*aws/call.Caller).Do" {
		return nil, nil
	}
	if f := i.Parent(); f.Synthetic != "" { // a type that has a caller embedded: whoever calls that is seen too
		return nil, nil
	}
	name := call.Common().Args[2]
	if text, ok := text(name); ok {
		return []string{"call." + text}, nil
	}
	if read, ok := name.(*ssa.UnOp); ok {
		name = read.X
	}
	_, field := fieldOf(name)
	var all []string
	for f := range w.seen {
		for i := range instructions(f) {
			if set, ok := i.(*ssa.Store); ok && field != nil {
				if _, same := fieldOf(set.Addr); same == field {
					one, ok := text(set.Val)
					if !ok {
						return nil, errUnnamed
					}
					all = append(all, "call."+one)
				}
			}
		}
	}
	if len(all) == 0 {
		return nil, errUnnamed
	}
	return all, nil
}

func text(v ssa.Value) (string, bool) {
	c, ok := v.(*ssa.Const)
	if !ok || c.Value == nil || c.Value.Kind() != constant.String {
		return "", false
	}
	return constant.StringVal(c.Value), true
}

// fieldOf is the struct and the field that a value, or an address, is of; nil when it is
// of none.
func fieldOf(v ssa.Value) (types.Type, *types.Var) {
	var of types.Type
	var n int
	switch v := v.(type) {
	case *ssa.FieldAddr:
		of, n = v.X.Type().Underlying().(*types.Pointer).Elem(), v.Field
	case *ssa.Field:
		of, n = v.X.Type(), v.Field
	default:
		return nil, nil
	}
	return of, of.Underlying().(*types.Struct).Field(n)
}
