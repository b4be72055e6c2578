package main

import (
	"bytes"
	"regexp"
	"strings"
	"testing"

	"github.com/capplan/capplan/internal/profile"
	"github.com/capplan/capplan/internal/report"
	"github.com/capplan/capplan/profiles"
)

// ran runs a command line and returns what it wrote to either stream.
func ran(t *testing.T, args ...string) string {
	t.Helper()
	var out, errs bytes.Buffer
	if code := run(streams{nil, &out, &errs}, args); code != exitOK {
		t.Fatalf("capplan %s: exit %d: %s", strings.Join(args, " "), code, errs.String())
	}
	return out.String() + errs.String()
}

// TestFarFutureChangesNothing: as of a day after all that the library knows, every chip, site and command gives what it gives without a day, byte for byte but
// for the day itself.
func TestFarFutureChangesNothing(t *testing.T) {
	l, err := profile.Open(profiles.FS)
	if err != nil {
		t.Fatal(err)
	}
	chips, sites := l.AcceleratorIDs(), l.SiteIDs()
	var questions [][]string
	for i, chip := range chips {
		other, site := chips[(i+1)%len(chips)], sites[i%len(sites)]
		questions = append(questions,
			[]string{"estimate", "--gw", "2", "--chip", chip, "--site", site},
			[]string{"compare", "--gw", "2", "--chip", chip, "--chip", other, "--site", site},
			[]string{"mix", "--gw", "2", "--chip", chip + "=0.6", "--chip", other + "=0.4", "--site", site},
			[]string{"explain", "capacity.chips", "--chip", chip, "--site", site},
			[]string{"explain", "system.chips", "--chip", chip},
			[]string{"explain", "site.pue_peak", "--site", site})
	}
	const far = "9999-12-31"
	// The day as each format has it, and what stands there without one.
	said := strings.NewReplacer(`"as_of": "`+far+`"`, `"as_of": null`, ", as of "+far+" (the library ends "+profiles.Date+")", "", "As of: "+far+"\n", "", "As of: "+far+"  \n", "")
	same := 0
	for i, q := range questions {
		// Every format for some, the whole record for all.
		formats := []report.Format{report.JSON}
		if i < 6 {
			formats = report.Formats
		}
		for _, f := range formats {
			args := append(q, "--draws", "32", "--format", string(f))
			today, then := withoutHash(ran(t, args...)), withoutHash(ran(t, append(args, "--as-of", far)...))
			if f == report.JSON && !strings.Contains(then, far) {
				t.Errorf("%s does not name the day", strings.Join(args, " "))
			}
			if said.Replace(then) != today {
				t.Errorf("capplan %s --as-of %s changes more than the day:\n%s", strings.Join(args, " "), far, firstDifference(today, said.Replace(then)))
			}
			same++
		}
	}
	if same < 80 {
		t.Errorf("only %d runs compared", same)
	}
}

// withoutHash is a JSON without the hash of its question, which the day is a part of.
func withoutHash(s string) string {
	return regexp.MustCompile(`(?m)^  "input_hash": "[0-9a-f]{64}",$`).ReplaceAllString(s, "")
}

func firstDifference(a, b string) string {
	as, bs := strings.Split(a, "\n"), strings.Split(b, "\n")
	for i := range min(len(as), len(bs)) {
		if as[i] != bs[i] {
			return "-" + as[i] + "\n+" + bs[i]
		}
	}
	return "one is longer"
}
