package accelerators

import "testing"

func TestVendorHasItsOtherNames(t *testing.T) {
	for word, want := range map[string]string{"AWS": "Amazon", "aws": "Amazon", "Alphabet": "Google", "NVIDIA": "NVIDIA", "nobody": "nobody", "": ""} {
		if got := VendorName(word); got != want {
			t.Errorf("%q is %q, not %q", word, got, want)
		}
	}
	for _, c := range []struct {
		a, b string
		same bool
	}{{"aws", "AMAZON", true}, {"Amazon", "AWS", true}, {"nvidia", "NVIDIA", true}, {"aws", "Google", false}, {"", "Amazon", false}} {
		if got := SameVendor(c.a, c.b); got != c.same {
			t.Errorf("%q and %q: %t", c.a, c.b, got)
		}
	}
}
