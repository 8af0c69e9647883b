package terraform

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"sync"
	"testing"
)

// State is what there is after Apply.
type State struct {
	Resources []Resource
	Outputs   map[string]any
}

// Resource is one of a state; data sources are none.
type Resource struct {
	Address string         `json:"address"`
	Module  string         `json:"-"` // its module's address; empty in the root
	Type    string         `json:"type"`
	Name    string         `json:"name"`
	Mode    string         `json:"mode"`
	Values  map[string]any `json:"values"` // as encoding/json reads them; null where AWS's default holds
}

// Of are the resources of a type, in the state's order.
func (s State) Of(kind string) []Resource {
	var found []Resource
	for _, r := range s.Resources {
		if r.Type == kind {
			found = append(found, r)
		}
	}
	return found
}

// Get is the resource at an address, such as module.bot.aws_sqs_queue.jobs.
func (s State) Get(address string) (Resource, bool) {
	at := slices.IndexFunc(s.Resources, func(r Resource) bool { return r.Address == address })
	if at < 0 {
		return Resource{}, false
	}
	return s.Resources[at], true
}

// module is one as Terraform prints it.
type module struct {
	Address   string     `json:"address"`
	Resources []Resource `json:"resources"`
	Children  []module   `json:"child_modules"`
}

func (m module) resources() []Resource {
	var all []Resource
	for _, r := range m.Resources {
		if r.Module = m.Address; r.Mode == "managed" {
			all = append(all, r)
		}
	}
	for _, child := range m.Children {
		all = append(all, child.resources()...)
	}
	return all
}

func readState(text []byte) (State, error) {
	var shown struct {
		Values struct {
			Outputs map[string]struct{ Value any } `json:"outputs"`
			Root    module                         `json:"root_module"`
		} `json:"values"`
	}
	if err := json.Unmarshal(text, &shown); err != nil {
		return State{}, fmt.Errorf("read the state: %w", err)
	}
	state := State{Resources: shown.Values.Root.resources(), Outputs: map[string]any{}}
	for name, output := range shown.Values.Outputs {
		state.Outputs[name] = output.Value
	}
	return state, nil
}

// Change is something that Terraform would do.
type Change struct {
	Address string   // of a resource, or output.NAME
	Actions []string // "create", "update", "delete"
}

func readPlan(text []byte) ([]Change, error) {
	type change struct {
		Actions []string `json:"actions"`
	}
	var shown struct {
		Resources []struct {
			Address string `json:"address"`
			Change  change `json:"change"`
		} `json:"resource_changes"`
		Outputs map[string]change `json:"output_changes"`
	}
	if err := json.Unmarshal(text, &shown); err != nil {
		return nil, fmt.Errorf("read the plan: %w", err)
	}
	idle := func(actions []string) bool { return slices.Contains([]string{"no-op", "read"}, actions[0]) }
	var changes []Change
	for _, r := range shown.Resources {
		if !idle(r.Change.Actions) {
			changes = append(changes, Change{r.Address, r.Change.Actions})
		}
	}
	for name, c := range shown.Outputs {
		if !idle(c.Actions) {
			changes = append(changes, Change{"output." + name, c.Actions})
		}
	}
	return changes, nil
}

// Drift is what somebody else changed: by resource, values of its attributes and blocks as
// the state's JSON has them. A resource is named TYPE.ID, and an alias TYPE.FUNCTION:ALIAS:
// "aws_lambda_alias.orders-prod:live".
type Drift map[string]map[string]any

// file writes the drift below a folder; there is none for no drift.
func (d Drift) file(folder string) (string, error) {
	if len(d) == 0 {
		return "", nil
	}
	text, err := json.Marshal(d)
	if err != nil {
		return "", fmt.Errorf("write the drift: %w", err)
	}
	file := filepath.Join(folder, "drift.json")
	return file, os.WriteFile(file, text, 0o600)
}

// Once is for a state that many tests look at: it is applied for the first of them. Keep what
// it returns in a variable of the package.
func Once(dir string, flags ...string) func(testing.TB) State {
	var once sync.Once
	var state State
	var err error
	return func(t testing.TB) State {
		t.Helper()
		standin := need(t)
		once.Do(func() {
			var c *Copy
			if c, err = newCopy(t.Context(), t.TempDir(), standin); err == nil {
				state, err = c.Apply(dir, flags...)
			}
		})
		if err != nil {
			t.Fatal(err)
		}
		return state
	}
}
