package browser

import (
	"context"
	"os/exec"
	"sync/atomic"
	"testing"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp"

	"github.com/slipway-dev/slipway/tests/process"
)

// visit starts a sandbox, and a browser that sees its page for the first time.
func visit(t *testing.T, flags ...string) visitor {
	t.Helper()
	if testing.Short() {
		t.Skip("needs a browser")
	}
	t.Parallel()
	v := visitor{t: t, sandbox: process.Start(t, binary, t.TempDir(), flags...), restart: &atomic.Bool{}}
	t.Cleanup(func() { v.sandbox.Terminate(t) }) // so that it writes down what was covered
	options := append(chromedp.DefaultExecAllocatorOptions[:],
		chromedp.ExecPath(browser(t)), chromedp.WindowSize(wide.width, wide.height), chromedp.UserDataDir(t.TempDir()),
		chromedp.NoSandbox, chromedp.DisableGPU, // a container's root has no sandbox to offer
		chromedp.Flag("disable-quic", true), chromedp.Flag("disable-component-update", true), chromedp.Flag("disable-sync", true),
	)
	ctx, stop := chromedp.NewExecAllocator(context.WithoutCancel(t.Context()), options...)
	t.Cleanup(stop)
	v.page, stop = chromedp.NewContext(ctx)
	t.Cleanup(stop)
	v.listen()
	v.do(colours("light"), wide.open(), chromedp.Navigate(v.sandbox.Info.URL), ready())
	return v
}

// open is for those who have seen the tour.
func open(t *testing.T, flags ...string) visitor {
	t.Helper()
	v := visit(t, flags...)
	v.do(click(testid("tour-close")), gone(testid("tour")), focused(testid("composer")))
	return v
}

// window is how much one sees at once, in pixels.
type window struct{ width, height int }

var (
	wide   = window{1440, 900}
	small  = window{1024, 768}
	narrow = window{390, 844} // a phone, held upright
)

func (w window) open() step { return chromedp.EmulateViewport(int64(w.width), int64(w.height)) }

// colours asks for a theme, as the system does, and for nothing that moves.
func colours(theme string) step {
	features := []*emulation.MediaFeature{{Name: "prefers-color-scheme", Value: theme}, {Name: "prefers-reduced-motion", Value: "reduce"}}
	return chromedp.Func(func(ctx context.Context, _ *chromedp.Target) error {
		_, err := chromedp.Call(ctx, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{Features: features})
		return err
	})
}

// browser finds an installed Chromium or Chrome.
func browser(t *testing.T) string {
	t.Helper()
	for _, name := range []string{"chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome"} {
		if path, err := exec.LookPath(name); err == nil {
			return path
		}
	}
	t.Fatal("This test needs Chromium or Chrome. On Debian: apt-get install chromium")
	return ""
}
