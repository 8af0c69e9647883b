package cost

import (
	"bytes"
	"encoding/json"
	"io"
	"net/http"
	"sync"

	"github.com/slipway-dev/slipway/tests/bench/account"
)

// shelf knows how large each item of the table is, from the transactions that pass by.
type shelf struct {
	mu    sync.Mutex
	sizes map[string]int
}

// line carries requests to the account, and looks at those that write.
func (s *shelf) line(c account.Call, next http.Handler) http.Handler {
	if c.Operation != "TransactWriteItems" {
		return next
	}
	return http.HandlerFunc(func(w http.ResponseWriter, q *http.Request) {
		body, err := io.ReadAll(q.Body)
		if err != nil {
			http.Error(w, err.Error(), http.StatusBadRequest)
			return
		}
		q.Body = io.NopCloser(bytes.NewReader(body))
		s.look(body)
		next.ServeHTTP(w, q)
	})
}

// look takes every write for one that succeeds. JSON is a little more than what DynamoDB counts.
func (s *shelf) look(body []byte) {
	var all struct {
		TransactItems []struct {
			Put    *struct{ Item map[string]json.RawMessage }
			Delete *struct{ Key map[string]json.RawMessage }
		}
	}
	if json.Unmarshal(body, &all) != nil {
		return // the table complains
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, i := range all.TransactItems {
		switch {
		case i.Put != nil:
			n := 0
			for name, value := range i.Put.Item {
				n += len(name) + len(value)
			}
			s.sizes[key(i.Put.Item)] = n
		case i.Delete != nil:
			delete(s.sizes, key(i.Delete.Key))
		}
	}
}

func key(item map[string]json.RawMessage) string { return string(item["pk"]) + string(item["sk"]) }

// bytes is how many are kept.
func (s *shelf) bytes() (n int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, size := range s.sizes {
		n += size
	}
	return n
}
