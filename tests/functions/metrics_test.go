package functions

import (
	"slices"
	"testing"
	"time"
)

// counted are the sums of these metrics, of those that the log tells of.
func (p *process) counted(names ...string) map[string]float64 {
	p.t.Helper()
	sums := map[string]float64{}
	for _, line := range p.lines() {
		for name, value := range line {
			if n, ok := value.(float64); ok && line["message"] == "metric" && slices.Contains(names, name) {
				sums[name] += n
			}
		}
	}
	return sums
}

func TestTheFrontCountsItsAnswersAndWhomItDidNotLetIn(t *testing.T) {
	t.Parallel()
	p := surround(t).front(t)
	now := time.Now()
	p.ask(command(signing, "staging checkout abc123", now))
	p.ask(command("somebody's", "staging checkout abc123", now))
	p.ask(command(signing, "status", now, "team_id", "T0OTHER"))
	p.end() // all that it has to say is there
	answers, refused := 0, []string{}
	for _, line := range p.lines() {
		if why, ok := line["why"].(string); ok && line["RefusedRequests"] == 1.0 {
			refused = append(refused, why)
		}
		if ms, ok := line["AckLatency"].(float64); ok && ms >= 0 {
			answers++
		}
	}
	if answers != 2 || !slices.Equal(refused, []string{"forged", "foreign"}) {
		t.Errorf("%d answers, refused for %v: %s", answers, refused, p.Log())
	}
}

func TestTheWorkerCountsWhatSlackDoesNotTake(t *testing.T) {
	p := newPlace(t)
	w := p.start("worker")
	w.failures(p.event(p.asks("nightingale.1", lock("prod"))))
	post := p.post()
	p.Slack.Fail("chat.postMessage", "internal_error", 1)
	w.failures(post)
	w.failures(post)
	w.end()
	n := 0
	for _, line := range w.lines() {
		if line["SlackErrors"] == 1.0 && line["method"] == "chat.postMessage" && line["error"] == "internal_error" {
			n++
		}
	}
	if n != 1 {
		t.Errorf("Slack did not take a message once, and it counts %d: %s", n, w.Log())
	}
}
