"""A chart of 1600 by 1000 pixels in matplotlib: where the watts of the reference model go, with the range of each step. To the file named."""
import sys
import time

start = time.perf_counter()
import matplotlib

matplotlib.use("Agg")
import matplotlib.pyplot as plt
import numpy as np

import reference_model as model

out = model.outputs(model.draw(np.random.default_rng(1), 16384))
facility = np.full(16384, 2e9)
steps = [("Facility power", facility), ("Reserve, cooling and losses", facility - out[0]), ("IT power", out[0]), ("Overhead", out[0] - out[1]), ("Accelerator racks", out[1])]
mid = [np.median(y) / 1e6 for _, y in steps]
low = [m - np.percentile(y, 5) / 1e6 for m, (_, y) in zip(mid, steps)]
high = [np.percentile(y, 95) / 1e6 - m for m, (_, y) in zip(mid, steps)]
figure, axes = plt.subplots(figsize=(16, 10), dpi=100)
names = [name for name, _ in steps]
axes.barh(names, mid, color=["#2f6fb2", "#c3ccd6", "#2f6fb2", "#c3ccd6", "#e5823a"], xerr=[low, high], capsize=4)
for y, m in enumerate(mid):
    axes.text(m + 40, y, f"{m:,.0f} MW", va="center")
axes.invert_yaxis()
axes.set_title("Where the watts of 2 GW go", loc="left", fontsize=20, fontweight="bold")
axes.set_xlabel("MW")
axes.grid(axis="x", alpha=0.3)
for side in ("top", "right"):
    axes.spines[side].set_visible(False)
figure.savefig(sys.argv[1])
print(f"{time.perf_counter() - start:.4f} s in process, imports included")
