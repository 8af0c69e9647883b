package browser

import (
	"context"
	"os/exec"
	"testing"

	"github.com/chromedp/chromedp"

	"github.com/slipway-dev/slipway/tests/process"
)

// open starts a sandbox and a browser on its page.
func open(t *testing.T) visitor {
	t.Helper()
	if testing.Short() {
		t.Skip("needs a browser")
	}
	options := append(chromedp.DefaultExecAllocatorOptions[:],
		chromedp.ExecPath(browser(t)), chromedp.WindowSize(1440, 900), chromedp.UserDataDir(t.TempDir()),
		chromedp.NoSandbox, chromedp.DisableGPU, // a container's root has no sandbox to offer
		chromedp.Flag("disable-quic", true), chromedp.Flag("disable-component-update", true), chromedp.Flag("disable-sync", true),
	)
	ctx, stop := chromedp.NewExecAllocator(context.WithoutCancel(t.Context()), options...)
	t.Cleanup(stop)
	ctx, stop = chromedp.NewContext(ctx)
	t.Cleanup(stop)
	if err := chromedp.Do(ctx, chromedp.Navigate(sandbox(t))); err != nil {
		t.Fatalf("open the page: %v", err)
	}
	return visitor{t: t, page: ctx}
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

// sandbox starts a sandbox, and gives its address.
func sandbox(t *testing.T) string {
	t.Helper()
	bin, err := process.Build(t.Context(), t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	p := process.Start(t, bin, t.TempDir())
	t.Cleanup(func() { p.Terminate(t) }) // so that it writes down what was covered
	return p.Info.URL
}
