package job

import "time"

// Event is something that the code host told of. Its fields are those of the
// commands' News, and mean the same; all words in it are untrusted.
type Event struct {
	Delivery   string    `json:"delivery"`
	Kind       string    `json:"kind"` // one of the Event constants
	Repository string    `json:"repository"`
	SHA        string    `json:"sha,omitempty"`
	Run        int64     `json:"run,omitempty"`
	Attempt    int       `json:"attempt,omitempty"`
	Event      string    `json:"event,omitempty"`
	Title      string    `json:"title,omitempty"`
	Status     string    `json:"status,omitempty"`
	Conclusion string    `json:"conclusion,omitempty"`
	URL        string    `json:"url,omitempty"`
	Branch     string    `json:"branch,omitempty"`
	Before     string    `json:"before,omitempty"`
	Subject    string    `json:"subject,omitempty"`
	Author     string    `json:"author,omitempty"`
	Updated    time.Time `json:"updated,omitzero"`
}

// The kinds of events that there are jobs for, in the code host's words.
const (
	RunEvent        = "workflow_run"
	ChecksEvent     = "check_suite"
	DeploymentEvent = "deployment_status"
	PushEvent       = "push"
)

// EventID is the id of the job for a delivery of the code host's.
func EventID(delivery string) string { return "github/" + delivery }
