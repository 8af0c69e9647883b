package stream_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/slipway-dev/slipway/cmd/slipway/stream"
	"github.com/slipway-dev/slipway/rollout/judge"
)

// judgesReasons are the constants of type Reason in the judge's source.
func judgesReasons(t *testing.T) (all []judge.Reason) {
	t.Helper()
	files, err := filepath.Glob(filepath.Join("..", "..", "..", "rollout", "judge", "*.go"))
	if err != nil {
		t.Fatal(err)
	}
	for _, file := range files {
		f, err := parser.ParseFile(token.NewFileSet(), file, nil, 0)
		if err != nil {
			t.Fatal(err)
		}
		ast.Inspect(f, func(n ast.Node) bool {
			spec, ok := n.(*ast.ValueSpec)
			if !ok || len(spec.Values) != 1 {
				return true
			}
			if name, ok := spec.Type.(*ast.Ident); !ok || name.Name != "Reason" {
				return true
			}
			text, err := strconv.Unquote(spec.Values[0].(*ast.BasicLit).Value)
			if err != nil {
				t.Fatal(err)
			}
			all = append(all, judge.Reason(text))
			return true
		})
	}
	return all
}

func TestEveryReasonThatCanComeUpIsInTheHelpWithASentence(t *testing.T) {
	want := slices.DeleteFunc(judgesReasons(t), func(r judge.Reason) bool {
		// No line is a mixed minute, none that is judged is invalid, and unreadable is not the judge's to say.
		return r == judge.ReasonSettling || r == judge.ReasonInvalid || r == judge.ReasonUnreadable
	})
	if len(want) < 9 {
		t.Fatalf("found only %v", want)
	}
	want = append(want, stream.ReasonHolding, stream.ReasonMaxHold, stream.ReasonEnded)
	var got []judge.Reason
	help := stream.Command().Long
	for _, r := range stream.Reasons() {
		got = append(got, r.Name)
		if !strings.HasSuffix(r.Sentence, ".") || !strings.Contains(help, string(r.Verdict)+" ") || !strings.Contains(help, " "+string(r.Name)+" ") || !strings.Contains(help, r.Sentence) {
			t.Errorf("%+v", r)
		}
	}
	slices.Sort(want)
	slices.Sort(got)
	if !slices.Equal(want, got) {
		t.Errorf("there are %v, want %v", got, want)
	}
}

// Every minute here is one that a reason stands for.
func TestEveryReasonComesWithItsVerdict(t *testing.T) {
	one := func(lines ...string) []string { return lines }
	for reason, c := range map[judge.Reason]struct{ flags, lines []string }{
		judge.ReasonRelative:    {one("--tripwire=0"), one(say(1, 1, 0.1, []int{20, 12}, []int{180, 1}))},
		judge.ReasonAbsolute:    {one("--tripwire=0"), one(say(1, 1, 0.1, []int{20, 20}, nil))},
		judge.ReasonTripwire:    {one("--false-rollback=0.000000000000000000000000000001"), one(say(1, 1, 0.1, []int{20, 12}, []int{180, 1}))},
		judge.ReasonLiteral:     {one("--tripwire-literal"), one(say(1, 1, 0.1, []int{200, 6}, []int{1800, 54}))},
		stream.ReasonEnded:      {nil, one(say(1, 1, 0.1, []int{20, 12}, []int{180, 1}), say(1, 2, 0.1, nil, nil))},
		judge.ReasonBelowLimit:  {one("--hold=1m"), one(healthy(1, 1, 0.1))},
		judge.ReasonNotWorse:    {one("--hold=1m"), one(say(1, 1, 0.1, []int{200, 10}, []int{1800, 90}))},
		stream.ReasonHolding:    {nil, one(healthy(1, 1, 0.1))},
		judge.ReasonTooFewCalls: {nil, one(say(1, 1, 0.1, []int{1, 0}, []int{9, 0}))},
		judge.ReasonNoData:      {nil, one(say(1, 1, 0.1, nil, []int{9, 0}))},
		stream.ReasonMaxHold:    {one("--hold=1m", "--max-hold=1m"), one(say(1, 1, 0.1, []int{1, 0}, []int{9, 0}))},
		judge.ReasonRouting:     {nil, one(say(1, 1, 0.1, nil, []int{1000, 0}))},
	} {
		i := slices.IndexFunc(stream.Reasons(), func(r stream.Reason) bool { return r.Name == reason })
		v := judged(t, standard(t, c.flags...), c.lines...)
		if last := v[len(v)-1]; last.said() != string(stream.Reasons()[i].Verdict)+" "+string(reason) {
			t.Errorf("%s: %s", reason, last.said())
		}
	}
}
