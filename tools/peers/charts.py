#!/usr/bin/env python3
"""Measures every chart of docs/gallery.md: the command with the chart, without it, and what drawing adds. Prints a Markdown table.

    python3 tools/peers/charts.py [--runs 9] [--only WORD]

It needs Go. Each command of the gallery runs as it stands there and without its picture, in turn; what is taken is the processor time of the process, user and
system, which other work on the machine changes little, and beside it the wall clock. All are medians; drawing is the median of the differences of pairs.
"""
import argparse
import os
import pathlib
import re
import resource
import shlex
import statistics
import subprocess
import tempfile
import time

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent


def commands():
    """The gallery's commands that draw one picture, with its name; without one, those that write what they need."""
    text = (ROOT / "docs" / "gallery.md").read_text()
    for block in re.findall(r"```sh\n(.*?)```", text, re.S):
        for line in block.splitlines():
            found = re.fullmatch(r"capplan (.*) -o (\S+)\.(png|json)", line)
            if found and found[3] == "png":
                yield found[2], shlex.split(found[1])
            elif found:
                yield None, shlex.split(line)[1:]


def run(program, words, folder):
    """One whole process: seconds of processors, and of the wall clock."""
    before, start = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    subprocess.run([program, *words, "--quiet"], cwd=folder, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    wall, after = time.perf_counter() - start, resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime, wall


def main():
    flags = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    flags.add_argument("--runs", type=int, default=9)
    flags.add_argument("--only", default="")
    asked = flags.parse_args()
    print("| chart | with the chart, ms of processor | without | drawing | with the chart, ms of wall clock |\n|---|---|---|---|---|")
    with tempfile.TemporaryDirectory() as folder:
        program = os.path.join(folder, "capplan")
        subprocess.run(["go", "build", "-o", program, "./cmd/capplan"], cwd=ROOT, check=True)
        for name, words in commands():
            if name is None:
                run(program, words, folder)
                continue
            if asked.only not in name:
                continue
            drawn = words + ["-o", "chart.png"]
            bare = words if words[0] != "sweep" else words + ["-o", "rows.csv"]
            bare = bare[:bare.index("--chart")] + bare[bare.index("--chart") + 2:] if "--chart" in bare else bare
            pairs = [(run(program, drawn, folder), run(program, bare, folder)) for _ in range(asked.runs)]
            median = lambda of: f"{1000 * statistics.median(of(a, b) for a, b in pairs):.0f}"
            print(f"| `{name}`, `{words[0]}` | {median(lambda a, b: a[0])} | {median(lambda a, b: b[0])} | {median(lambda a, b: a[0] - b[0])} | {median(lambda a, b: a[1])} |", flush=True)


if __name__ == "__main__":
    main()
