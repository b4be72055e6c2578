package plots

import (
	"math"
	"strings"
	"testing"
)

// A curve says who is on which side, and of whom a quantity with gaps is not known.
func TestCurveNamesItsSides(t *testing.T) {
	c := sampleCurve(2, false)
	c.Systems, c.Rest = []string{"GB300 NVL72"}, []string{"Trainium3", "MI355X"}
	c.Panels[1].Missing = []string{"MI355X"}
	for _, want := range []string{"With GB300 NVL72 against Trainium3 and MI355X.", "Total capital is not known of MI355X, nor of mixes with it."} {
		if text := said(t, c); !strings.Contains(text, want) {
			t.Errorf("%q is not in: %s", want, text)
		}
		if alt := AltText(c); !strings.Contains(alt, strings.TrimSuffix(want, ".")) {
			t.Errorf("%q is not in: %s", want, alt)
		}
	}
	c.Rest, c.Systems, c.Panels[1].Missing = []string{"a", "b", "c", "d"}, []string{"Nvidia"}, []string{"a", "b"}
	for _, want := range []string{"The rest is 4 systems.", "of a and b, nor of mixes with them."} {
		if text := said(t, c); !strings.Contains(text, want) {
			t.Errorf("%q is not in: %s", want, text)
		}
	}
}

// The picture of a frontier whose search was ended does not call it proved; one mix has nothing between it.
func TestFrontierSaysWhatIsProved(t *testing.T) {
	for _, c := range []struct {
		n        int
		unproved bool
		want     string
	}{
		{1, false, "The mix is proved with every input at its mid."}, {1, true, "it is not proved."}, {4, false, "between them lie others."}, {4, true, "not each mix is proved."},
	} {
		f := sampleFrontier(c.n, false)
		f.Unproved = c.unproved
		if text := said(t, f); !strings.Contains(text, c.want) || c.unproved == strings.Contains(text, "proved with every input") {
			t.Errorf("%d points, unproved %t: %q is not in: %s", c.n, c.unproved, c.want, text)
		}
	}
}

// A system alone that all but hides behind a point of the frontier is not drawn, and no grey name stands so near to a point that it would be taken for its name.
func TestGreyNamesBelongToGreyDots(t *testing.T) {
	f := sampleFrontier(12, false)
	f.Others = append(f.Others, FrontierPoint{Name: "Hidden", X: f.Points[5].X * 1.001, Y: f.Points[5].Y})
	s := laidOut(t, f, Options{})
	if drawn(s, "Hidden") || len(s.kinds("other")) != 12 {
		t.Errorf("%d systems alone are drawn, the hidden one with them", len(s.kinds("other")))
	}
	// One whose name would end just before a point.
	last := f.Points[11]
	for _, left := range []float64{0.001, 0.01, 0.02, 0.03, 0.05} {
		f.Others = []FrontierPoint{{Name: "Somebody else", X: last.X * (1 - left), Y: last.Y * 0.95}, {Name: "Nobody", X: last.X * 0.6, Y: last.Y * 0.2}}
		s := laidOut(t, f, Options{})
		for _, b := range s.texts {
			if b.text != "Somebody else" {
				continue
			}
			own := s.kinds("other")[0].Min
			for _, p := range s.kinds("point") {
				if near, far := float64(away(b.Rectangle, own)), float64(away(b.Rectangle, p.Min)); far < 2*near+1-1e-9 && math.Abs(far) < 20 {
					t.Errorf("the name is %.1f from its own dot and %.1f from one of the frontier", near, far)
				}
			}
		}
		if !drawn(s, f.Points[11].Name) {
			t.Error("the end of the frontier has no name")
		}
	}
}
