package github

import "time"

// BuildWorkflow is a workflow with two jobs, of which the second builds an image of
// the commit that the input "sha" names, and publishes it. takes is how long all of
// it takes. Its runs are told apart by the input "correlation_id", which is in their
// titles; more inputs are optional ones.
func BuildWorkflow(file string, takes time.Duration, more ...string) Workflow {
	part := func(of100 int) time.Duration { return takes * time.Duration(of100) / 100 }
	inputs := []Input{{Name: "sha", Required: true}, {Name: "correlation_id"}}
	for _, name := range more {
		inputs = append(inputs, Input{Name: name})
	}
	return Workflow{
		File: file, Name: "Build", RunName: "Build ${{ inputs.sha }} (${{ inputs.correlation_id }})", Inputs: inputs, Commit: "sha", Manual: true, Waits: part(5),
		Jobs: []Job{
			{Name: "test", Steps: []Step{
				{Name: "Check out", Takes: part(5), Log: []string{"Syncing repository"}},
				{Name: "Unit tests", Takes: part(30), Log: []string{"Run make test"}},
			}},
			{Name: "image", Steps: []Step{
				{Name: "Build", Takes: part(40), Log: []string{"Run docker build", "exporting layers"}},
				{Name: "Scan", Takes: part(10), Log: []string{"0 vulnerabilities"}},
				{Name: "Push", Takes: part(10), Log: []string{"Run docker push"}, Publishes: true},
			}},
		},
	}
}
