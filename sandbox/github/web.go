package github

import (
	"cmp"
	"fmt"
	"html/template"
	"net/http"
	"strconv"
	"strings"
)

// pages serves what links to the code host lead to. Nobody has to log in.
func (h *Host) pages() http.Handler {
	page := template.Must(template.New("sheet").Parse(sheetHTML))
	mux := http.NewServeMux()
	mux.HandleFunc("GET /-/logs/{secret}", h.serveLog)
	for pattern, fill := range map[string]func(*call, *sheet) error{
		"":                              showRepo,
		"/commit/{ref}":                 showCommit,
		"/compare/{basehead...}":        showCompare,
		"/pull/{number}":                showPull,
		"/actions/runs/{run}":           showRun,
		"/actions/runs/{run}/job/{job}": showJob,
	} {
		mux.HandleFunc("GET /{owner}/{repo}"+pattern, func(w http.ResponseWriter, r *http.Request) {
			s, err := h.fill(r, fill)
			if err != nil {
				http.NotFound(w, r)
				return
			}
			w.Header().Set("Content-Type", "text/html; charset=utf-8")
			w.Header().Set("Content-Security-Policy", "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'")
			_ = page.Execute(w, s) // when the other side has gone there is nobody to tell
		})
	}
	mux.Handle("POST /{owner}/{repo}/actions/runs/{run}/{do}", http.NewCrossOriginProtection().Handler(http.HandlerFunc(h.press)))
	return mux
}

// fill makes a page of what the path names.
func (h *Host) fill(r *http.Request, fill func(*call, *sheet) error) (sheet, error) {
	h.mu.Lock()
	defer h.mu.Unlock()
	c := &call{Host: h, r: r}
	repo, known := h.repo(c.path("owner"), c.path("repo"))
	if !known {
		return sheet{}, notFound()
	}
	if err := h.settle(); err != nil {
		return sheet{}, err
	}
	c.repo = repo
	s := sheet{Repository: repo.FullName(), Home: h.page(repo, "")}
	return s, fill(c, &s)
}

// subject is the first line of what a commit says.
func (c Commit) subject() string {
	line, _, _ := strings.Cut(c.message(), "\n")
	return line
}

func (c *call) commitFact(one Commit) fact {
	return fact{Name: one.SHA[:7], Text: cmp.Or(one.subject(), "(no words)"), URL: c.page(c.repo, "/commit/%s", one.SHA)}
}

func showRepo(c *call, s *sheet) error {
	s.Title = "Newest commits of " + c.repo.Default
	commits := c.repo.inOrder(c.repo.history(c.repo.branches[c.repo.Default]))
	var items []fact
	for i := len(commits) - 1; i >= max(0, len(commits)-perPage); i-- {
		items = append(items, c.commitFact(commits[i]))
	}
	s.Lists = append(c.told(), list{"Commits", items})
	return nil
}

func showCommit(c *call, s *sheet) error {
	one, err := c.commitAt(c.path("ref"))
	if err != nil {
		return err
	}
	s.Title, s.Text = one.subject(), one.message()
	s.Facts = []fact{{Name: "Commit", Text: one.SHA}, {Name: "Author", Text: one.Author}}
	for _, p := range one.Parents {
		s.Facts = append(s.Facts, fact{Name: "Parent", Text: p, URL: c.page(c.repo, "/commit/%s", p)})
	}
	var checks, files []fact
	for _, check := range c.repo.checksOf(one) {
		checks = append(checks, fact{Name: cmp.Or(check.conclusion(), check.status()), Text: check.Name, URL: check.URL})
	}
	for i, f := range one.Files {
		files = append(files, fact{Name: strconv.Itoa(i + 1), Text: f})
	}
	s.Lists = []list{{"Checks", checks}, {"Files", files}}
	return nil
}

func showCompare(c *call, s *sheet) error {
	from, to, _ := strings.Cut(c.path("basehead"), "...")
	base, there := c.repo.find(from)
	head, also := c.repo.find(to)
	if !there || !also {
		return notFound()
	}
	s.Title = fmt.Sprintf("From %s to %s", base.SHA[:7], head.SHA[:7])
	var items []fact
	for _, one := range c.repo.inOrder(without(c.repo.history(head.SHA), c.repo.history(base.SHA))) {
		items = append(items, c.commitFact(one))
	}
	s.Lists = []list{{fmt.Sprintf("%d commits", len(items)), items}}
	return nil
}

func showPull(c *call, s *sheet) error {
	p, err := c.pull()
	if err != nil {
		return err
	}
	s.Title, s.Text, s.State = fmt.Sprintf("%s (#%d)", p.Title, p.Number), p.Body, "open"
	if p.Closed || p.Merge != "" {
		s.State = "closed"
	}
	s.Facts = []fact{{Name: "Author", Text: p.Author}, {Name: "Head", Text: p.Head, URL: c.page(c.repo, "/commit/%s", p.Head)}}
	var reviews []fact
	for _, r := range p.Reviews {
		reviews = append(reviews, fact{Name: r.Author, Text: r.State})
	}
	s.Lists = []list{{"Reviews", reviews}}
	return nil
}
