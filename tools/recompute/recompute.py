#!/usr/bin/env python3
"""Answers an estimate a second time, from the inputs of its JSON alone, with independent draws and formulas written here from the documented model.

    capplan estimate --gw 2 --chip trainium2 --format json | python3 tools/recompute/recompute.py

Needs NumPy. Prints P5, P50 and P95 of chips and capital cost beside capplan's and exits with 1 if one differs by more than the tolerance. Nothing of
capplan's code is used. It knows one chip, a start of power, and the bases facility and it.
"""
import argparse
import json
import sys

import numpy as np

Z95 = 1.6448536269514722


def normal_cdf(z):
    """The standard normal distribution, by the formula of Abramowitz and Stegun 7.1.26 for the error function, refined: no SciPy needed."""
    x = np.abs(z) / np.sqrt(2)
    t = 1 / (1 + 0.5 * x)
    # Numerical Recipes' rational Chebyshev fit of erfc: relative error below 1.2e-7.
    poly = -1.26551223 + t * (1.00002368 + t * (0.37409196 + t * (0.09678418 + t * (-0.18628806 + t * (0.27886807 + t * (
        -1.13520398 + t * (1.48851587 + t * (-0.82215223 + t * 0.17087277))))))))
    upper = 0.5 * t * np.exp(-x * x + poly)
    return np.where(z > 0, 1 - upper, upper)


def normal_quantile(u):
    """The inverse, by P. J. Acklam's rational approximation: relative error below 1.2e-9."""
    a = [-3.969683028665376e1, 2.209460984245205e2, -2.759285104469687e2, 1.383577518672690e2, -3.066479806614716e1, 2.506628277459239]
    b = [-5.447609879822406e1, 1.615858368580409e2, -1.556989798598866e2, 6.680131188771972e1, -1.328068155288572e1]
    c = [-7.784894002430293e-3, -3.223964580411365e-1, -2.400758277161838, -2.549732539343734, 4.374664141464968, 2.938163982698783]
    d = [7.784695709041462e-3, 3.224671290700398e-1, 2.445134137142996, 3.754408661907416]
    low = np.minimum(u, 1 - u)
    q = np.sqrt(-2 * np.log(low))
    tail = (((((c[0] * q + c[1]) * q + c[2]) * q + c[3]) * q + c[4]) * q + c[5]) / ((((d[0] * q + d[1]) * q + d[2]) * q + d[3]) * q + 1)
    p = u - 0.5
    r = p * p
    middle = (((((a[0] * r + a[1]) * r + a[2]) * r + a[3]) * r + a[4]) * r + a[5]) * p / (((((b[0] * r + b[1]) * r + b[2]) * r + b[3]) * r + b[4]) * r + 1)
    return np.where(low < 0.02425, np.where(u < 0.5, tail, -tail), middle)


