package wire

import (
	"net/http"
	"slices"

	"github.com/slipway-dev/slipway/sandbox/cloud"
)

// aliasBody is an alias as the API shows it and as requests describe it.
type aliasBody struct {
	AliasArn        string   `json:"AliasArn,omitempty"`
	Name            string   `json:"Name,omitempty"`
	FunctionVersion string   `json:"FunctionVersion,omitempty"`
	Description     *string  `json:"Description,omitempty"`
	RoutingConfig   *routing `json:"RoutingConfig,omitempty"`
	RevisionID      string   `json:"RevisionId,omitempty"`
}

type routing struct {
	AdditionalVersionWeights map[string]float64 `json:"AdditionalVersionWeights"`
}

func show(al cloud.Alias) aliasBody {
	b := aliasBody{
		AliasArn: al.AliasArn, Name: al.Name, FunctionVersion: al.FunctionVersion,
		Description: &al.Description, RevisionID: al.RevisionID,
	}
	if len(al.AdditionalVersionWeights) > 0 {
		b.RoutingConfig = &routing{al.AdditionalVersionWeights}
	}
	return b
}

// weights is nil when the request says nothing of them: then they stay.
func (b aliasBody) weights() map[string]float64 {
	if b.RoutingConfig == nil {
		return nil
	}
	return b.RoutingConfig.AdditionalVersionWeights
}

func (l lambda) createAlias(r *http.Request) (int, any, error) {
	in, err := decode[aliasBody](r)
	if err != nil {
		return 0, nil, err
	}
	c := cloud.CreateAliasInput{
		FunctionName: functionName(r), Name: in.Name, FunctionVersion: in.FunctionVersion, AdditionalVersionWeights: in.weights(),
	}
	if in.Description != nil {
		c.Description = *in.Description
	}
	al, err := l.account.CreateAlias(c)
	return http.StatusCreated, show(al), err
}

func (l lambda) updateAlias(r *http.Request) (int, any, error) {
	in, err := decode[aliasBody](r)
	if err != nil {
		return 0, nil, err
	}
	al, err := l.account.UpdateAlias(cloud.UpdateAliasInput{
		FunctionName: functionName(r), Name: r.PathValue("alias"), FunctionVersion: in.FunctionVersion,
		Description: in.Description, AdditionalVersionWeights: in.weights(), RevisionID: in.RevisionID,
	})
	return http.StatusOK, show(al), err
}

func (l lambda) getAlias(r *http.Request) (int, any, error) {
	al, err := l.account.GetAlias(functionName(r), r.PathValue("alias"))
	return http.StatusOK, show(al), err
}

func (l lambda) deleteAlias(r *http.Request) (int, any, error) {
	return http.StatusNoContent, nil, l.account.DeleteAlias(functionName(r), r.PathValue("alias"))
}

func (l lambda) listAliases(r *http.Request) (int, any, error) {
	list, err := l.account.ListAliases(functionName(r))
	if err != nil {
		return 0, nil, err
	}
	if v := r.URL.Query().Get("FunctionVersion"); v != "" {
		list = slices.DeleteFunc(list, func(al cloud.Alias) bool {
			_, weighted := al.AdditionalVersionWeights[v]
			return al.FunctionVersion != v && !weighted
		})
	}
	list, next, err := listing(r, list, func(al cloud.Alias) string { return al.Name }, l.options.limit(10000))
	if err != nil {
		return 0, nil, err
	}
	out := struct {
		Aliases    []aliasBody `json:"Aliases"`
		NextMarker string      `json:"NextMarker,omitempty"`
	}{NextMarker: next}
	for _, al := range list {
		out.Aliases = append(out.Aliases, show(al))
	}
	return http.StatusOK, out, nil
}
