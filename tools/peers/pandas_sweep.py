"""A sweep of the reference model in pandas: 1e6 rows of ten columns, as CSV with six significant digits, to the file named."""
import sys
import time

import numpy as np
import pandas as pd

import reference_model as model

start = time.perf_counter()
n = 10**6
x = model.draw(np.random.default_rng(1), n)
y = model.outputs(x)
frame = pd.DataFrame({"reserve": x["reserve"], "pue": x["pue"], "rack": x["rack"], "rated": x["rated"], "it": y[0], "chips": y[3], "peak": y[4],
                      "effective": y[5], "energy": y[6], "total": y[10]})
frame.to_csv(sys.argv[1], index=False, float_format="%.6g")
print(f"{time.perf_counter() - start:.4f} s in process")
