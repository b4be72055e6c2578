package main

import (
	"bytes"
	"os"
	"strings"
	"testing"

	"github.com/capplan/capplan/plots"
)

// TestSweepPictureSaysWhatIsGiven: a picture of a sweep says how much power it starts from and where that is measured, and what else has one value, whether a flag
// or an axis says so; and says of nothing that varies that it is one.
func TestSweepPictureSaysWhatIsGiven(t *testing.T) {
	t.Chdir(t.TempDir())
	const pue = " --vary site.pue_peak=1.1,1.2"
	for _, c := range []struct{ args, has, lacks string }{
		{"--gw 2 --vary basis=it" + pue, "with 2 GW of IT power (UPS output).", "facility"},
		{"--gw 2 --vary basis=facility,it" + pue, "IT power has the most chips", "utility meter"},
		{"--gw 2 --vary basis=unstated,it --draws 16", "(IT power)", "utility meter"},
		{"--vary gw=2" + pue, "with 2 GW of facility power (utility meter).", "power 2 GW"},
		{"--vary gw=1,2 --basis it", "as IT power goes from 1 GW to 2 GW", "facility"},
		{"--vary gw=1,2 --vary basis=it,rack", "by power.", "UPS output"},
		{"--vary chips=100k --metric cost.capex" + pue, "with 100,000 chips.", "GW"},
		{"--gw 2 --vary site=aws-air --vary site.reserve=5%" + pue, "(utility meter), site aws-air, reserve held back 5%.", "pue_peak"},
		{"--gw 2 --vary precision=fp8 --metric capacity.effective --vary site.reserve=0,5%" + pue, "(utility meter), precision fp8.", "bf16"},
	} {
		code, _, errs := asks(t, "", append([]string{"sweep", "--chip", "trainium2", "-o", "a.svg"}, strings.Fields(c.args)...)...)
		body, err := os.ReadFile("a.svg")
		if code != exitOK || err != nil {
			t.Fatalf("%s: exit %d, %s %v", c.args, code, errs, err)
		}
		e, err := plots.ReadEmbedded(bytes.NewReader(body))
		if err != nil || !strings.Contains(e.Description, c.has) || strings.Contains(e.Description, c.lacks) {
			t.Errorf("%s: %v: %q with %q, without %q", c.args, err, e.Description, c.has, c.lacks)
		}
	}
}
