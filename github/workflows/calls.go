package workflows

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/google/go-github/v62/github"

	"github.com/slipway-dev/slipway/github/hub"
)

// id is a number as a part of a path.
func id(number int64) string { return strconv.FormatInt(number, 10) }

// get reads one thing below a repository's actions.
func get[T any](ctx context.Context, w *Workflows, p place, activity string, query url.Values, parts ...string) (T, *github.Response, error) {
	parts = append([]string{"repos", p.owner, p.repo, "actions"}, parts...)
	return hub.Get[T](ctx, w.hub, activity+" of "+p.String(), query, parts...)
}

// page reads one page of a list, and gives the number of the next; 0 after the last,
// and when enough were read.
func page[T any](ctx context.Context, w *Workflows, p place, activity string, query url.Values, number int, parts ...string) (T, int, error) {
	const (
		most  = 100 // that GitHub puts on one
		pages = 3   // that are read at most
	)
	query.Set("per_page", strconv.Itoa(most))
	query.Set("page", strconv.Itoa(number))
	out, answer, err := get[T](ctx, w, p, activity, query, parts...)
	if err != nil || answer.NextPage > pages {
		return out, 0, err
	}
	return out, answer.NextPage, nil
}

// post asks for something below a repository's actions, and reads what is answered.
// Once GitHub has taken it nothing is an error any more, though the answer may be cut.
func (w *Workflows) post(ctx context.Context, p place, activity string, body any, parts ...string) ([]byte, error) {
	const enough = 64 << 10
	for i := range parts {
		parts[i] = url.PathEscape(parts[i])
	}
	path := fmt.Sprintf("repos/%s/%s/actions/%s", p.owner, p.repo, strings.Join(parts, "/"))
	q, err := w.hub.Client().NewRequest(http.MethodPost, path, body)
	if err != nil {
		return nil, fmt.Errorf("make a request: %w", err)
	}
	answer, err := w.hub.Client().BareDo(ctx, q)
	var taken *github.AcceptedError // how the client gives back a 202
	if errors.As(err, &taken) {
		return taken.Raw, nil
	}
	if err != nil {
		return nil, w.hub.Explain(activity+" of "+p.String(), err)
	}
	defer answer.Body.Close() //nolint:errcheck // it was read only
	read, _ := io.ReadAll(io.LimitReader(answer.Body, enough))
	return read, nil
}

// says tells whether an error comes of the API's answer with one of these codes, and
// has the words in it.
func says(err error, words string, codes ...int) bool {
	var answer *github.ErrorResponse
	return errors.As(err, &answer) && slices.Contains(codes, hub.Status(err)) && strings.Contains(answer.Message, words)
}
