package browser

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/chromedp/cdproto/log"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"

	"github.com/slipway-dev/slipway/tests/process"
)

// visitor is somebody with the page open.
type visitor struct {
	t       *testing.T
	sandbox *process.Process
	page    context.Context // of the browser's tab
	restart *atomic.Bool    // it is all right that the sandbox is away for a moment
}

// do carries out the steps, and shows what the page looked like if one fails.
func (v visitor) do(steps ...step) {
	v.t.Helper()
	ctx, cancel := context.WithTimeout(v.page, 2*time.Minute)
	defer cancel()
	for i, step := range steps {
		if err := chromedp.Do(ctx, step); err != nil {
			name := filepath.Join(os.TempDir(), "slipway-browser-"+strings.ReplaceAll(v.t.Name(), "/", "-")+".png")
			if shot, shotErr := chromedp.Run(v.page, chromedp.CaptureScreenshot()); shotErr == nil {
				_ = os.WriteFile(name, shot, 0o600) // a help only
			}
			v.t.Fatalf("step %d: %v (see %s)", i+1, err, name)
		}
	}
}

// listen fails the test when the page asks for anything from another place, or
// has something to complain about.
func (v visitor) listen() {
	v.t.Helper()
	var mu sync.Mutex
	var heard []string
	note := func(what string) {
		mu.Lock()
		defer mu.Unlock()
		heard = append(heard, what)
	}
	err := chromedp.Listen(v.page, func(event any) {
		switch e := event.(type) {
		case *network.EventRequestWillBeSent:
			if url := e.Request.URL; !strings.HasPrefix(url, v.sandbox.Info.URL+"/") && !strings.HasPrefix(url, "data:") {
				note("it asks for " + url)
			}
		case *runtime.EventConsoleAPICalled:
			note(fmt.Sprintf("it writes to the console: %s %v", e.Type, e.Args))
		case *runtime.EventExceptionThrown:
			note(fmt.Sprintf("it throws: %+v", *e.ExceptionDetails))
		case *log.EventEntryAdded:
			// While everything begins again, the sandbox says to come back later, and the page does.
			again := v.restart.Load() && strings.Contains(e.Entry.Text, "status of 503")
			if !again && (e.Entry.Level == log.EntryLevelError || e.Entry.Level == log.EntryLevelWarning) {
				note("the browser complains: " + e.Entry.Text + " " + e.Entry.URL)
			}
		}
	})
	if err != nil {
		v.t.Fatal(err)
	}
	v.t.Cleanup(func() {
		mu.Lock()
		defer mu.Unlock()
		for _, what := range heard {
			v.t.Errorf("The page is not quiet: %s", what)
		}
	})
}
