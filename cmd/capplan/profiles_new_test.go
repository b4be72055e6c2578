package main

import (
	"bytes"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/capplan/capplan/internal/profile"
)

// call runs a command line in this process.
func call(t *testing.T, args ...string) (code int, out, err string) {
	t.Helper()
	var o, e bytes.Buffer
	code = run(streams{strings.NewReader(""), &o, &e}, args)
	return code, o.String(), e.String()
}

// answers are what somebody who knows the machine, or the site, writes for each "?", by key: value, or low, mode and high.
var answersTo = map[string][]string{
	"name": {`"Filled One"`}, "vendor": {`"Example"`}, "status": {`"shipping"`}, "title": {`"A datasheet"`}, "url": {`"https://example.org/sheet"`}, "date": {`2026-01-01`}, "kind": {`"vendor"`},
	"announced": {`2025-12-02`},

	"system.chips": {"64"}, "system.racks": {"2"}, "system.power": {`"80 kW"`, `"90 kW"`, `"100 kW"`}, "chip.tdp": {`"900 W"`, `"1000 W"`, `"1100 W"`}, "chip.hbm": {`"144 GiB"`},
	"chip.hbm_bandwidth": {`"4.9 TB/s"`}, "chip.dies": {"2"}, "chip.fp8": {`"2 PFLOP/s"`}, "chip.bf16": {`"1 PFLOP/s"`}, "network.power_per_chip": {`"40 W"`, `"70 W"`, `"200 W"`},
	"workload.cap_exponent": {"0.3", "0.5", "0.8"}, "workload.mfu.training.bf16": {"0.2", "0.4", "0.5"}, "workload.draw.training": {"0.7", "0.76", "0.9"},
	"cost.compute_per_chip": {`"20000 USD"`, `"25000 USD"`, `"30000 USD"`},

	"site.pue_peak": {"1.1", "1.2", "1.4"}, "site.provision": {"0.8", "0.9", "1"}, "site.scatter": {"0.8", "1.25"}, "site.reserve": {"0", "0.05", "0.1"},
	"site.pue_annual_share": {"0.4", "0.6", "0.8"}, "site.load_factor": {"0.6", "0.7", "0.8"}, "site.availability": {"0.9", "0.95", "0.99"},
	"site.wue": {`"0.1 L/kWh"`, `"0.2 L/kWh"`, `"1 L/kWh"`}, "site.grid_carbon": {`"100 g/kWh"`, `"350 g/kWh"`, `"500 g/kWh"`}, "site.floor_per_rack": {`"2 m2"`, `"3 m2"`, `"4 m2"`},
	"site.electricity_price": {`"50 USD/MWh"`, `"70 USD/MWh"`, `"100 USD/MWh"`}, "site.support_rack_power": {`"8 kW"`, `"12 kW"`, `"17 kW"`},
	"site.capex_per_watt": {`"9 USD/W"`, `"12 USD/W"`, `"15 USD/W"`}, "finance.wacc": {`"7 %/yr"`, `"8 %/yr"`, `"10 %/yr"`}, "finance.life_compute": {`"4 yr"`, `"5 yr"`, `"6 yr"`},
	"finance.life_facility": {`"12 yr"`, `"15 yr"`, `"20 yr"`}, "finance.opex_share": {`"1 %/yr"`, `"2 %/yr"`, `"3 %/yr"`},
}

var (
	tableHead = regexp.MustCompile(`^\[([a-z_.0-9]+)\]`)
	keyOf     = regexp.MustCompile(`^([a-z0-9_]+) = `)
)

