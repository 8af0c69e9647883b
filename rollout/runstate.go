package rollout

import "fmt"

// RunStateOf says what a code host's words for a run mean, and why it did not end
// well, where the words tell. The words are GitHub's: the "status" and "conclusion" of
// a workflow run.
func RunStateOf(status, conclusion string) (state RunState, reason string) {
	switch status {
	case "completed":
		return ended(conclusion)
	case "waiting", "action_required":
		return RunWaiting, ""
	case "in_progress":
		return RunGoing, ""
	default: // queued, requested, pending
		return RunQueued, ""
	}
}

// ended is what a conclusion means. One that nobody knows is no success.
func ended(conclusion string) (RunState, string) {
	switch conclusion {
	case "success":
		return RunSucceeded, ""
	case "failure":
		return RunFailed, ""
	case "cancelled":
		return RunCancelled, "its run was cancelled"
	case "timed_out":
		return RunFailed, "its run took longer than it may"
	case "startup_failure":
		return RunFailed, "its run could not be started; the workflow file may be wrong"
	case "action_required":
		return RunFailed, "its run needs somebody's permission on the code host"
	case "skipped":
		return RunFailed, "its run was skipped"
	case "stale":
		return RunFailed, "its run was never finished, and the code host gave it up"
	default:
		const most = 40
		return RunFailed, fmt.Sprintf("its run ended as %.*q", most, conclusion)
	}
}

// With is the run with news of it, and whether those say anything new. News of an
// earlier state change nothing.
func (r Run) With(news Run) (Run, bool) {
	if !news.Newer(r) && !news.details(r) {
		return r, false
	}
	if news.URL == "" {
		news.URL = r.URL
	}
	return news, true
}

// details says whether news of the same state know more of it than was known.
func (r Run) details(than Run) bool {
	if r.Attempt != than.Attempt || r.State != than.State {
		return false
	}
	return len(r.Waits) > 0 && fmt.Sprint(r.Waits) != fmt.Sprint(than.Waits) || r.Failure != nil && than.Failure == nil
}
