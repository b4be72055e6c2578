"""The reference model of docs/performance.md, for NumPy: eleven uncertain inputs, twelve outputs. The Go form is internal/analysis/reference_test.go."""
import numpy as np

Z95 = 1.6448536269514722


def triangular(u, low, mode, high):
    cut = (mode - low) / (high - low)
    return np.where(u < cut, low + np.sqrt(u * (high - low) * (mode - low)), high - np.sqrt((1 - u) * (high - low) * (high - mode)))


def draw(rng, n):
    """Draws all inputs with the generator's own distributions, the fastest way that NumPy has."""
    mu, sigma = (np.log(8000) + np.log(18000)) / 2, (np.log(18000) - np.log(8000)) / (2 * Z95)
    return dict(
        reserve=rng.uniform(0.02, 0.10, n), pue=rng.triangular(1.08, 1.15, 1.30, n), overhead=rng.triangular(0.05, 0.10, 0.18, n),
        rated=rng.uniform(0.75, 1, n), mfu=rng.triangular(0.25, 0.38, 0.50, n), availability=rng.triangular(0.90, 0.95, 0.99, n),
        load=rng.triangular(0.6, 0.8, 0.95, n), rack=rng.triangular(24e3, 27e3, 32e3, n), price=rng.lognormal(mu, sigma, n),
        shell=rng.triangular(9, 12, 16, n), electricity=rng.triangular(40e-6, 60e-6, 95e-6, n))


def outputs(x):
    """Computes the twelve outputs from columns of inputs."""
    facility = 2e9
    it = facility * (1 - x["reserve"]) / x["pue"]
    accel = it * (1 - x["overhead"])
    racks = np.floor(accel / (x["rack"] * x["rated"]) + 1e-8)
    chips = racks * 32
    peak = chips * 667e12
    effective = peak * x["mfu"] * x["availability"]
    energy = racks * x["rack"] * x["rated"] / (1 - x["overhead"]) * x["pue"] * x["load"] * 8760
    bill = energy * x["electricity"]
    compute = chips * x["price"]
    building = facility * x["shell"]
    total = compute + building
    return [it, accel, racks, chips, peak, effective, energy, bill, compute, building, total, total / (effective / 1e18)]