// fill replaces every "?" of a template by what answersTo has for its key.
func fill(t *testing.T, template string) string {
	t.Helper()
	table, out := "", []string{}
	for _, line := range strings.Split(template, "\n") {
		line = strings.Replace(line, "# announced = ", "announced = ", 1)
		if m := tableHead.FindStringSubmatch(line); m != nil {
			table = m[1] + "."
		}
		m := keyOf.FindStringSubmatch(line)
		if m == nil || !strings.Contains(line, `"?"`) {
			out = append(out, line)
			continue
		}
		key := strings.TrimPrefix(table+m[1], "sources.main.")
		answers := answersTo[key]
		if answers == nil {
			t.Errorf("the template asks for %s, which this test has no answer to", key)
		}
		line = strings.NewReplacer(`basis = "?"`, `basis = "reported"`, `note = "?"`, `note = "filled in by a program"`).Replace(line)
		for _, a := range answers {
			line = strings.Replace(line, `"?"`, a, 1)
		}
		out = append(out, line)
	}
	filled := strings.Join(out, "\n")
	if strings.Contains(regexp.MustCompile(`(?m)^#.*$`).ReplaceAllString(filled, ""), `"?"`) {
		t.Errorf("something is still to be filled in:\n%s", filled)
	}
	return filled
}

// TestNewProfilesPassOnceFilledIn writes templates, checks them as they are and filled in, and computes with them.
func TestNewProfilesPassOnceFilledIn(t *testing.T) {
	for _, c := range []struct {
		id, noun string
		flags    []string
		question []string
	}{
		{"filled", "system", nil, []string{"--chip", "filled"}},
		{"filled-hall", "site", []string{"--site", "--name", "Filled Hall"}, []string{"--chip", "trainium2", "--site", "filled-hall"}},
	} {
		file := filepath.Join(t.TempDir(), c.id+".toml")
		if code, out, err := call(t, append([]string{"profiles", "new", c.id, "-o", file}, c.flags...)...); code != 0 || out != "" || !strings.Contains(err, "wrote "+file) {
			t.Fatalf("%s: exit %d, %q, %q", c.noun, code, out, err)
		}
		template, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		if code, printed, _ := call(t, append([]string{"profiles", "new", c.id}, c.flags...)...); code != 0 || printed != string(template) {
			t.Errorf("%s: standard output and -o differ, or exit %d", c.noun, code)
		}
		code, out, _ := call(t, "profiles", "check", file)
		if code != exitCheck || strings.Count(out, "is still to be filled in") < 20 {
			t.Errorf("%s: the empty template: exit %d\n%s", c.noun, code, out)
		}
		if err := os.WriteFile(file, []byte(fill(t, string(template))), 0o644); err != nil {
			t.Fatal(err)
		}
		code, out, _ = call(t, "profiles", "check", "--strict", file)
		if code != 0 || !strings.HasPrefix(out, "1 profile: 0 problems, 0 warnings, 0 infos.") {
			t.Errorf("%s: filled in: exit %d\n%s", c.noun, code, out)
		}
		args := append([]string{"estimate", "--gw", "1", "--draws", "0", "--profiles", filepath.Dir(file), "--format", "csv", "--fields", "capacity.chips,cost.capex"}, c.question...)
		if code, out, errOut := call(t, args...); code != 0 || !regexp.MustCompile(`(?m)^total,capacity.chips,1,[1-9]`).MatchString(out) || !regexp.MustCompile(`(?m)^total,cost.capex,USD,[1-9]`).MatchString(out) {
			t.Errorf("%s: exit %d, %s, %s", c.noun, code, out, errOut)
		}
	}
}

// TestSchemaCommand prints what the reader's package generates.
func TestSchemaCommand(t *testing.T) {
	for _, c := range []struct {
		kind  profile.Kind
		flags []string
	}{{profile.System, nil}, {profile.Place, []string{"--site"}}, {profile.Ramp, []string{"scenario"}}, {profile.Ledgers, []string{"ledger"}}} {
		code, out, _ := call(t, append([]string{"profiles", "schema"}, c.flags...)...)
		if code != 0 || out != string(profile.JSONSchema(c.kind)) {
			t.Errorf("%s: exit %d, %d bytes", c.kind, code, len(out))
		}
	}
}
