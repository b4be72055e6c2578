package main

import (
	"fmt"
	"strings"
)

// variables are what the environment says beside the settings, and who reads it.
var variables = []struct{ name, doc string }{
	{"NO_COLOR", "if set to anything, no colour"},
	{"CLICOLOR_FORCE", "if set to anything but 0, colour in what is no terminal, too; NO_COLOR beats it"},
	{"TERM", "dumb: no colour, and only ASCII characters at a terminal"},
	{summaryVariable, "the file that --summary appends to; set by GitHub in the steps of a job"},
	{"XDG_CACHE_HOME", "where the compiled solver is kept, in a folder capplan (on macOS and Windows the system's own place); --no-cache keeps none"},
	{kubernetesIndex, "which part sweep --shard auto --shards N computes, in an indexed job of Kubernetes"},
	{slurmIndex + ", " + slurmCount + ", " + slurmLast, "the same in an array of Slurm"},
}

// environmentText explains the settings; the lists are those that the program goes by.
func environmentText() string {
	var b strings.Builder
	b.WriteString(`What a project or a machine wants by default need not be typed each time. A flag beats the environment, the environment beats the project's file, and that
beats what is built in:

  flag                  --site aws-air
  environment           CAPPLAN_SITE=aws-air
  project               site = "aws-air" in ` + projectFile + `
  built in              default

`)
	fmt.Fprintf(&b, "  %-20s  %-12s  %-10s  %s\n", "variable", "key", "built in", "decides")
	for _, s := range settings {
		usual := s.usual
		if usual == "" {
			usual = "none"
		}
		fmt.Fprintf(&b, "  %-20s  %-12s  %-10s  %s\n", s.variable(), s.flag, usual, s.doc)
	}
	b.WriteString(`
` + overlayVariable + ` lists folders and files, separated as in PATH; in the file it is a list, whose paths are relative to the file:

  site     = "aws-air"
  draws    = 65536
  profiles = ["profiles", "more/ours.toml"]

` + projectFile + ` is looked for in the working directory and upwards, to the root of the repository or your home; outside of both, in the working directory alone. An
unknown variable or key is an error, and so is a value that is not understood. --` + noConfigFlag + ` makes a run know neither the variables nor the file.

No figure rests on a setting in silence: tables and Markdown name those that decide it, with where they stand, JSON lists them in question.set, and with
CSV, TSV and JSON Lines they are said on standard error. A setting stands in for the usual default only. A scenario of a ramp says its own site, boundary,
workload and precision, and the rows of a sweep are those of its flags and its file: there, settings decide nothing but the profiles and the looks.

Beside that, these are looked at:

`)
	for _, v := range variables {
		fmt.Fprintf(&b, "  %s\n      %s\n", v.name, v.doc)
	}
	b.WriteString(`
Nothing else changes an output: no clock, no language of the system, no network.`)
	return b.String()
}

const formattingText = `The result goes to standard output, everything else to standard error: 2>/dev/null leaves what a program can read.

  --format table       for people (the default); at a terminal it fits the width, elsewhere it has no limit
  --format json        the whole answer with every input and its source; capplan describe --schema says how it is made
  --format jsonl       one object a row
  --format csv, tsv    one row a member and quantity, the same field names
  --format markdown    for a pull request: under 65,000 characters, detail folded, a hidden mark by which a comment is found again
  --format junit       of capplan check: a test case a condition

-o FILE writes a file as well, in the format of its ending (.json .jsonl .csv .tsv .md .txt, .png .svg for charts, .xml for JUnit), and may be repeated. A file
is written beside its place and renamed, so that it is whole or not there; a device or a pipe is written through. - is standard output, and standard input
where a file is read.

Programs get base units (W, Wh, FLOP/s, B, USD, g, L, m2), full precision and null for what is not known. People get a prefix, and as many digits as the spread
supports: 1.95 M (1.56-2.44) is the median with P5 to P95.

--fields NAME,NAME chooses quantities, with * for any ending; --fields alone lists them. --chart NAME chooses the chart of a .png or .svg, --size 1600x1000 its
pixels, --theme light, dark or print its look.

--color auto colours at a terminal only, and follows NO_COLOR, CLICOLOR_FORCE and TERM=dumb; always and never beat them. Nothing is said by colour alone.
--ascii writes only ASCII characters, in every format.`
