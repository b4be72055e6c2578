#!/usr/bin/env python3
"""Measures capplan against its peers in one run, whole processes in turn, and prints a Markdown table of medians.

    python3 tools/peers/measure.py [--runs 7] [--only WORD]

Needs Go, and for the peers NumPy, pandas and OpenTURNS (Debian: python3-numpy python3-pandas python3-openturns); what is missing is left out. The peers
are run by the Python that has them: set PEERS_PYTHON if that is another.
"""
import argparse
import os
import pathlib
import shutil
import statistics
import subprocess
import sys
import tempfile
import time

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parent.parent
PYTHON = os.environ.get("PEERS_PYTHON") or ("/usr/bin/python3" if os.access("/usr/bin/python3", os.X_OK) else sys.executable)

BARE = 'package main\n\nimport "os"\n\nfunc main() { os.Stdout.WriteString("ready\\n") }\n'


def build(folder):
    capplan, bare = folder / "capplan", folder / "bare"
    subprocess.run(["go", "build", "-o", capplan, "./cmd/capplan"], cwd=ROOT, check=True)
    subprocess.run(["go", "test", "-c", "-o", folder / "analysis", "./internal/analysis"], cwd=ROOT, check=True)  # has the reference model
    (folder / "bare.go").write_text(BARE)
    subprocess.run(["go", "build", "-o", bare, folder / "bare.go"], cwd=folder, check=True)
    return str(capplan), str(bare)


def has(module):
    return subprocess.run([PYTHON, "-c", f"import {module}"], stderr=subprocess.DEVNULL).returncode == 0


def once(command):
    """One whole process: seconds, and its peak memory in MiB."""
    start = time.perf_counter()
    child = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, cwd=HERE)
    _, status, usage = os.wait4(child.pid, 0)
    seconds = time.perf_counter() - start
    child.returncode = os.waitstatus_to_exitcode(status)
    if child.returncode:
        sys.exit(f"failed: {' '.join(map(str, command))}")
    return seconds, usage.ru_maxrss / 1024


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--runs", type=int, default=7)
    parser.add_argument("--only", default="", help="only the rows whose work has this word")
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        capplan, bare = build(folder)
        question = ["--gw", "2", "--chip", "trainium2"]
        csv = str(folder / "sweep.csv")
        best = [capplan, "mix", "--gw", "2", "--maximize", "capacity.effective"]
        for chip in ("trainium2 trainium3 gb200 gb300 b200 h200 mi325x mi355x tpu-v5p tpu-v6e tpu-v7 gaudi3").split():
            best += ["--chip", chip]
        for limit in ("cost.capex <= 50B", "share(vendor=nvidia) <= 0.4", "capacity.chips[trainium3] <= 400k", "capacity.chips <= 1M", "space.floor <= 90000 m2"):
            best += ["--limit", limit]
        rows = [
            ("estimate, full uncertainty", [capplan, "estimate", *question], "a bare Go program", [bare], None),
            ("estimate, the point", [capplan, "estimate", *question, "--draws", "0"], "a bare Go program", [bare], None),
            ("estimate with a chart", [capplan, "estimate", *question, "-o", str(folder / "chart.png")], "the same without", [capplan, "estimate", *question], None),
            ("1e6 draws, all figures of the table", [capplan, "estimate", *question, "--draws", "1M"], "NumPy, reference model", [PYTHON, "numpy_draws.py"], "numpy"),
            ("1e7 draws", [capplan, "estimate", *question, "--draws", "10M"], "capplan, 1e6 draws", [capplan, "estimate", *question, "--draws", "1M"], None),
            ("Sobol indices of the reference model, N = 2^14", [str(folder / "analysis"), "-test.run", "xxx", "-test.bench", "SobolIndices/all",
             "-test.benchtime", "1x"], "OpenTURNS, reference model", [PYTHON, "openturns_indices.py"], "openturns"),
            ("Sobol indices of the main question, N = 2^14", [capplan, "sensitivity", *question], "OpenTURNS, reference model", [PYTHON, "openturns_indices.py"], "openturns"),
            ("sweep, 1e6 rows x 10 columns, CSV", [capplan, "sweep", *question, "--design", "sobol", "--points", "1M", "-o", csv,
             "--vary", "site.pue_peak", "--vary", "site.reserve", "--vary", "system.power", "--vary", "network.power_per_chip", "--metric", "capacity.chips",
             "--metric", "capacity.effective", "--metric", "power.it", "--metric", "energy.facility_year", "--metric", "cost.capex"],
             "pandas, reference model", [PYTHON, "pandas_sweep.py", csv], "pandas"),
            ("best mix, 12 chips under 5 limits, proved", best, "a bare Go program", [bare], None),
            ("best mix, the solver compiled anew", [*best, "--no-cache"], "the same, compiled before", best, None),
        ]
        print(f"| work | capplan, s | MiB | against | s | MiB | ratio |\n|---|---|---|---|---|---|---|")
        for work, ours, peer, theirs, needs in rows:
            if args.only not in work:
                continue
            if needs and not has(needs):
                print(f"| {work} | | | {peer}: not installed | | | |")
                continue
            a, b = [], []
            once(ours), once(theirs)  # warm
            for _ in range(args.runs):
                a.append(once(ours))
                b.append(once(theirs))
            med = lambda xs, k: statistics.median(x[k] for x in xs)
            ratio = statistics.median(x[0] / y[0] for x, y in zip(a, b))
            ratio = f"{ratio:.3g} times the time" if ratio >= 1 else f"{1 / ratio:.3g} times faster"
            print(f"| {work} | {med(a, 0):.4f} | {med(a, 1):.0f} | {peer} | {med(b, 0):.4f} | {med(b, 1):.0f} | {ratio} |", flush=True)


if __name__ == "__main__":
    if not shutil.which("go"):
        sys.exit("Go is needed")
    main()
