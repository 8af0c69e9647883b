package commits_test

import (
	"fmt"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/slipway-dev/slipway/rollout"
)

// by is a check run of an App, as GitHub tells of it.
func by(app, id int, name, conclusion string) string {
	return strings.Replace(run(id, name, conclusion, noon.Add(time.Duration(id)*time.Minute)), "{", fmt.Sprintf(`{"app":{"id":%d},`, app), 1)
}

// The branch's protection and its rules say of which App they want a check, and each
// in words of its own; -1 and null say that any will do.
func TestACheckThatIsRequiredOfAnAppCountsOnlyFromThatApp(t *testing.T) {
	const ours, theirs = 7, 8
	for name, c := range map[string]struct {
		required string
		runs     []string
		status   string // that was set under the same name
		want     string
	}{
		"theirs is green":               {"7", []string{by(theirs, 1, "test", "success")}, "", "test (of the GitHub App 7):missing"},
		"both are green":                {"7", []string{by(theirs, 1, "test", "success"), by(ours, 2, "test", "success")}, "", "test:passed"},
		"theirs is red":                 {"7", []string{by(ours, 1, "test", "success"), by(theirs, 2, "test", "failure")}, "", "test:passed"},
		"ours is red":                   {"7", []string{by(ours, 1, "test", "failure"), by(theirs, 2, "test", "success")}, "", "test:failed"},
		"a status is green":             {"7", nil, "success", "test (of the GitHub App 7):missing"},
		"any will do, and one is red":   {"-1", []string{by(ours, 1, "test", "failure"), by(theirs, 2, "test", "success")}, "", "test:failed"},
		"any will do, and ran twice":    {"null", []string{by(ours, 1, "test", "failure"), by(ours, 2, "test", "success")}, "", "test:passed"},
		"any will do, a status as well": {"null", nil, "success", "test:passed"},
		"anybody's is missing":          {"-1", []string{by(ours, 1, "lint", "success")}, "", "test:missing"},
	} {
		for _, told := range []struct{ path, body string }{
			{"/branches/main", `{"protection":{"required_status_checks":{"contexts":["test"],"checks":[{"context":"test","app_id":%s}]}}}`},
			{"/rules/branches/main", `[{"type":"required_status_checks","parameters":{"required_status_checks":[{"context":"test","integration_id":%s}]}}]`},
		} {
			t.Run(name+told.path, func(t *testing.T) {
				w := open(t).on("/commits/"+sha(5)+"/check-runs", 200, `{"check_runs":[`+strings.Join(c.runs, ",")+`]}`).on(told.path, 200, fmt.Sprintf(told.body, c.required))
				if c.status != "" {
					w.on("/commits/"+sha(5)+"/status", 200, fmt.Sprintf(`{"statuses":[{"context":"test","state":%q}]}`, c.status))
				}
				w.branch = "main"
				if got := states(w.standing(rollout.Demands{Protected: true})); !reflect.DeepEqual(got, []string{c.want}) {
					t.Errorf("%q, want %s", got, c.want)
				}
			})
		}
	}
}

func TestACheckThatIsNamedAloneCountsAsTheWorstOfItsName(t *testing.T) {
	const one, two = 7, 8
	w := open(t).on("/commits/"+sha(5)+"/check-runs", 200, `{"check_runs":[`+strings.Join([]string{
		by(one, 1, "red", "success"), by(two, 2, "red", "failure"), by(one, 3, "green", "success"), by(two, 4, "green", "success"),
	}, ",")+`]}`).on("/branches/main", 200, `{"protection":{"required_status_checks":{"checks":[{"context":"red","app_id":7},{"context":"green","app_id":9}]}}}`)
	w.branch = "main"
	want := []string{"red:failed", "green:passed"}
	if got := states(w.standing(rollout.Demands{Checks: []string{"red", "green"}})); !reflect.DeepEqual(got, want) {
		t.Errorf("%q", got)
	}
	want = []string{"red:failed", "green (of the GitHub App 9):missing"} // asked for twice: the worse of the two
	if got := states(w.standing(rollout.Demands{Checks: []string{"red", "green"}, Protected: true})); !reflect.DeepEqual(got, want) {
		t.Errorf("%q", got)
	}
}
