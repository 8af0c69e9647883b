package github

import (
	"cmp"
	"fmt"
	"net/http"
	"strconv"
	"strings"
)

func showRun(c *call, s *sheet) error {
	r, err := c.asked()
	if err != nil {
		return err
	}
	s.Title, s.State = r.Title, cmp.Or(r.Conclusion, r.Status)
	s.Facts = []fact{
		{Name: "Workflow", Text: r.File}, {Name: "Run", Text: fmt.Sprintf("#%d, attempt %d", r.Number, r.Attempt)}, {Name: "Begun by", Text: r.Actor},
		{Name: "Commit", Text: r.SHA, URL: c.page(c.repo, "/commit/%s", r.SHA)},
	}
	for _, j := range r.latest() {
		items := []fact{{Name: cmp.Or(j.Conclusion, j.Status), Text: "Log", URL: c.page(c.repo, "/actions/runs/%d/job/%d", r.ID, j.ID)}}
		for _, step := range j.Steps {
			items = append(items, fact{Name: cmp.Or(step.Conclusion, step.Status), Text: step.Name})
		}
		s.Lists = append(s.Lists, list{"Job " + j.Name, items})
	}
	button := func(name, do string) {
		s.Does = append(s.Does, does{name, c.page(c.repo, "/actions/runs/%d/%s", r.ID, do)})
	}
	if r.Status == completed {
		button("Re-run all jobs", "rerun")
		if r.Conclusion != success {
			button("Re-run failed jobs", "rerun-failed")
		}
		return nil
	}
	button("Cancel", "cancel")
	if e, waits := c.gate(r); waits {
		s.Facts = append(s.Facts, fact{Name: "Waits for", Text: e.Name})
		button("Approve "+e.Name, "approve")
	}
	return nil
}

func showJob(c *call, s *sheet) error {
	r, err := c.asked()
	if err != nil {
		return err
	}
	id, err := strconv.ParseInt(c.path("job"), 10, 64)
	if err != nil {
		return notFound()
	}
	of, j, known := c.jobOf(id)
	if !known || of.ID != r.ID {
		return notFound()
	}
	s.Title, s.State, s.Text = j.Name, cmp.Or(j.Conclusion, j.Status), strings.Join(j.Log, "\n")
	s.Facts = []fact{{Name: "Run", Text: r.Title, URL: c.page(c.repo, "/actions/runs/%d", r.ID)}}
	return nil
}

// press does what a button on the page of a run says, and shows the page again.
func (h *Host) press(w http.ResponseWriter, r *http.Request) {
	how := map[string]func(run) error{
		"cancel": h.cancel, "rerun": func(r run) error { return h.rerun(r, false) }, "rerun-failed": func(r run) error { return h.rerun(r, true) },
		"approve": h.approve,
	}[r.PathValue("do")]
	var page string
	_, err := h.fill(r, func(c *call, _ *sheet) error {
		asked, err := c.asked()
		if err != nil || how == nil {
			return notFound()
		}
		page = c.page(c.repo, "/actions/runs/%d", asked.ID)
		return how(asked)
	})
	switch {
	case page == "":
		http.NotFound(w, r)
	case err != nil:
		http.Error(w, err.Error(), http.StatusConflict)
	default:
		http.Redirect(w, r, page, http.StatusSeeOther)
	}
}
