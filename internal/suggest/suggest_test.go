package suggest

import (
	"slices"
	"testing"
)

func TestSuggest(t *testing.T) {
	chips := []string{"trainium1", "trainium2", "trainium2-server", "trainium3", "trainium3-gen2", "h100", "h200", "b200", "gb200", "gb300", "vera-rubin"}
	keys := []string{"low", "mode", "high", "value", "basis", "source", "sources", "note", "as_of", "common", "tdp", "bf16"}
	for _, c := range []struct {
		word  string
		known []string
		want  string
	}{
		{"trainum2", chips, "trainium2"},
		{"Trainium-2", chips, "trainium2"},
		{"trianium3", chips, "trainium3"},
		{"TRAINIUM2_SERVER", chips, "trainium2-server"},
		{"trainium3gen2", chips, "trainium3-gen2"},
		{"gb3", chips, "gb300"},
		{"vera", chips, "vera-rubin"},
		{"trainium", chips, "trainium1"},
		{"h10", chips, "h100"},
		{"mi300x", chips, ""},
		{"", chips, ""},
		{"-", chips, ""},
		{"x", chips, ""},
		{"lwo", keys, "low"},
		{"TDP", keys, "tdp"},
		{"tpd", keys, "tdp"},
		{"soruce", keys, "source"},
		{"asof", keys, "as_of"},
		{"bsais", keys, "basis"},
		{"zzz", keys, ""},
		{"no", []string{"yes"}, ""},
		{"low", nil, ""},
	} {
		if got := Suggest(c.word, c.known); got != c.want {
			t.Errorf("Suggest(%q) = %q, want %q", c.word, got, c.want)
		}
		back := slices.Clone(c.known)
		slices.Reverse(back)
		if got := Suggest(c.word, back); got != c.want {
			t.Errorf("Suggest(%q) = %q with the names in reverse order, want %q", c.word, got, c.want)
		}
	}
}

func TestDistance(t *testing.T) {
	for _, c := range []struct {
		a, b string
		want int
	}{{"", "", 0}, {"a", "", 1}, {"", "ab", 2}, {"ab", "ba", 1}, {"kitten", "sitting", 3}, {"ca", "abc", 3}, {"tdp", "tpd", 1}} {
		if got := distance([]rune(c.a), []rune(c.b)); got != c.want {
			t.Errorf("distance(%q, %q) = %d, want %d", c.a, c.b, got, c.want)
		}
		if got := distance([]rune(c.b), []rune(c.a)); got != c.want {
			t.Errorf("distance(%q, %q) = %d, want %d", c.b, c.a, got, c.want)
		}
	}
}
