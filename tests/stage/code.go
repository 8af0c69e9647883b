package stage

import (
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/slipway-dev/slipway/rollout"
	"github.com/slipway-dev/slipway/sandbox/account"
	"github.com/slipway-dev/slipway/sandbox/github"
	"github.com/slipway-dev/slipway/sandbox/slack"
)

// build: build vouchers failure 'no space left on device', the first time; or
// timed_out, cancelled, stuck
func (s *stage) build(rest []string) {
	s.must(s.World().GitHub.Will(s.commit(rest[0]).SHA, github.Outcome{Conclusion: rest[1], Job: "image", Step: "Build", Log: rest[2:], Times: 1}))
}

// checks: checks invoices ci failure
func (s *stage) checks(rest []string) {
	s.must(s.World().GitHub.SetChecks(s.repository(), s.commit(rest[0]).SHA, github.Check{Name: rest[1], Conclusion: rest[2]}))
}

// branch: branch invoices at vouchers, by a forced push
func (s *stage) branch(rest []string) {
	s.must(s.World().GitHub.Move(s.repository(), rest[0], s.commit(rest[2]).SHA))
}

// push: push main 'Add a table' migrations/7.sql
func (s *stage) push(rest []string) {
	sum := sha256.Sum256([]byte(rest[1]))
	s.must(s.World().GitHub.PushCommits(s.repository(), rest[0], github.Commit{SHA: hex.EncodeToString(sum[:20]), Message: rest[1], Author: "ana", Files: rest[2:]}))
}

// github: github is down, github is up, github loses 2 answers to dispatches, which it
// has carried out, or github repeats itself, in the wrong order
func (s *stage) github(rest []string) {
	host := s.World().GitHub
	switch rest[len(rest)-1] {
	case "down":
		host.Trouble(github.Trouble{Status: http.StatusServiceUnavailable, Times: 1 << 30})
	case "up":
		host.Calm()
	case "dispatches":
		n, err := strconv.Atoi(rest[1])
		s.must(err)
		host.Trouble(github.Trouble{Method: http.MethodPost, Path: "/dispatches", Lost: true, Times: n})
	case "itself":
		for _, d := range slices.Backward(host.Deliveries()) {
			s.must(host.Redeliver(context.Background(), d.GUID))
		}
		s.settle()
	}
}

// dies: bot dies, and is back a few seconds later; whoever calls it meanwhile hears
// nothing
func (s *stage) dies([]string) { s.World().Kill() }

// verified: verified staging vouchers 'as another image' than there is now. Tags do not
// move in the simulated registry, so it is the memory that is changed.
func (s *stage) verified(rest []string) {
	of := rollout.Shipped{
		Target: target(s.channel, rest[0]), Release: rollout.Release{SHA: s.commit(rest[1]).SHA, Digest: "sha256:" + strings.Repeat("0", 64)},
		At: s.World().Clock.Now(),
	}
	s.must(s.World().Store.Commit(context.Background(), rollout.Change{Put: []rollout.Record{of}}))
}

// digest: digest prod is that of invoices, and of no other build
func (s *stage) digest(rest []string) {
	r, _ := s.latest(rest[0])
	if want := s.commit(rest[len(rest)-1]).Digest(); r.Release.Digest != want {
		s.fail("%s has the image %s, not %s", rest[0], r.Release.Digest, want)
	}
}

// thread: thread 'no space left', in the thread of the newest message
func (s *stage) thread(rest []string) {
	s.eventually("the thread says "+rest[0], func() bool {
		all := slices.DeleteFunc(s.messages("ben"), func(m slack.MessageView) bool { return m.Ephemeral })
		return slices.ContainsFunc(all[len(all)-1].Replies, func(m slack.MessageView) bool {
			return strings.Contains(m.Text+string(m.Blocks), rest[0])
		})
	})
}

// links: links prod '/actions/runs/', in the rollout's message
func (s *stage) links(rest []string) {
	s.eventually("the message links "+rest[1], func() bool {
		r, there := s.latest(rest[0])
		return there && r.Build != nil && strings.Contains(r.Build.URL, rest[1]) &&
			slices.ContainsFunc(s.messages("ben"), func(m slack.MessageView) bool { return strings.Contains(string(m.Blocks), r.Build.URL) })
	})
}

// runs: runs vouchers failure success, so many of the commit and so they ended, the
// oldest first; one that has not ended says how it stands
func (s *stage) runs(rest []string) {
	sha, want := s.commit(rest[0]).SHA, strings.Join(rest[1:], " ")
	s.eventually("the runs of "+rest[0]+": "+want, func() bool {
		var got struct {
			Runs []struct {
				Title      string `json:"display_title"`
				Status     string
				Conclusion string
			} `json:"workflow_runs"`
		}
		s.ask("/actions/runs?per_page=100", &got)
		var ended []string
		for _, r := range slices.Backward(got.Runs) {
			if strings.Contains(r.Title, sha) {
				ended = append(ended, cmp.Or(r.Conclusion, r.Status))
			}
		}
		return strings.Join(ended, " ") == want
	})
}

// deployments: deployments staging 'invoices inactive' 'vouchers success', the oldest
// first, as the code host shows them
func (s *stage) deployments(rest []string) {
	want := strings.Join(rest[1:], ", ")
	s.eventually("the deployments to "+rest[0]+": "+want, func() bool {
		var all []struct {
			ID  int64
			SHA string
		}
		s.ask("/deployments?per_page=100&environment="+url.QueryEscape(rest[0]), &all)
		var got []string
		for _, d := range slices.Backward(all) {
			var statuses []struct{ State string }
			s.ask(fmt.Sprintf("/deployments/%d/statuses", d.ID), &statuses)
			if len(statuses) > 0 {
				got = append(got, s.name(d.SHA)+" "+statuses[0].State)
			}
		}
		return strings.Join(got, ", ") == want
	})
}

// ask asks the code host about the channel's repository.
func (s *stage) ask(path string, into any) {
	q := httptest.NewRequestWithContext(s.t.Context(), http.MethodGet, "/code/api/repos/"+s.repository()+path, nil)
	q.Header.Set("Authorization", "Bearer "+s.World().Secrets.CodeToken)
	w := httptest.NewRecorder()
	s.World().Handler().ServeHTTP(w, q)
	if w.Code == http.StatusOK {
		s.must(json.Unmarshal(w.Body.Bytes(), into))
	}
}

// repository is that of the channel's service.
func (s *stage) repository() string {
	service, _ := s.World().Config.Service(s.channel)
	return service.Repository
}

// commit is the one at the head of a branch when the story began.
func (s *stage) commit(branch string) account.Commit {
	for _, c := range s.World().Commits {
		if c.Service == s.channel && c.Branch == branch {
			return c
		}
	}
	s.t.Fatalf("line %d: there is no branch %s", s.line, branch)
	return account.Commit{}
}

// name is a commit's branch, or the beginning of its SHA where it had none.
func (s *stage) name(sha string) string {
	for _, c := range s.World().Commits {
		if c.Service == s.channel && c.SHA == sha && c.Branch != "" {
			return c.Branch
		}
	}
	return sha[:7]
}

func (s *stage) must(err error) {
	if err != nil {
		s.fail("%v", err)
	}
}
