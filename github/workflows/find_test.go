package workflows_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/slipway-dev/slipway/rollout"
)

// listed is a list of runs with these names, the newest first, as GitHub gives it.
func listed(names ...string) string {
	var list []string
	for i, name := range names {
		list = append(list, fmt.Sprintf(`{"id":%d,"display_title":%q,"status":"in_progress","run_attempt":1}`, 900-i, name))
	}
	return fmt.Sprintf(`{"total_count":%d,"workflow_runs":[%s]}`, len(names), strings.Join(list, ","))
}

// D2: the reply was lost; D3: there are two dispatches of the same ref at once.
func TestD2AndD3ARunIsFoundByItsOwnCorrelationAndNeverByBeingTheLatest(t *testing.T) {
	for name, c := range map[string]struct {
		names []string
		want  int64 // 0: none
	}{
		"none yet":                       {nil, 0},
		"only runs of others":            {[]string{"build 01JD3Q5W7X8Y9ZABCDEFGHJKMX", "a commit"}, 0},
		"below one that came later":      {[]string{"build 01JD3Q5W7X8Y9ZABCDEFGHJKMX", "build " + correlation}, 899},
		"as a part of a longer word":     {[]string{"x" + correlation, correlation + "0"}, 0},
		"between signs":                  {[]string{"checkout[" + correlation + "]: build"}, 900},
		"twice, of which the first won":  {[]string{correlation, "other", correlation}, 898},
		"in another case than it was in": {[]string{strings.ToLower(correlation)}, 0},
	} {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t)
			w.on(runs, said(200, listed(c.names...)))
			got, found, err := w.Find(t.Context(), order)
			if err != nil || found != (c.want != 0) || got.ID != c.want {
				t.Errorf("got %+v, %v, %v; want run %d", got, found, err, c.want)
			}
			if n := w.called(""); n != 1 {
				t.Errorf("%d calls were made, want 1", n)
			}
		})
	}
}

func TestARunIsLookedForAmongThoseThatWereDispatchedSinceTheOrder(t *testing.T) {
	w := newWorld(t)
	w.on(runs, said(200, listed()))
	if _, _, err := w.Find(t.Context(), order); err != nil {
		t.Fatal(err)
	}
	want := map[string][]string{
		"event": {"workflow_dispatch"}, "created": {">=2026-11-23T12:00:00Z"}, "exclude_pull_requests": {"true"},
		"per_page": {"100"}, "page": {"1"},
	}
	if diff := cmp.Diff(want, w.heard()[0].query); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestALongListIsReadToItsThirdPageAndNoFurther(t *testing.T) {
	w := newWorld(t)
	next := func(n int) (string, string) {
		return "Link", fmt.Sprintf(`<%s/x?page=%d>; rel="next"`, w.url, n)
	}
	k, two := next(2)
	_, three := next(3)
	_, four := next(4)
	w.on(runs, said(200, listed("a"), k, two), said(200, listed("b"), k, three), said(200, listed(correlation), k, four))
	if got, found, err := w.Find(t.Context(), order); err != nil || !found || got.State != rollout.RunGoing {
		t.Errorf("got %+v, %v, %v", got, found, err)
	}
	if n := w.called(runs); n != 3 {
		t.Errorf("%d pages were read, want 3", n)
	}
}

func TestWhoeverLooksWithoutACorrelationFindsNothing(t *testing.T) {
	w := newWorld(t)
	w.on(runs, said(200, listed("anything")))
	without := order
	without.Correlation = ""
	if _, found, err := w.Find(t.Context(), without); found || !rollout.IsKind(err, rollout.Invalid) {
		t.Errorf("got %v, %v", found, err)
	}
	if _, _, err := w.Find(t.Context(), rollout.Order{Service: "unbuilt", Correlation: "x"}); !rollout.IsKind(err, rollout.NotFound) {
		t.Errorf("a service without a workflow: got %v", err)
	}
	w.on(runs, said(500, ""))
	if _, found, err := w.Find(t.Context(), order); found || !rollout.IsKind(err, rollout.Broken) {
		t.Errorf("with GitHub down: got %v, %v", found, err)
	}
}
