#!/usr/bin/env python3
"""Measures capplan against its peers in one run, in turn, and prints a Markdown table of medians.

    python3 tools/peers/measure.py [--runs 7] [--only WORD] [--check]

It needs Go. Peers are optional, and what is missing is left out and said: NumPy, pandas, OpenTURNS and Matplotlib (Debian: python3-numpy python3-pandas
python3-openturns python3-matplotlib), SALib (pip install SALib), Squiggle (npm install @quri/squiggle-lang). Python's are run by the Python that has them:
PEERS_PYTHON, if that is not /usr/bin/python3; PEERS_NODE is a folder with the node_modules of Squiggle.

A row is either whole processes, by the wall clock, or what happens inside them, as each says of itself. Ratios are medians of those of pairs that ran one after
the other, so that a machine with other work on it hardly changes them. --check ends with 1 if a goal is missed.
"""
import argparse
import os
import pathlib
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import time

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parent.parent
PYTHON = os.environ.get("PEERS_PYTHON") or ("/usr/bin/python3" if os.access("/usr/bin/python3", os.X_OK) else sys.executable)
NODE = os.environ.get("PEERS_NODE") or str(HERE)

BARE = 'package main\n\nimport "os"\n\nfunc main() { os.Stdout.WriteString("ready\\n") }\n'


class Failed(Exception):
    """A command that ended with an error."""


def build(folder):
    capplan, bare = folder / "capplan", folder / "bare"
    subprocess.run(["go", "build", "-o", capplan, "./cmd/capplan"], cwd=ROOT, check=True)
    subprocess.run(["go", "test", "-c", "-o", folder / "analysis", "./internal/analysis"], cwd=ROOT, check=True)  # has the reference model
    (folder / "bare.go").write_text(BARE)
    subprocess.run(["go", "build", "-o", bare, folder / "bare.go"], cwd=folder, check=True)
    return str(capplan), str(bare)


def module(name):
    """Says why a Python module is missing; nothing if it is there."""
    found = subprocess.run([PYTHON, "-c", f"import {name}"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL).returncode == 0
    return None if found else f"{name} is not installed"


def squiggle():
    if not shutil.which("node"):
        return "node is not installed"
    found = pathlib.Path(NODE, "node_modules", "@quri", "squiggle-lang").is_dir()
    return None if found else "@quri/squiggle-lang is not installed"


def whole(command):
    """One whole process: seconds, and its peak memory in MiB."""
    start = time.perf_counter()
    child = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, cwd=HERE, env=dict(os.environ, PEERS_NODE=NODE))
    errors = child.stderr.read()
    _, status, usage = os.wait4(child.pid, 0)
    seconds = time.perf_counter() - start
    child.returncode = os.waitstatus_to_exitcode(status)
    if child.returncode:
        raise Failed(errors.decode(errors="replace").strip().splitlines()[-1:] or f"exit {child.returncode}")
    return seconds, usage.ru_maxrss / 1024


def inside(command):
    """What a process says of itself: seconds, as "0.48 s in process" or a Go benchmark's ns/op, and its peak memory in MiB."""
    child = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, cwd=HERE, env=dict(os.environ, PEERS_NODE=NODE))
    out = child.stdout.read().decode(errors="replace")
    errors = child.stderr.read().decode(errors="replace")
    _, status, usage = os.wait4(child.pid, 0)
    child.returncode = os.waitstatus_to_exitcode(status)
    if child.returncode:
        raise Failed(errors.strip().splitlines()[-1:] or f"exit {child.returncode}")
    for pattern, scale in ((r"([0-9.]+) s in process", 1), (r"([0-9.]+) ns/op", 1e-9)):
        if m := re.search(pattern, out):
            return float(m[1]) * scale, usage.ru_maxrss / 1024
    raise Failed("it does not say how long it took")


