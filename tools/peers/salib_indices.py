"""Sobol indices of the reference model in SALib: eleven inputs, N = 2^14, all twelve outputs, with a bootstrap of 100 resamples."""
import time

import numpy as np
from SALib.analyze import sobol as analysis
from SALib.sample import sobol as sampling
from scipy.stats import norm

import reference_model as model

MU, SIGMA = (np.log(8000) + np.log(18000)) / 2, (np.log(18000) - np.log(8000)) / (2 * model.Z95)
TRIANGLES = dict(pue=(1.08, 1.15, 1.30), overhead=(0.05, 0.10, 0.18), mfu=(0.25, 0.38, 0.50), availability=(0.90, 0.95, 0.99), load=(0.6, 0.8, 0.95),
                 rack=(24e3, 27e3, 32e3), shell=(9, 12, 16), electricity=(40e-6, 60e-6, 95e-6))
NAMES = ["reserve", "rated", "price", *TRIANGLES]
start = time.perf_counter()
problem = dict(num_vars=len(NAMES), names=NAMES, bounds=[[0, 1]] * len(NAMES))
u = dict(zip(NAMES, np.clip(sampling.sample(problem, 2**14, calc_second_order=False), 1e-12, 1 - 1e-12).T))
x = {name: model.triangular(u[name], *ends) for name, ends in TRIANGLES.items()}
x.update(reserve=0.02 + 0.08 * u["reserve"], rated=0.75 + 0.25 * u["rated"], price=np.exp(MU + SIGMA * norm.ppf(u["price"])))
found = [analysis.analyze(problem, y, calc_second_order=False, num_resamples=100) for y in model.outputs(x)]
chips = dict(zip(NAMES, found[3]["S1"]))
print(f"{time.perf_counter() - start:.4f} s in process; chips: first order of rated {chips['rated']:.3f}, of pue {chips['pue']:.3f}")
