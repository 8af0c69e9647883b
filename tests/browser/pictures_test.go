package browser

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"flag"
	"fmt"
	"image"
	"image/png"
	"io"
	"os"
	"path/filepath"
	"testing"

	"github.com/chromedp/chromedp"
	"github.com/soniakeys/quant/mean"
)

// The documents' pictures are made by the tests, with `make pictures`; build.txt
// says of which bundle they are.
const (
	pictures = "../../docs/images/page"
	bundle   = "../../sandbox/page/static"
	build    = pictures + "/build.txt"
)

func asked() bool { return os.Getenv("SLIPWAY_PICTURES") != "" }

// shot is what the page looks like.
func (v visitor) shot() image.Image {
	v.t.Helper()
	v.do(drawn())
	b, err := chromedp.Run(v.page, chromedp.CaptureScreenshot())
	if err != nil {
		v.t.Fatal(err)
	}
	img, err := png.Decode(bytes.NewReader(b))
	if err != nil {
		v.t.Fatal(err)
	}
	return img
}

// picture keeps a picture of the page, if pictures are asked for. 256 colours are
// enough, and a third of the bytes.
func (v visitor) picture(name string) {
	v.t.Helper()
	if !asked() {
		return
	}
	var b bytes.Buffer
	small := png.Encoder{CompressionLevel: png.BestCompression}
	if err := small.Encode(&b, mean.Quantizer(256).Paletted(v.shot())); err != nil {
		v.t.Fatal(err)
	}
	v.keep(filepath.Join(pictures, name+".png"), b.Bytes(), 250_000)
}

// keep writes a file that people will download.
func (v visitor) keep(name string, b []byte, most int) {
	v.t.Helper()
	if len(b) > most {
		v.t.Errorf("%s has %d bytes, and may have %d", name, len(b), most)
	}
	if err := os.MkdirAll(filepath.Dir(name), 0o750); err != nil {
		v.t.Fatal(err)
	}
	if err := os.WriteFile(name, b, 0o600); err != nil {
		v.t.Fatal(err)
	}
}

// signed writes down which bundle the pictures are of, once all were made.
func signed() error {
	if run := flag.Lookup("test.run"); run == nil || run.Value.String() != "" {
		return nil // not all were made
	}
	sum, err := digest()
	if err != nil {
		return err
	}
	return os.WriteFile(build, []byte(sum+"\n"), 0o600)
}

// digest is that of the bundle's files, one after the other.
func digest() (string, error) {
	sum := sha256.New()
	for _, name := range []string{"app.js", "app.css", "index.html"} {
		f, err := os.Open(filepath.Join(bundle, name))
		if err != nil {
			return "", err
		}
		_, err = io.Copy(sum, f)
		if err = errors.Join(err, f.Close()); err != nil {
			return "", fmt.Errorf("read %s: %w", name, err)
		}
	}
	return hex.EncodeToString(sum.Sum(nil)), nil
}

func TestThePicturesAreOfThisBuild(t *testing.T) {
	if asked() {
		t.Skip("they are being made")
	}
	made, err := os.ReadFile(build)
	if err != nil {
		t.Fatal(err)
	}
	now, err := digest()
	if err != nil {
		t.Fatal(err)
	}
	if string(bytes.TrimSpace(made)) != now {
		t.Error("docs/images/page shows another build of the page than sandbox/page/static; run `make pictures`")
	}
}
