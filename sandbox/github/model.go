package github

import "time"

// Repository is a repository and all that is known of it at first.
type Repository struct {
	Owner, Name string
	Default     string   // its default branch; "main" if empty
	Commits     []Commit // parents before children

	// Branches and Tags say which commit each is, by its full SHA. The default branch
	// need not be there: it is then the last commit that is on no branch of its own.
	Branches, Tags map[string]string

	Protected    map[string]Protection // by branch
	Pulls        []Pull
	Workflows    []Workflow
	Environments []Environment
	Checks       []string // checks that a commit has passed unless it has Checks of its own
}

// FullName is owner/name.
func (r Repository) FullName() string { return r.Owner + "/" + r.Name }

// Protection is what has to be so before something is merged into a branch.
type Protection struct {
	Checks []string // required status checks, as the branch's protection names them
	Rules  []string // required status checks, as a ruleset names them
	Review int      // approving reviews that a ruleset requires
}

// Check is a check run of a commit. The zero Status is completed, and the zero
// Conclusion of a completed one is success.
type Check struct {
	Name, Status, Conclusion, URL string
	At                            time.Time // when it began
}

// Status is a commit status: State is error, failure, pending or success.
type Status struct{ Context, State, URL, Description string }

// Pull is a pull request.
type Pull struct {
	Number       int
	Title, Body  string
	Author       string
	Branch, Head string   // the branch that it brings, and its newest commit
	Base         string   // the branch that it is for; the default one if empty
	Fork         string   // owner/name of the repository that it comes from; empty for this one
	Merge        string   // the commit that merged it; empty while it is not merged
	Closed       bool     // it is closed; so is one that was merged
	Draft        bool     // it is not ready yet
	Commits      []string // the commits that it brings, besides its head and its merge
	Reviews      []Review
}

// Review is one review of a pull request: State is APPROVED, CHANGES_REQUESTED,
// COMMENTED, DISMISSED or PENDING.
type Review struct {
	Author, State, SHA string
	At                 time.Time
}

// Environment is one that jobs can name. A job waits there until one of the
// Reviewers approves, and until the App does where it guards it.
type Environment struct {
	Name      string
	Reviewers []string // logins
	Guarded   bool     // by the App, as a custom deployment protection rule
}

// Workflow is a workflow that can be dispatched. Its jobs run one after another.
type Workflow struct {
	File, Name string // "build.yml", "Build"
	RunName    string // a run's title, in which ${{ inputs.x }} is filled in; Name if empty
	Inputs     []Input
	Commit     string        // the input that names the commit which is built; the run's own if empty
	Waits      time.Duration // for a machine, before the first job begins
	Jobs       []Job
	Manual     bool // it has workflow_dispatch among its triggers
}

// Input is an input of a workflow.
type Input struct {
	Name, Default string
	Required      bool
}

// Job is one job of a workflow.
type Job struct {
	Name        string
	Environment string // that it runs in; a gate if the repository has one of this name
	Steps       []Step
}

// Step is one step of a job.
type Step struct {
	Name      string
	Takes     time.Duration
	Log       []string
	Publishes bool // it publishes what was built, by Options.Publish
}

// Outcome is how runs for a commit come out, where they do not succeed.
type Outcome struct {
	Conclusion string   // "failure", "cancelled", "timed_out", at a step; "skipped", "startup_failure", "action_required" at once; "stuck" never begins
	Job, Step  string   // where; the first there is if empty
	Log        []string // what that step says last
	Times      int      // how many attempts come to this; 0 for all
}

// Artifact is what a step that publishes has built.
type Artifact struct {
	Repository string // owner/name
	Commit     Commit
	Inputs     map[string]string // of the run
	Run        int64
	Attempt    int
}
