package main

import "github.com/spf13/cobra"

// Help topics are commands that do nothing: capplan help NAME prints them.
var (
	_ = enrol(topic("boundaries", "Which gigawatt: the four boundaries and what each contains", boundariesText))
	_ = enrol(topic("units", "How to write powers, money, ranges and counts", unitsText))
	_ = enrol(topic("as-of", "What was known on a day: --as-of", asOfText))
	_ = enrol(topic("overlays", "Profiles of your own: --profiles and CAPPLAN_PROFILES", overlaysText))
	_ = enrol(topic("environment", "Settings of the environment and of a project: CAPPLAN_* and capplan.toml", environmentText()))
	_ = enrol(topic("formatting", "Formats, files, charts, colour and width", formattingText))
	_ = enrol(topic("exit-codes", "What the exit code means", exitCodesText))
)

func topic(name, short, text string) func(streams) *cobra.Command {
	return func(streams) *cobra.Command { return &cobra.Command{Use: name, Short: short, Long: text} }
}

const boundariesText = `Every power belongs to one boundary, and capplan prints it beside the number.

  facility  the utility meter of the site; contains everything
  it        the output of the UPS or PDU (critical IT load): accelerator racks, scale-out network, storage, management
  rack      the input of the accelerator racks: chips, hosts, in-rack switches, fans, power conversion
  chip      the accelerator packages: the sum of their TDP, times the cap if there is one

--gw 2 means facility power unless --basis says otherwise. --basis unstated is for a figure whose source does not say: the boundary is then drawn, facility
or it, with the site's weights. The way from one boundary to the next goes through the site:

  facility = it * site.pue_peak / (1 - site.reserve)
  it       = racks + network
  racks    = units * system.power * site.provision
  chips    = chips * chip.tdp * min(1, site.provision)

capplan counts packages (what is sold and racked), never dies, and dense peaks, never sparse ones.`

const unitsText = `Numbers carry units, with or without a space; quote what the shell would read ('$3.5B').

  power       2GW  2,000 MW  120 kW  450W           (mW is not MW)
  money       3.5B  '$3.5B'  18000 USD  70 USD/MWh  11.7 USD/W
  counts      64  1.2M  400k  1.2e6
  shares      0.6  60%
  throughput  667 TFLOP/s  500 EFLOP/s              memory  96 GiB  192 GB      bandwidth  2.9 TB/s  400 Gbit/s

A bare number is in the flag's unit: --gw 2, --mw 500. --set takes a number, a range or three points:

  --set site.pue_peak=1.2              always 1.2
  --set site.pue_peak=1.1..1.3         anything between, equally likely
  --set site.pue_peak=1.1/1.15/1.3     a triangle: low, mode, high
  --set trainium3:chip.tdp=900W        for one chip of several`

const exitCodesText = `    0  done
    1  could not be done: a file that cannot be written, a full disk, a search that --max-nodes ended before it found a mix
    2  the question, a flag or a profile is wrong; nothing was written
    3  a check was made and not passed, or a gate failed: capplan check, capplan profiles check, capplan diff --exit-code, capplan repro,
       and --fail-if of estimate, compare, mix, ramp, sweep, sensitivity, ledger and backtest
    4  there is no answer: capplan mix, where no mix keeps all limits (those in conflict are printed), or capplan ramp --solve, where what it looks for does not exist
    5  a baseline is missing, --baseline FILE where there is no such file: capplan check, and every command with --fail-if
  130  stopped by Ctrl-C or by a request to end; no half-written file is left`

const asOfText = `--as-of 2026-02-27 answers from what was known on that day, the day included. It is for asking old questions again without knowing better: what did a deal
mean when it was signed?

A value is known from its as_of if its profile gives one, else from the date of its latest source. A value that is assumed without a source is always known,
and so is what you --set. Where sources contradict each other and stand side by side, each figure counts from its own source's date; the weights of those
known sum to 1 again, and a single one is a constant.

A value that was not known yet is n/a, and a note says from when it is known, and by what. It is never replaced by another. A chip is known from the day it
was announced; one that was announced and could not be had yet is warned about.

A site's values, and the measure of H100-equivalents, stay in use even if they became known later: a site is a judgement about facilities that no single day
makes true, and nothing can be computed without one. They are named in a warning, each with its date, and marked with known_from in JSON. Give what was known
then with --set.

A scenario is known from the day of its commitment. Money of which the amount was not known yet is left out, with a note; what a scenario judges, its inputs, its
schedule and its windows, stays in use like the values of a site, and is named in the warning.

A day after the library's own is allowed: all that the library has was known by then. The table says where the library ends.`

const overlaysText = `--profiles FOLDER (or a file, and more than once) lays your own profiles over the built-in ones. A file with the id of a built-in profile overrides single
values of it, all others add a chip or a site. Later overlays win over earlier ones.

CAPPLAN_PROFILES lists overlays in the environment, separated as in PATH. The flag beats it and does not add to it, and it beats
the profiles of capplan.toml (capplan help environment).

No result rests on an overlay in silence:

  tables, Markdown    lines "Overrides: ..." and "Added, not built in: ...", even with --quiet
  JSON                "override": true and "origin" at the input, "overrides" at each quantity that rests on it, "added" at the member,
                      "overlaid" and "set" in the question
  CSV, TSV, JSONL     the column overrides, last: the inputs that the row rests on and whose values are not the built-in ones; ID:* is a chip
                      or a site that is not built in. The rows of a sweep have it only where some row has such inputs
  Parquet             the same column of a sweep
  JUnit               the property overrides
  charts              the source line

The best mix and a frontier are marked with the inputs of every chip that was weighed, in the mix or not: another value could have brought a chip in.

What you --set is marked the same way, but for the lines of tables, which list it with the question. A faulty overlay stops the run with all that is wrong
with all of its files.`
