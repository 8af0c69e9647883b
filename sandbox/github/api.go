package github

import (
	"net/http"
	"strings"
)

// mux knows all endpoints by the paths that they have at api.github.com.
func (h *Host) mux() *http.ServeMux {
	mux := http.NewServeMux()
	for pattern, e := range map[string]endpoint{
		"POST /app/installations/{id}/access_tokens": {app: true, do: accessToken},
		"GET /rate_limit": {do: rateLimit},
	} {
		mux.Handle(pattern, h.serve(e))
	}
	const repo = "/repos/{owner}/{repo}"
	for pattern, e := range map[string]endpoint{
		"GET ":                            {needs: "metadata=read", do: getRepo},
		"POST /dispatches":                {needs: "contents=write", do: createEvent},
		"GET /commits":                    {needs: "contents=read", do: listCommits},
		"GET /compare/{basehead...}":      {needs: "contents=read", do: compare},
		"GET /git/matching-refs/{ref...}": {needs: "contents=read", do: matchingRefs},
		"GET /branches/{branch...}":       {needs: "contents=read", do: getBranch},
		"GET /rules/branches/{branch...}": {needs: "metadata=read", do: branchRules},
		"GET /pulls/{number}":             {needs: "pull_requests=read", do: getPull},
		"GET /pulls/{number}/reviews":     {needs: "pull_requests=read", do: listReviews},

		"POST /actions/workflows/{file}/dispatches":           {needs: "actions=write", do: dispatch},
		"GET /actions/workflows/{file}":                       {needs: "actions=read", do: getWorkflow},
		"GET /actions/workflows/{file}/runs":                  {needs: "actions=read", do: listRuns},
		"GET /actions/runs":                                   {needs: "actions=read", do: listRuns},
		"GET /actions/runs/{run}":                             {needs: "actions=read", do: getRun},
		"GET /actions/runs/{run}/jobs":                        {needs: "actions=read", do: listJobs},
		"GET /actions/jobs/{job}":                             {needs: "actions=read", do: getJob},
		"GET /actions/jobs/{job}/logs":                        {needs: "actions=read", do: jobLogs},
		"POST /actions/runs/{run}/cancel":                     {needs: "actions=write", do: cancelRun},
		"POST /actions/runs/{run}/rerun":                      {needs: "actions=write", do: rerunAll},
		"POST /actions/runs/{run}/rerun-failed-jobs":          {needs: "actions=write", do: rerunFailed},
		"GET /actions/runs/{run}/pending_deployments":         {needs: "actions=read", do: pendingDeployments},
		"POST /actions/runs/{run}/pending_deployments":        {needs: "deployments=write", do: reviewDeployments},
		"POST /actions/runs/{run}/deployment_protection_rule": {needs: "deployments=write", do: reviewRule},

		"GET /deployments":                {needs: "deployments=read", do: listDeployments},
		"POST /deployments":               {needs: "deployments=write", do: createDeployment},
		"GET /deployments/{id}":           {needs: "deployments=read", do: getDeployment},
		"GET /deployments/{id}/statuses":  {needs: "deployments=read", do: listStatuses},
		"POST /deployments/{id}/statuses": {needs: "deployments=write", do: createStatus},
	} {
		method, path, _ := strings.Cut(pattern, " ")
		mux.Handle(method+" "+repo+path, h.serve(e))
	}
	mux.HandleFunc("GET "+repo+"/commits/{ref...}", h.serveCommit)
	mux.HandleFunc("/", func(w http.ResponseWriter, _ *http.Request) { writeRefusal(w, notFound()) })
	return mux
}

// serveCommit tells the endpoints of commits apart: a ref may have slashes in it, and
// clients leave them as they are.
func (h *Host) serveCommit(w http.ResponseWriter, r *http.Request) {
	ref := r.PathValue("ref")
	for suffix, e := range map[string]endpoint{
		"/check-runs":          {needs: "checks=read", do: checkRuns},
		"/status":              {needs: "statuses=read", do: combinedStatus},
		"/pulls":               {needs: "pull_requests=read", do: commitPulls},
		"/branches-where-head": {needs: "contents=read", do: branchesWhereHead},
	} {
		if before, is := strings.CutSuffix(ref, suffix); is && before != "" {
			r.SetPathValue("ref", before)
			h.serve(e)(w, r)
			return
		}
	}
	h.serve(endpoint{needs: "contents=read", do: getCommit})(w, r)
}
