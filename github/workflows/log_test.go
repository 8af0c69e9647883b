package workflows_test

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// storage keeps one log, somewhere else than GitHub's API.
type storage struct {
	url string

	mu     sync.Mutex
	ranges []string // that were asked for
	tokens []string // that came along
	sent   int      // bytes
}

func newStorage(t *testing.T, serve http.HandlerFunc) *storage {
	t.Helper()
	s := &storage{}
	server := httptest.NewServer(http.HandlerFunc(func(out http.ResponseWriter, q *http.Request) {
		s.mu.Lock()
		defer s.mu.Unlock()
		s.ranges = append(s.ranges, q.Header.Get("Range"))
		s.tokens = append(s.tokens, q.Header.Get("Authorization"))
		serve(counted{out, s}, q)
	}))
	t.Cleanup(server.Close)
	s.url = server.URL + "/log?sig=a-secret"
	return s
}

// counted counts what is sent.
type counted struct {
	http.ResponseWriter
	s *storage
}

func (c counted) Write(p []byte) (int, error) {
	n, err := c.ResponseWriter.Write(p)
	c.s.sent += n
	return n, err
}

// shown is how the log of a run that failed is shown, and how often GitHub was asked
// for it.
func shown(t *testing.T, s *storage) ([]string, int) {
	t.Helper()
	w := newWorld(t)
	w.on(run, stands("completed", "failure", 1))
	w.on(jobs, said(200, twoJobs))
	w.on(logs, said(302, "", "Location", s.url))
	got, err := w.Look(t.Context(), "checkout", 77)
	if err != nil || got.Failure == nil {
		t.Fatalf("got %+v, %v", got, err)
	}
	return got.Failure.Log, w.called(logs)
}

func TestALogIsReadWhereItIsStoredWithoutOurToken(t *testing.T) {
	s := newStorage(t, said(200, "one\ntwo\n"))
	log, asked := shown(t, s)
	if diff := cmp.Diff([]string{"one", "two"}, log); diff != "" || asked != 1 {
		t.Errorf("asked %d times, (-want +got):\n%s", asked, diff)
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if diff := cmp.Diff([]string{""}, s.tokens); diff != "" {
		t.Errorf("the storage was sent tokens: %q", s.tokens)
	}
}

func TestOfALogOf100MBOnlyTheEndIsRead(t *testing.T) {
	end := strings.Repeat("x\n", 1<<19) + "the end\n"
	const size = 100 << 20
	s := newStorage(t, func(out http.ResponseWriter, q *http.Request) {
		from := int64(0)
		if _, err := fmt.Sscanf(q.Header.Get("Range"), "bytes=%d-", &from); err != nil {
			out.Header().Set("Content-Length", fmt.Sprint(size))
			fmt.Fprint(out, strings.Repeat("the beginning\n", 100))
			return
		}
		out.WriteHeader(http.StatusPartialContent)
		fmt.Fprint(out, end[int64(len(end))-(size-from):])
	})
	log, asked := shown(t, s)
	if len(log) != 20 || log[19] != "the end" || asked != 2 {
		t.Errorf("asked %d times, got %q", asked, log)
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if most := 2 << 20; s.sent > most {
		t.Errorf("%d bytes were read, want at most %d", s.sent, most)
	}
	if want := []string{"", "bytes=103809024-"}; !cmp.Equal(s.ranges, want) {
		t.Errorf("asked for %q, want %q", s.ranges, want)
	}
}

func TestALongLogThatCannotBeHadInPartIsLeftOut(t *testing.T) {
	endless := func(out http.ResponseWriter, _ *http.Request) {
		for range 32 << 10 {
			fmt.Fprint(out, strings.Repeat("x", 1<<10)) // no length is told: it goes in chunks
		}
	}
	unranged := func(out http.ResponseWriter, q *http.Request) {
		out.Header().Set("Content-Length", fmt.Sprint(32<<20))
		endless(out, q)
	}
	for name, serve := range map[string]http.HandlerFunc{"of no told length": endless, "whose storage knows no ranges": unranged} {
		t.Run(name, func(t *testing.T) {
			s := newStorage(t, serve)
			if log, _ := shown(t, s); len(log) != 0 {
				t.Errorf("got %.200q", log)
			}
			s.mu.Lock() // once all is served
			defer s.mu.Unlock()
			if s.sent > 16<<20 {
				t.Errorf("%d bytes of 32 MB were read", s.sent)
			}
		})
	}
}

func TestAStorageThatIsGoneLeavesAFailureWithoutALog(t *testing.T) {
	if log, _ := shown(t, &storage{url: "http://127.0.0.1:1/"}); len(log) != 0 {
		t.Errorf("got %q", log)
	}
}
