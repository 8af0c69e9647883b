package standin

import (
	"context"
	"fmt"
	"maps"

	"github.com/hashicorp/terraform-plugin-go/tfprotov5"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
)

// UpgradeResourceState takes a state as it is.
func (s *Server) UpgradeResourceState(_ context.Context, r *tfprotov5.UpgradeResourceStateRequest) (*tfprotov5.UpgradeResourceStateResponse, error) {
	of, err := s.resources.of(r.TypeName)
	if err != nil {
		return nil, err
	}
	kind := of.ValueType()
	value, err := r.RawState.Unmarshal(kind)
	if err != nil {
		return nil, fmt.Errorf("read the state of a %s: %w", r.TypeName, err)
	}
	made, err := tfprotov5.NewDynamicValue(kind, value)
	return &tfprotov5.UpgradeResourceStateResponse{UpgradedState: &made}, err
}

// ReadResource answers with what is in the state, but for the drift.
func (s *Server) ReadResource(_ context.Context, r *tfprotov5.ReadResourceRequest) (*tfprotov5.ReadResourceResponse, error) {
	of, err := s.resources.of(r.TypeName)
	if err != nil {
		return nil, err
	}
	state, err := values(r.CurrentState, of)
	if err != nil {
		return nil, err
	}
	if err := s.drift.on(r.TypeName, state); err != nil {
		return nil, err
	}
	made, err := encoded(state, of)
	return &tfprotov5.ReadResourceResponse{NewState: made, Private: r.Private}, err
}

// PlanResourceChange plans what the configuration says. Of a new resource, everything that
// AWS decides is unknown; of one that is there, it stays.
func (s *Server) PlanResourceChange(_ context.Context, r *tfprotov5.PlanResourceChangeRequest) (*tfprotov5.PlanResourceChangeResponse, error) {
	of, err := s.resources.of(r.TypeName)
	if err != nil {
		return nil, err
	}
	planned, err := values(r.ProposedNewState, of)
	if err != nil || planned == nil {
		return &tfprotov5.PlanResourceChangeResponse{PlannedState: r.ProposedNewState}, err
	}
	prior, err := values(r.PriorState, of)
	if err != nil {
		return nil, err
	}
	for _, a := range of.Block.Attributes {
		if prior == nil && a.Computed && planned[a.Name].IsNull() {
			planned[a.Name] = unknown(a.Type)
		}
	}
	s.tag(planned)
	forget(planned, of)
	made, err := encoded(planned, of)
	return &tfprotov5.PlanResourceChangeResponse{PlannedState: made, PlannedPrivate: r.PriorPrivate}, err
}

// ApplyResourceChange does what was planned, and makes up what was unknown.
func (s *Server) ApplyResourceChange(_ context.Context, r *tfprotov5.ApplyResourceChangeRequest) (*tfprotov5.ApplyResourceChangeResponse, error) {
	of, err := s.resources.of(r.TypeName)
	if err != nil {
		return nil, err
	}
	state, err := values(r.PlannedState, of)
	if err != nil || state == nil {
		return &tfprotov5.ApplyResourceChangeResponse{NewState: r.PlannedState}, err
	}
	s.tag(state)
	s.makeUp(r.TypeName, state, of)
	forget(state, of)
	made, err := encoded(state, of)
	return &tfprotov5.ApplyResourceChangeResponse{NewState: made, Private: r.PlannedPrivate}, err
}

// tag puts the provider's default tags under the resource's own.
func (s *Server) tag(state map[string]tftypes.Value) {
	if _, ok := state["tags_all"]; !ok {
		return
	}
	kind := tftypes.Map{ElementType: tftypes.String}
	own := state["tags"]
	if !own.IsFullyKnown() {
		state["tags_all"] = unknown(kind)
		return
	}
	var tags map[string]tftypes.Value
	if err := own.As(&tags); err != nil {
		return
	}
	all := maps.Clone(s.defaultTags)
	if all == nil {
		all = map[string]tftypes.Value{}
	}
	maps.Copy(all, tags)
	state["tags_all"] = tftypes.NewValue(kind, all)
}

// forget drops what must never be in a plan or a state.
func forget(state map[string]tftypes.Value, of *tfprotov5.Schema) {
	for _, a := range of.Block.Attributes {
		if a.WriteOnly {
			state[a.Name] = null(a.Type)
		}
	}
}
