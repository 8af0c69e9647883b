package github

import (
	"net/http"
	"strconv"
	"strings"
	"time"
)

// logLives is how long the address of a log is good for.
const logLives = time.Minute

// logLink is where a log can be fetched, without a token, for a while.
type logLink struct {
	job   int64
	until time.Time
}

// job is the job that the path names, and its run.
func (c *call) job() (run, job, error) {
	id, err := strconv.ParseInt(c.path("job"), 10, 64)
	if err != nil {
		return run{}, job{}, notFound()
	}
	r, j, known := c.jobOf(id)
	if !known || r.Repository != c.repo.FullName() {
		return run{}, job{}, notFound()
	}
	return r, j, nil
}

func (h *Host) jobOf(id int64) (run, job, bool) {
	for _, r := range h.runs {
		for _, j := range r.Jobs {
			if j.ID == id {
				return r, j, true
			}
		}
	}
	return run{}, job{}, false
}

func getJob(c *call) (answer, error) {
	r, j, err := c.job()
	if err != nil {
		return answer{}, err
	}
	return answer{body: c.jobJSON(r, j)}, nil
}

// jobLogs says where the log of a job is, once the job has ended.
func jobLogs(c *call) (answer, error) {
	_, j, err := c.job()
	if err != nil {
		return answer{}, err
	}
	if j.Status != completed || len(j.Log) == 0 {
		return answer{}, notFound()
	}
	now, secret := c.o.Now(), c.o.NewID("")
	for name, link := range c.logs {
		if now.After(link.until) {
			delete(c.logs, name)
		}
	}
	c.logs[secret] = logLink{job: j.ID, until: now.Add(logLives)}
	return answer{status: http.StatusFound, header: http.Header{"Location": {c.o.WebURL + "/-/logs/" + secret}}}, nil
}

// serveLog serves a log to whoever has its address. As the storage that GitHub keeps
// logs in does, it refuses a request that brings a token too.
func (h *Host) serveLog(w http.ResponseWriter, r *http.Request) {
	if r.Header.Get("Authorization") != "" {
		http.Error(w, "Server failed to authenticate the request.", http.StatusUnauthorized)
		return
	}
	h.mu.Lock()
	link, known := h.logs[r.PathValue("secret")]
	_, j, there := h.jobOf(link.job)
	h.mu.Unlock()
	if !known || !there || h.o.Now().After(link.until) {
		http.Error(w, "Signature not valid in the specified time frame", http.StatusForbidden)
		return
	}
	w.Header().Set("Content-Type", "text/plain; charset=utf-8")
	w.Header().Set("X-Content-Type-Options", "nosniff")
	_, _ = w.Write([]byte("\uFEFF" + strings.Join(j.Log, "\n") + "\n")) // when the other side has gone there is nobody to tell
}
