package browser

import (
	"bytes"
	"image"
	"image/color"
	"image/draw"
	"image/gif"
	"testing"
	"time"

	"github.com/chromedp/chromedp"
	"github.com/soniakeys/quant/mean"
)

// film is frames that are shown one after the other.
type film struct {
	frames []image.Image
	shown  []time.Duration // how long each of them is
}

// take adds what the page looks like, for as long as it takes to read it.
func (f *film) take(v visitor, shown time.Duration) {
	f.frames = append(f.frames, v.shot())
	f.shown = append(f.shown, shown)
}

// progress is what the last message and the cloud say.
const progress = `['[data-testid=message]:last-child', '[data-testid=card-checkout-prod]'].map(s => document.querySelector(s)?.innerText).join('\n')`

// text is what an expression is now.
func (v visitor) text(expression string) string {
	v.t.Helper()
	is, err := chromedp.Run(v.page, chromedp.Evaluate[string](expression))
	if err != nil {
		v.t.Fatal(err)
	}
	return is
}

// The README's animated picture: a bad version is shipped, and caught.
func TestTheReadmeShowsABadVersionBeingCaught(t *testing.T) {
	if !asked() {
		t.Skip("it makes a picture; see `make pictures`")
	}
	var f film
	v := open(t)
	bad := v.sandbox.Info.Commit("checkout", "bad")[:7]
	v.do(window{1100, 720}.open(), fill(testid("composer"), "/deploy prod "+bad), keys("\x1b"), gone(testid("completions")))
	f.take(v, 2*time.Second)
	v.do(speed("10"), click(testid("composer")), keys("\r"), says("Looking at "+bad))
	for seen := ""; len(f.frames) < 20 && !v.is(`!!`+message("rolled back in prod")); {
		v.do(poll(progress+` !== `+quoted(seen)), chromedp.Sleep(300*time.Millisecond)) // the rest of the page follows
		f.take(v, 1500*time.Millisecond)
		seen = v.text(progress)
	}
	v.do(says("rolled back in prod"), weights("checkout-prod", "v41 100 %"), evaluate(`(m => { m.parentElement.scrollTop = m.offsetTop - m.parentElement.offsetTop; })(`+message("rolled back in prod")+`)`))
	f.take(v, 5*time.Second)
	b, err := f.gif()
	if err != nil {
		t.Fatal(err)
	}
	v.keep("../../docs/images/caught.gif", b, 2_000_000)
}

// gif has one palette for all frames, so that nothing changes its colour, and of
// each frame only what is not as it was in the one before.
func (f *film) gif() ([]byte, error) {
	size := f.frames[0].Bounds()
	roll := image.NewRGBA(image.Rect(0, 0, size.Dx(), size.Dy()*len(f.frames)))
	for i, frame := range f.frames {
		draw.Draw(roll, size.Add(image.Pt(0, i*size.Dy())), frame, image.Point{}, draw.Src)
	}
	whole := mean.Quantizer(255).Paletted(roll)
	whole.Palette = append(whole.Palette, color.Transparent)
	movie := gif.GIF{}
	for i := range f.frames {
		movie.Image = append(movie.Image, changed(whole, size, i))
		movie.Delay = append(movie.Delay, int(f.shown[i]/(10*time.Millisecond)))
	}
	var b bytes.Buffer
	err := gif.EncodeAll(&b, &movie)
	return b.Bytes(), err
}

// changed is a frame of the roll; what was the same before can be seen through it.
func changed(roll *image.Paletted, size image.Rectangle, i int) *image.Paletted {
	frame := image.NewPaletted(size, roll.Palette)
	length := len(frame.Pix)
	copy(frame.Pix, roll.Pix[i*length:])
	if i == 0 {
		return frame
	}
	clear := uint8(len(roll.Palette) - 1)
	for at, before := range roll.Pix[(i-1)*length : i*length] {
		if frame.Pix[at] == before {
			frame.Pix[at] = clear
		}
	}
	return frame
}