def quantile(d, u):
    """The input's value at probability u."""
    kind = d["dist"]
    if kind == "constant":
        return np.full(u.shape, float(d["value"]))
    if kind == "triangular":
        low, mode, high = d["low"], d["mode"], d["high"]
        if low == high:
            return np.full(u.shape, float(low))
        cut = (mode - low) / (high - low)
        return np.where(u < cut, low + np.sqrt(u * (high - low) * (mode - low)), high - np.sqrt((1 - u) * (high - low) * (high - mode)))
    if kind == "uniform":
        return d["low"] + u * (d["high"] - d["low"])
    if kind == "lognormal":
        a, b = np.log(d["p5"]), np.log(d["p95"])
        return np.exp((a + b) / 2 + (b - a) / (2 * Z95) * normal_quantile(u))
    if kind == "normal":
        a, b = d["p5"], d["p95"]
        return (a + b) / 2 + (b - a) / (2 * Z95) * normal_quantile(u)
    if kind == "discrete":
        w = np.cumsum(np.array(d["weights"], float))
        return np.array(d["values"], float)[np.minimum(np.searchsorted(w / w[-1], u, side="right"), len(w) - 1)]
    if kind == "pert":
        low, mode, high = d["low"], d["mode"], d["high"]
        # Draws of the beta distribution, put in the order of u: the marginal is exact, and inputs of a group still move together.
        rng = np.random.default_rng(int(u[0] * 2**52))
        drawn = np.sort(rng.beta(1 + 4 * (mode - low) / (high - low), 1 + 4 * (high - mode) / (high - low), u.size))
        out = np.empty_like(u)
        out[np.argsort(u)] = low + drawn * (high - low)
        return out
    sys.exit(f"unknown distribution {kind}")


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("file", nargs="?", type=argparse.FileType(), default=sys.stdin, help="the JSON of capplan estimate; standard input by default")
    parser.add_argument("--draws", type=float, default=1e7)
    parser.add_argument("--tolerance", type=float, default=0.002, help="relative difference of a percentile that is an error")
    parser.add_argument("--seed", type=int, default=20260227)
    args = parser.parse_args()
    doc = json.load(args.file)
    member = doc["members"][0]
    basis = doc["question"]["basis"]
    if len(doc["members"]) != 1 or doc["question"]["start_input"] != "power.commitment" or basis not in ("facility", "it"):
        sys.exit("only one chip and a power at the facility or IT boundary can be recomputed")

    inputs = dict(doc["inputs"])
    inputs.update(member["inputs"])
    prefix = member["id"] + ":"
    stated = [(c["a"].removeprefix(prefix), c["b"].removeprefix(prefix), c["rank"]) for c in doc["correlations"] if "group" not in c]

    rng = np.random.default_rng(args.seed)
    found = {"capacity.chips": [], "cost.capex": []}
    left = int(args.draws)
    while left > 0:
        n = min(left, 10**6)
        left -= n
        score = {}

        def probability(name):
            """One probability an input, or one a common group."""
            key = inputs[name].get("common") or name
            if key not in score:
                score[key] = rng.random(n)
            return score[key]

        if stated:
            names = sorted({name for c in stated for name in c[:2]})
            r = np.eye(len(names))
            for a, b, rank in stated:
                i, j = names.index(a), names.index(b)
                r[i, j] = r[j, i] = 2 * np.sin(np.pi * rank / 6)
            mixed = np.linalg.cholesky(r) @ rng.standard_normal((len(names), n))
            for name, z in zip(names, mixed):
                score[inputs[name].get("common") or name] = normal_cdf(z)

        def value(name, otherwise=None):
            if name not in inputs:
                if otherwise is None:
                    sys.exit(f"the JSON has no input {name}")
                return otherwise
            return quantile(inputs[name], probability(name))

        commitment, per_unit = value("power.commitment"), value("system.chips")
        it = commitment * (1 - value("site.reserve")) / value("site.pue_peak") if basis == "facility" else commitment
        system = value("system.power") if "system.power" in inputs else value("chip.tdp") * per_unit + value("system.host_power")
        one_unit = (system * value("site.provision") + per_unit * value("network.power_per_chip")) * value("site.scatter")
        units = np.floor(it / one_unit + np.minimum(0.5, 1e-8 * np.maximum(1, it / one_unit)))
        chips = units * per_unit
        found["capacity.chips"].append(chips)
        found["cost.capex"].append(chips * value("cost.compute_per_chip") + units * one_unit * value("site.capex_per_watt"))

    worst = 0.0
    for name, parts in found.items():
        q = np.percentile(np.concatenate(parts), [5, 50, 95], method="inverted_cdf")
        printed = doc["total"]["quantities"][name]
        for level, mine in zip(("p5", "p50", "p95"), q):
            off = printed[level] / mine - 1
            worst = max(worst, abs(off))
            print(f"{name:16} {level:3}  {printed[level]:.6g}  recomputed {mine:.6g}  {100 * off:+.3f}%")
    print(f"worst {100 * worst:.3f}%, tolerance {100 * args.tolerance:.3f}%")
    sys.exit(1 if worst > args.tolerance else 0)


if __name__ == "__main__":
    main()
