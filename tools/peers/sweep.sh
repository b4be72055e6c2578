#!/bin/sh
# Times a sweep of 1e6 rows to CSV by pandas and by capplan in turn, whole processes, and prints both and their ratio for each pair; then capplan's memory at 1e5,
# 1e6 and 1e7 rows. Usage: tools/peers/sweep.sh CAPPLAN [PAIRS]. It needs python3 with pandas, GNU time and a folder for the files, of which the largest has 1.4 GB.
set -eu
capplan=$1
pairs=${2:-5}
here=$(cd "$(dirname "$0")" && pwd)
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
metrics=power.it,capacity.chips,capacity.peak_bf16,capacity.effective,energy.facility_year,cost.capex

# grid FILE RESERVE PUE POWER PROVISION: four inputs, of which so many values each, and six metrics.
grid() {
    "$capplan" sweep --gw 2 --chip trainium2 --quiet -o "$1" --metric $metrics --vary "site.reserve=0.02:0.1:lin:$2" --vary "site.pue_peak=1.08:1.3:lin:$3" \
        --vary "system.power=46kW:56kW:lin:$4" --vary "site.provision=0.75:1:lin:$5"
}
design() {
    "$capplan" sweep --gw 2 --chip trainium2 --quiet -o "$1" --metric $metrics --vary site.reserve --vary site.pue_peak --vary system.power --vary site.provision \
        --design sobol --points 1M
}
# seconds COMMAND ...: how long it takes, as a whole process or function.
seconds() {
    start=$(date +%s%N)
    "$@" >/dev/null
    end=$(date +%s%N)
    echo $(((end - start) / 1000))
}

i=0
while [ $i -lt "$pairs" ]; do
    i=$((i + 1))
    p=$(seconds python3 "$here/pandas_sweep.py" "$dir/pandas.csv")
    for f in csv parquet; do
        c=$(seconds grid "$dir/grid.$f" 32 32 32 31)
        d=$(seconds design "$dir/design.$f")
        echo "$p $c $d" | awk -v f=$f '{ printf "%-8s pandas %.2f s   grid %.2f s, %.1f times   design %.2f s, %.1f times\n", f, $1/1e6, $2/1e6, $1/$2, $3/1e6, $1/$3 }'
    done
done
rm -f "$dir"/*
for n in "10 10 100 10" "10 100 100 10" "100 100 100 10"; do
    for f in csv parquet; do
        # shellcheck disable=SC2086
        set -- $n
        command time -f "%M kB, %e s: $(($1 * $2 * $3 * $4)) rows, $f" "$capplan" sweep --gw 2 --chip trainium2 --quiet -o "$dir/m.$f" --metric $metrics \
            --vary "site.reserve=0.02:0.1:lin:$1" --vary "site.pue_peak=1.08:1.3:lin:$2" --vary "system.power=46kW:56kW:lin:$3" --vary "site.provision=0.75:1:lin:$4"
        rm -f "$dir/m.$f"
    done
done
