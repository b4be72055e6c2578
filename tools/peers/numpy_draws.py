"""1e6 draws of the reference model in NumPy, with mean, standard deviation and five percentiles of every output. Prints the seconds inside the process."""
import sys
import time

import numpy as np

import reference_model as model

n = int(float(sys.argv[1])) if len(sys.argv) > 1 else 10**6
start = time.perf_counter()
out = model.outputs(model.draw(np.random.default_rng(1), n))
rows = [(y.mean(), y.std(), *np.percentile(y, [5, 25, 50, 75, 95])) for y in out]
print(f"{time.perf_counter() - start:.4f} s in process; chips P5 {rows[3][2]:.0f} P50 {rows[3][4]:.0f} P95 {rows[3][6]:.0f}")
