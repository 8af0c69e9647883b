package workflows

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"

	"github.com/google/go-github/v62/github"
)

// longest is how much of a log is read: its end, in bytes.
const longest = 1 << 20

// log is the end of a job's log. GitHub leads to a storage (Azure's) from which a long
// one can be had from any byte on, but not as so many bytes from its end:
// https://learn.microsoft.com/rest/api/storageservices/specifying-the-range-header-for-blob-service-operations
// So the first answer says how long it is, and is given up when that is too much.
func (w *Workflows) log(ctx context.Context, p place, job int64) ([]byte, error) {
	answer, err := w.fetch(ctx, p, job, 0)
	if err != nil {
		return nil, err
	}
	if length := answer.ContentLength; length > longest {
		if err := answer.Body.Close(); err != nil {
			return nil, fmt.Errorf("leave a long log: %w", err)
		}
		if answer, err = w.fetch(ctx, p, job, length-longest); err != nil {
			return nil, err
		}
	}
	defer answer.Body.Close() //nolint:errcheck // it was read only
	log, err := io.ReadAll(io.LimitReader(answer.Body, longest+1))
	switch {
	case err != nil:
		return nil, fmt.Errorf("read the log of job %d: %w", job, err)
	case len(log) > longest:
		return nil, errors.New("the log is long, and cannot be had in part")
	}
	return log, nil
}

// fetch asks for a log from a byte on. It is not to be compressed: only then does
// the answer say how long it is.
func (w *Workflows) fetch(ctx context.Context, p place, job, from int64) (*github.Response, error) {
	path := fmt.Sprintf("repos/%s/%s/actions/jobs/%d/logs", p.owner, p.repo, job)
	q, err := w.hub.Client().NewRequest(http.MethodGet, path, nil)
	if err != nil {
		return nil, fmt.Errorf("make a request: %w", err)
	}
	q.Header.Set("Accept-Encoding", "identity")
	if from > 0 {
		q.Header.Set("Range", fmt.Sprintf("bytes=%d-", from))
	}
	answer, err := w.hub.Client().BareDo(ctx, q)
	return answer, w.hub.Explain("show a job's log of "+p.String(), err)
}
