package wire

import (
	"net/http"

	"github.com/slipway-dev/slipway/sandbox/cloud"
)

// provisionedBody is a version's provisioned concurrency as the API shows it. The
// ARN is in listings only.
type provisionedBody struct {
	FunctionArn  string `json:"FunctionArn,omitempty"`
	Requested    int    `json:"RequestedProvisionedConcurrentExecutions"`
	Allocated    int    `json:"AllocatedProvisionedConcurrentExecutions"`
	Available    int    `json:"AvailableProvisionedConcurrentExecutions"`
	Status       string `json:"Status"`
	StatusReason string `json:"StatusReason,omitempty"`
	LastModified string `json:"LastModified"`
}

func showProvisioned(p cloud.Provisioned) provisionedBody {
	return provisionedBody{
		Requested: p.Requested, Allocated: p.Allocated, Available: p.Allocated,
		Status: p.Status, StatusReason: p.StatusReason, LastModified: p.LastModified.UTC().Format("2006-01-02T15:04:05-0700"),
	}
}

func (l lambda) putProvisioned(r *http.Request) (int, any, error) {
	in, err := decode[struct {
		Requested int `json:"ProvisionedConcurrentExecutions"`
	}](r)
	if err != nil {
		return 0, nil, err
	}
	p, err := l.account.PutProvisionedConcurrency(functionName(r), qualifier(r), in.Requested)
	return http.StatusAccepted, showProvisioned(p), err
}

// getProvisioned is one version's, or with ?List=ALL a page of them.
func (l lambda) getProvisioned(r *http.Request) (int, any, error) {
	if r.URL.Query().Get("List") == "ALL" {
		return l.listProvisioned(r)
	}
	p, err := l.account.GetProvisionedConcurrency(functionName(r), qualifier(r))
	return http.StatusOK, showProvisioned(p), err
}

func (l lambda) listProvisioned(r *http.Request) (int, any, error) {
	list, err := l.account.ListProvisionedConcurrency(functionName(r))
	if err != nil {
		return 0, nil, err
	}
	list, next, err := listing(r, list, func(p cloud.Provisioned) string { return order(p.Version) }, l.options.limit(50))
	if err != nil {
		return 0, nil, err
	}
	out := struct {
		Configs    []provisionedBody `json:"ProvisionedConcurrencyConfigs"`
		NextMarker string            `json:"NextMarker,omitempty"`
	}{NextMarker: next}
	for _, p := range list {
		b := showProvisioned(p)
		b.FunctionArn = p.FunctionArn
		out.Configs = append(out.Configs, b)
	}
	return http.StatusOK, out, nil
}

func (l lambda) deleteProvisioned(r *http.Request) (int, any, error) {
	return http.StatusNoContent, nil, l.account.DeleteProvisionedConcurrency(functionName(r), qualifier(r))
}
