package profile

// Numbers and distributions.
var brokenValues = []broken{
	// Numbers.
	{"no unit", []string{`low = "450 W"`, `low = "450"`}, []string{
		`15:16: chip.tdp.low: "450": a power needs a unit; write 450 W, 450 kW, 450 MW or 450 GW`,
	}},
	{"number with a dimension", []string{`low = "450 W"`, `low = 450`}, []string{
		`15:16: chip.tdp.low: 450: a power needs a unit; write 450 W, 450 kW, 450 MW or 450 GW, in quotes`,
	}},
	{"wrong case of a unit", []string{`low = "450 W"`, `low = "450 w"`}, []string{
		`15:16: chip.tdp.low: "450 w": unknown unit "w"; did you mean W?`,
	}},
	{"unit of another dimension", []string{`low = "450 W"`, `low = "450 GiB"`}, []string{
		`15:16: chip.tdp.low: "450 GiB": GiB is memory, a power is wanted; write 2 GW, 120 kW or 2,000 MW`,
	}},
	{"text for a plain number", []string{`{ value = 2,`, `{ value = "2",`}, []string{
		`18:18: chip.dies.value: "2" is text where a plain number belongs; write 2 without quotes`,
	}},
	{"percent for a plain number", []string{`low = 0.25`, `low = "25%"`}, []string{
		`42:16: workload.mfu.training.bf16.low: "25%" is text where a plain number belongs; write 0.25 without quotes`,
	}},
	{"words for a plain number", []string{`low = 0.25`, `low = "some"`}, []string{
		`42:16: workload.mfu.training.bf16.low: "some" is text where a plain number belongs; write a plain number, such as 0.85`,
	}},
	{"truth for a number", []string{`low = 0.25`, `low = true`}, []string{
		`42:16: workload.mfu.training.bf16.low: must be a number, not true; write a plain number, such as 0.85`,
	}},
	{"date for a number", []string{`low = "450 W"`, `low = 2025-01-01`}, []string{
		`15:16: chip.tdp.low: must be a number, not a date; write it with its unit, such as "700 W"`,
	}},
	{"list for a number", []string{`low = 0.25`, `low = [0.25]`}, []string{
		`42:16: workload.mfu.training.bf16.low: must be a number, not a list; write a plain number, such as 0.85`,
	}},
	{"table for a number", []string{`low = 0.25`, `low = { value = 1 }`}, []string{
		`42:16: workload.mfu.training.bf16.low: must be a number, not a table; write a plain number, such as 0.85`,
	}},
	{"value without evidence", []string{`dies = { value = 2, basis = "published", source = "sheet" }`, `dies = 2`}, []string{
		`18:8: chip.dies: is 2 without evidence; write { value = 2, basis = "published", source = "..." }`,
	}},
	{"text without evidence", []string{`hbm  = { value = "96 GiB", basis = "published", source = "sheet" }`, `hbm = "96 GiB"`}, []string{
		`17:7: chip.hbm: is the text "96 GiB" without evidence; write { value = "96 GiB", basis = "published", source = "..." }`,
	}},
	{"below the bounds", []string{`low = 0.25`, `low = -0.25`}, []string{
		`42:16: workload.mfu.training.bf16.low: -25% is out of bounds; allowed: 0% to 100%`,
	}},
	{"above the bounds", []string{`high = 0.50, basis`, `high = 1.5, basis`}, []string{
		`42:42: workload.mfu.training.bf16.high: 150% is out of bounds; allowed: 0% to 100%`,
	}},
	{"not a number", []string{`low = 0.25`, `low = nan`}, []string{
		`42:16: workload.mfu.training.bf16.low: NaN is not a finite number`,
	}},
	{"infinite", []string{`high = 0.50, basis`, `high = inf, basis`}, []string{
		`42:42: workload.mfu.training.bf16.high: +Inf is not a finite number`,
	}},
	{"chips in part", []string{`{ value = 64,`, `{ value = 64.5,`}, []string{
		`21:19: system.chips.value: 64.5 is not a whole number`,
	}},
	{"a range for a constant", []string{`{ value = 64,`, `{ low = 60, mode = 64, high = 64,`}, []string{
		`21:1: system.chips: must be a single number, not a range`,
	}},

	// Distributions.
	{"low above mode", []string{`low = "45 kW"`, `low = "51 kW"`}, []string{
		`26:8: system.power.mode: low, mode and high must not fall; got 51000, 50000, 54000`,
	}},
	{"mode above high", []string{`high = "650 W"`, `high = "499 W"`}, []string{
		`15:48: chip.tdp.high: low, mode and high must not fall; got 450, 500, 499`,
	}},
	{"low above high", []string{`low = "40 W", high = "140 W"`, `low = "400 W", high = "140 W"`}, []string{
		`34:42: network.power_per_chip.high: low is above high: 400 > 140`,
	}},
	{"p5 above p95", []string{`p5 = 0.3, p95 = 0.8`, `p5 = 0.9, p95 = 0.8`}, []string{
		`39:34: workload.cap_exponent.p95: p5 is above p95: 0.9 > 0.8`,
	}},
	{"no number", []string{`p5 = 0.3, p95 = 0.8, `, ``}, []string{
		`39:1: workload.cap_exponent: has no number; write value, or low, mode and high`,
	}},
	{"low and mode", []string{`, high = 0.50`, ``}, []string{
		`42:1: workload.mfu.training.bf16: low and mode without high; write (value), (low, mode, high), (low, high, dist = "uniform"), (p5, p95) or (values, weights)`,
	}},
	{"low alone", []string{`, mode = 0.38, high = 0.50`, ``}, []string{
		`42:1: workload.mfu.training.bf16: low without mode and high; write (value), (low, mode, high), (low, high, dist = "uniform"), (p5, p95) or (values, weights)`,
	}},
	{"low and high", []string{`mode = 0.38, `, ``}, []string{
		`42:1: workload.mfu.training.bf16: low and high without mode; write dist = "uniform", or give the mode`,
	}},
	{"p5 alone", []string{`, p95 = 0.8`, ``}, []string{
		`39:1: workload.cap_exponent: p5 without p95; write (value), (low, mode, high), (low, high, dist = "uniform"), (p5, p95) or (values, weights)`,
	}},
	{"value and low", []string{`low = 0.25`, `value = 0.3, low = 0.25`}, []string{
		`42:23: workload.mfu.training.bf16: value and low do not go together; write (value), (low, mode, high), (low, high, dist = "uniform"), (p5, p95) or (values, weights)`,
	}},
	{"value and values", []string{"weights = [1, 3]", "value = \"1 USD\"\nweights = [1, 3]"}, []string{
		`45:1: cost.compute_per_chip: value and values do not go together; write (value), (low, mode, high), (low, high, dist = "uniform"), (p5, p95) or (values, weights)`,
	}},
	{"unknown dist", []string{`dist = "pert"`, `dist = "prt"`}, []string{
		`28:8: system.power.dist: "prt" is unknown; did you mean pert? (pert, uniform, triangular, normal or lognormal)`,
	}},
	{"dist of other numbers", []string{`dist = "pert"`, `dist = "uniform"`}, []string{
		`28:8: system.power.dist: "uniform" goes with low, high, not with low, mode, high`,
	}},
	{"dist of a constant", []string{`{ value = 2,`, `{ value = 2, dist = "normal",`}, []string{
		`18:28: chip.dies.dist: "normal" goes with p5, p95, not with value`,
	}},
	{"dist of values", []string{"weights = [1, 3]", "dist = \"uniform\"\nweights = [1, 3]"}, []string{
		`46:8: cost.compute_per_chip.dist: "uniform" goes with low, high, not with values, weights`,
	}},
	{"p5 of zero", []string{`p5 = 0.3`, `p5 = 0`}, []string{
		`39:23: workload.cap_exponent.p5: a lognormal is above 0; write dist = "normal", or low, mode and high`,
	}},
	{"p5 of zero, lognormal", []string{`p5 = 0.3`, `dist = "lognormal", p5 = 0`}, []string{
		`39:1: workload.cap_exponent: a lognormal needs p5 above 0; got 0`,
	}},
	{"normal beyond the bounds", []string{`p5 = 0.3`, `dist = "normal", p5 = 0.3`}, []string{
		`39:1: workload.cap_exponent: its P0.01 to P99.99 reaches -0.0152504, outside 0 to 3; use low, mode, high instead of p5, p95`,
	}},
	{"values without weights", []string{"weights = [1, 3]\n", ""}, []string{
		`44:7: cost.compute_per_chip: values without weights; write (value), (low, mode, high), (low, high, dist = "uniform"), (p5, p95) or (values, weights)`,
	}},
	{"too few weights", []string{"weights = [1, 3]", "weights = [1]"}, []string{
		`46:11: cost.compute_per_chip.weights: values and weights must be lists of the same length; got 2 and 1`,
	}},
	{"negative weight", []string{"weights = [1, 3]", "weights = [1, -3]"}, []string{
		`46:15: cost.compute_per_chip.weights: weights must be 0 or more; got -3`,
	}},
	{"weights of zero", []string{"weights = [1, 3]", "weights = [0, 0]"}, []string{
		`46:11: cost.compute_per_chip.weights: the weights sum to 0`,
	}},
	{"weights as text", []string{"weights = [1, 3]", "weights = [\"1\", 3]"}, []string{
		`46:12: cost.compute_per_chip.weights: "1" is text where a plain number belongs; write 1 without quotes`,
	}},
	{"weights as one number", []string{"weights = [1, 3]", "weights = 1"}, []string{
		`46:11: cost.compute_per_chip.weights: must be a list, not 1; write [..., ...]`,
	}},
	{"faulty values", []string{`["18000 USD", "22667 USD"]`, "[\n  \"18000 EUR\",\n  22667,\n]"}, []string{
		`46:3: cost.compute_per_chip.values: "18000 EUR": unknown unit "EUR"; write 3.5B, $3.5B or 18000 USD`,
		`47:3: cost.compute_per_chip.values: 22667: an amount of money needs a unit; write 22667 USD, 22667 M USD or 22667 B USD, in quotes`,
	}},
	{"value beyond the bounds", []string{`["18000 USD", "22667 USD"]`, `["18000 USD", "-1 USD"]`}, []string{
		`45:24: cost.compute_per_chip.values: -1 USD is out of bounds; allowed: 0 USD or more`,
	}},
}