class Row:
    """One line of the table: a work, both commands, what the peer needs, how it is measured, and the goal."""

    def __init__(self, work, ours, peer, theirs, needs=None, how=whole, goal=None, memory=None):
        self.work, self.ours, self.peer, self.theirs, self.needs, self.how = work, ours, peer, theirs, needs, how
        self.goal = goal  # ("faster", 8): so many times faster; ("slower", 10): at most so many times the time
        self.memory = memory  # the most MiB that ours may take


def rows(folder, capplan, bare):
    question = ["--gw", "2", "--chip", "trainium2"]
    csv = str(folder / "sweep.csv")
    reference = [str(folder / "analysis"), "-test.run", "xxx", "-test.benchtime", "5x", "-test.bench"]
    indices = [str(folder / "analysis"), "-test.run", "xxx", "-test.benchtime", "1x", "-test.bench", "SobolIndices/all"]
    estimate = [capplan, "estimate", *question]
    design = ["--design", "sobol", "--vary", "site.pue_peak", "--vary", "site.reserve", "--vary", "system.power", "--vary", "network.power_per_chip",
              "--metric", "capacity.chips,capacity.effective,power.it,energy.facility_year,cost.capex"]
    sweep = [capplan, "sweep", *question, *design, "--quiet"]
    best = [capplan, "mix", "--gw", "2", "--maximize", "capacity.effective"]
    for chip in "trainium2 trainium3 gb200 gb300 b200 h200 mi325x mi355x tpu-v5p tpu-v6e tpu-v7 gaudi3".split():
        best += ["--chip", chip]
    for limit in ("cost.capex <= 50B", "share(vendor=nvidia) <= 0.4", "capacity.chips[trainium3] <= 400k", "capacity.chips <= 1M", "space.floor <= 90000 m2"):
        best += ["--limit", limit]
    return [
        Row("estimate, full uncertainty", estimate, "a bare Go program", [bare], goal=("slower", 10), memory=60),
        Row("estimate, the point", [*estimate, "--draws", "0"], "a bare Go program", [bare], goal=("slower", 6)),
        Row("estimate with a chart", [*estimate, "-o", str(folder / "chart.png")], "the same without", estimate),
        Row("estimate with a chart of 1600 x 1000", [*estimate, "-o", str(folder / "chart.png")], "Matplotlib, a chart alone",
            [PYTHON, "matplotlib_chart.py", str(folder / "matplotlib.png")], module("matplotlib"), goal=("faster", 5)),
        Row("1e6 draws of the reference model, in process", [*reference, "ReferenceModel/1e6$"], "NumPy", [PYTHON, "numpy_draws.py"], module("numpy"), inside,
            goal=("faster", 8)),
        Row("1e6 draws of the reference model, in process", [*reference, "ReferenceModel/1e6$"], "Squiggle", ["node", "squiggle_draws.mjs", "1e6"], squiggle(), inside,
            goal=("faster", 100)),
        Row("1e7 draws of the reference model, in process", [*reference[:4], "1x", "-test.bench", "ReferenceModel/1e7$"], "capplan, 1e6 draws",
            [*reference, "ReferenceModel/1e6$"], how=inside, goal=("slower", 11)),
        Row("1e6 draws, all figures of the table", [*estimate, "--draws", "1M"], "NumPy, reference model", [PYTHON, "numpy_draws.py"], module("numpy"), memory=200),
        Row("1e7 draws", [*estimate, "--draws", "10M"], "capplan, 1e6 draws", [*estimate, "--draws", "1M"], goal=("slower", 11)),
        Row("Sobol indices of the reference model, N = 2^14", indices, "OpenTURNS, reference model", [PYTHON, "openturns_indices.py"], module("openturns"),
            goal=("faster", 10)),
        Row("Sobol indices of the reference model, N = 2^14", indices, "SALib, reference model", [PYTHON, "salib_indices.py"], module("SALib"), goal=("faster", 50)),
        Row("Sobol indices of the main question, N = 2^14", [capplan, "sensitivity", *question], "OpenTURNS, reference model", [PYTHON, "openturns_indices.py"],
            module("openturns"), goal=("faster", 10)),
        Row("Sobol indices of a ramp, N = 2^14", [capplan, "sensitivity", "openai-aws-2gw"], "the same of the main question", [capplan, "sensitivity", *question]),
        Row("sweep, 1e6 rows x 10 columns, CSV", [*sweep, "--points", "1M", "-o", csv], "pandas, reference model", [PYTHON, "pandas_sweep.py", csv], module("pandas"),
            goal=("faster", 15)),
        Row("sweep, 1e6 rows x 10 columns, Parquet", [*sweep, "--points", "1M", "-o", str(folder / "sweep.parquet")], "the same to CSV",
            [*sweep, "--points", "1M", "-o", csv]),
        Row("sweep, 1e6 rows, CSV to a pipe", [*sweep, "--points", "1M", "--format", "csv"], "1e5 rows", [*sweep, "--points", "100k", "--format", "csv"],
            goal=("slower", 12), memory=64),
        Row("sweep, 1e7 rows, CSV to a pipe", [*sweep, "--points", "10M", "--format", "csv"], "1e6 rows", [*sweep, "--points", "1M", "--format", "csv"],
            goal=("slower", 12), memory=64),
        Row("best mix, 12 chips under 5 limits, proved", best, "a bare Go program", [bare]),
        Row("best mix, the solver compiled anew", [*best, "--no-cache"], "the same, compiled before", best),
    ]


