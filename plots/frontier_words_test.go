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

// mirrored is the same frontier with its goals on the other axes.
func mirrored(f Frontier) Frontier {
	out := f
	out.X, out.Y, out.Points = f.Y, f.X, nil
	for _, p := range f.Points {
		p.X, p.Y = p.Y, p.X
		p.Low, p.High = p.Y, p.Y
		out.Points = append(out.Points, p)
	}
	out.Others = nil
	return out
}

// What most of a quantity takes of another is the same whichever is on which axis; of two that are both wanted, or both not, the title is where they trade.
func TestFrontierTitleFitsBothAxes(t *testing.T) {
	f := sampleFrontier(12, false)
	const want = "91% of the greatest effective throughput from 2 GW takes 83% of its total capital"
	if got := f.title(); got != want {
		t.Errorf("got %q", got)
	}
	if got := mirrored(f).title(); got != want {
		t.Errorf("mirrored: got %q", got)
	}
	for i := range f.Points {
		f.Points[i].X, f.Points[i].Y = float64(i+1)*1e9, float64(i+1)*1e19
	}
	const even = "From 2 GW, effective throughput grows in proportion to total capital"
	if got := f.title(); got != even {
		t.Errorf("got %q", got)
	}
	if got := mirrored(f).title(); got != even {
		t.Errorf("mirrored: got %q", got)
	}
	for _, more := range []bool{true, false} {
		f := sampleFrontier(4, false)
		f.X.More, f.Y.More = more, more
		if got := f.title(); !strings.HasPrefix(got, "From 2 GW, ") || !strings.Contains(got, " trade against ") {
			t.Errorf("both %t: got %q", more, got)
		}
	}
}

// Where a frontier bends at one system, its name is there, though mixes crowd round it; of a stretch of mixes of the same systems one is named.
func TestBendsAreNamed(t *testing.T) {
	f := sampleFrontier(1, false)
	f.Points, f.Others = nil, nil
	add := func(x, y float64, name string, systems ...string) {
		f.Points = append(f.Points, FrontierPoint{Name: name, Systems: systems, X: x * 1e9, Y: y * 1e18, Low: 0.7 * y * 1e18, High: 1.2 * y * 1e18})
	}
	add(45.5, 669, "Gaudi 3", "Gaudi 3")
	add(47.6, 701, "Gaudi 3", "Gaudi 3")
	add(51.1, 718, "67% Gaudi 3, 33% MI355X", "Gaudi 3", "MI355X")
	add(53.6, 730, "56% MI355X, 44% Gaudi 3", "MI355X", "Gaudi 3")
	add(56.1, 742, "80% MI355X, 20% Gaudi 3", "MI355X", "Gaudi 3")
	add(58.2, 753, "MI355X", "MI355X")
	add(58.9, 755, "97% MI355X, 3% GB200", "MI355X", "GB200")
	add(69.6, 779, "52% GB200, 48% MI355X", "GB200", "MI355X")
	add(80.2, 804, "GB200", "GB200")
	s := laidOut(t, f, Options{})
	for _, name := range []string{"Gaudi 3", "MI355X", "GB200"} {
		if !drawn(s, name) {
			t.Errorf("%s has no name", name)
		}
	}
	if a, b, c := drawn(s, f.Points[2].Name), drawn(s, f.Points[3].Name), drawn(s, f.Points[4].Name); a || c || !b {
		t.Errorf("of three mixes of the same systems: %t, %t, %t", a, b, c)
	}
	checkTexts(t, s)
	// The same for a mix whose systems are not told: each that has a name of its own is one stretch.
	for i := range f.Points {
		f.Points[i].Systems = nil
	}
	if got := len(f.told()); got != 8 {
		t.Errorf("%d names, of 8 that differ", got)
	}
}

// The ends of a frontier that falls have their names, also where it begins at the very top.
func TestEndsOfAFallingFrontierAreNamed(t *testing.T) {
	f := Frontier{Amount: "2 GW", X: Goal{Label: "Chips", More: true}, Y: Goal{Label: "HBM", Unit: Bytes, More: true}, Meta: sampleMeta,
		Others: []FrontierPoint{{Name: "NVIDIA GB200 NVL72", X: 8.7e5, Y: 1.61e17}}}
	for i := range 12 {
		f.Points = append(f.Points, FrontierPoint{Name: "both", Systems: []string{"a", "b"}, X: 8.76e5 + 1e5*float64(i), Y: 2.52e17 - 4.45e15*float64(i)})
	}
	f.Points[0].Name, f.Points[0].Systems = "AMD MI355X (8-GPU server, liquid)", []string{"a"}
	f.Points[11].Name, f.Points[11].Systems = "Trainium2 UltraServer", []string{"b"}
	s := laidOut(t, f, Options{})
	if text := said(t, f); !strings.Contains(text, "no other mix has both more HBM and more chips.") {
		t.Errorf("the subtitle takes one for the price of the other: %s", text)
	}
	for _, i := range []int{0, 11} {
		if !drawn(s, f.Points[i].Name) {
			t.Errorf("%s is not named", f.Points[i].Name)
		}
	}
}
