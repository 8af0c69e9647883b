package report

import (
	"bytes"
	"encoding/xml"
	"errors"
	"io"
	"math"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

// well says whether it is an SVG picture on white, from its first to its last
// byte.
func well(t *testing.T, svg []byte) {
	t.Helper()
	d, elements := xml.NewDecoder(bytes.NewReader(svg)), map[string]int{}
	for {
		token, err := d.Token()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			t.Fatal(err)
		}
		if e, ok := token.(xml.StartElement); ok {
			elements[e.Name.Local]++
		}
	}
	if elements["svg"] != 1 || elements["path"] < 10 || elements["text"] < 10 {
		t.Errorf("%v", elements)
	}
	if first := bytes.Index(svg, []byte("<path")); !bytes.Contains(svg[first:first+100], []byte("fill:#FFFFFF")) {
		t.Errorf("it does not begin with white: %s", svg[first:first+100])
	}
}

func TestAPlotSaysWhatItShows(t *testing.T) {
	pictures := 0
	for _, p := range all(t) {
		if !p.plot {
			continue
		}
		pictures++
		pic := p.tell(canned(p.cells)).picture
		svg, err := pic.svg()
		if err != nil {
			t.Fatal(err)
		}
		well(t, svg)
		said := []string{pic.title, pic.y, "minutes since the first traffic", "Liberation Sans,Arial,Helvetica,sans-serif"}
		for _, c := range pic.curves {
			said = append(said, c.name)
		}
		for _, want := range said {
			if !strings.Contains(string(svg), want) {
				t.Errorf("%s does not say %q", pic.file, want)
			}
		}
	}
	if pictures != 2 {
		t.Errorf("%d pictures", pictures)
	}
}

func TestTheSameFiguresGiveTheSamePicture(t *testing.T) {
	made := map[string]bool{}
	for range 3 {
		p := all(t)[1]
		svg, err := p.tell(canned(p.cells)).picture.svg()
		if err != nil {
			t.Fatal(err)
		}
		made[string(svg)] = true
	}
	if len(made) != 1 {
		t.Errorf("%d pictures", len(made))
	}
}

func TestACurveCountsWhatWasDoneByEachMinute(t *testing.T) {
	got := shares([]time.Duration{time.Minute, 90 * time.Second, 2 * time.Minute, lastMinute * time.Minute, 100 * time.Minute}, 10)
	want := make([]float64, lastMinute+1)
	for m := range want {
		switch {
		case m == 1:
			want[m] = 10
		case m >= lastMinute:
			want[m] = 40
		case m >= 2:
			want[m] = 30
		}
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestAFigureThatIsNoNumberIsNotDrawn(t *testing.T) {
	if _, err := (picture{curves: []curve{{name: "odd", percent: []float64{math.NaN()}}}}).svg(); err == nil || !strings.Contains(err.Error(), "odd") {
		t.Error(err)
	}
}