def measure(row, runs):
    """The pairs of one row: ours and the peer's seconds and MiB."""
    row.how(row.ours), row.how(row.theirs)  # warm
    return [(row.how(row.ours), row.how(row.theirs)) for _ in range(runs)]


def verdict(row, ratio, memory):
    """The goal in words, and whether it is met."""
    words, met = [], True
    if row.goal:
        kind, bound = row.goal
        words.append(f"{bound} times faster" if kind == "faster" else f"at most {bound} times the time")
        met = ratio <= 1 / bound if kind == "faster" else ratio <= bound
    if row.memory:
        words.append(f"under {row.memory} MiB")
        met = met and memory < row.memory
    if not words:
        return "", True
    return ", ".join(words) + (": met" if met else ": MISSED"), met


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--runs", type=int, default=7, help="pairs a row")
    parser.add_argument("--only", default="", help="only the rows that have this word in the work or the peer")
    parser.add_argument("--check", action="store_true", help="end with 1 if a goal is missed")
    args = parser.parse_args()
    if args.runs < 1:
        parser.error("--runs is 1 or more")
    missed = False
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        table = [r for r in rows(folder, *build(folder)) if args.only.lower() in (r.work + " " + r.peer).lower()]
        if not table:
            parser.error(f"no row has {args.only!r}")
        print(f"{os.cpu_count()} processors, load {os.getloadavg()[0]:.1f} at the beginning, {args.runs} pairs a row.\n")
        print("| work | capplan, s | MiB | against | s | MiB | ratio | goal |\n|---|---|---|---|---|---|---|---|")
        for row in table:
            if row.needs:
                print(f"| {row.work} | | | {row.peer} | | | left out: {row.needs} | |", flush=True)
                continue
            try:
                pairs = measure(row, args.runs)
            except (Failed, OSError) as e:
                print(f"| {row.work} | | | {row.peer} | | | failed: {e} | |", flush=True)
                missed = True
                continue
            ours, theirs = zip(*pairs)
            middle = lambda xs, k: statistics.median(x[k] for x in xs)
            ratio = statistics.median(a[0] / b[0] for a, b in pairs)
            goal, met = verdict(row, ratio, middle(ours, 1))
            missed = missed or not met
            words = f"{ratio:.3g} times the time" if ratio >= 1 else f"{1 / ratio:.3g} times faster"
            print(f"| {row.work} | {middle(ours, 0):.4f} | {middle(ours, 1):.0f} | {row.peer} | {middle(theirs, 0):.4f} | {middle(theirs, 1):.0f} | {words} | {goal} |",
                  flush=True)
    return 1 if missed and args.check else 0


if __name__ == "__main__":
    if not shutil.which("go"):
        sys.exit("Go is needed")
    sys.exit(main())
