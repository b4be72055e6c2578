package main

import "github.com/spf13/cobra"

// Help topics are commands that do nothing: capplan help NAME prints them.
var (
	_ = enrol(topic("boundaries", "Which gigawatt: the four boundaries and what each contains", boundariesText))
	_ = enrol(topic("units", "How to write powers, money, ranges and counts", unitsText))
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
    1  could not be done: a file that cannot be written, a full disk
    2  the question, a flag or a profile is wrong; nothing was written
  130  stopped by Ctrl-C or by a request to end; no half-written file is left`
