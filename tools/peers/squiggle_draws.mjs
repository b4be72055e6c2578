// 1e6 draws of the reference model in Squiggle, with mean, standard deviation and five percentiles of every output. PEERS_NODE is a folder with
// node_modules/@quri/squiggle-lang. Arguments: the number of draws.
import { pathToFileURL } from "node:url";
import { join } from "node:path";

const library = join(process.env.PEERS_NODE ?? ".", "node_modules/@quri/squiggle-lang/dist/index.js");
const { run } = await import(pathToFileURL(library).href);
const sampleCount = Number(process.argv[2] ?? 1e6);

const source = `
s(d) = SampleSet.fromDist(d)
reserve = s(uniform(0.02, 0.10))
pue = s(triangular(1.08, 1.15, 1.30))
overhead = s(triangular(0.05, 0.10, 0.18))
rated = s(uniform(0.75, 1))
mfu = s(triangular(0.25, 0.38, 0.50))
availability = s(triangular(0.90, 0.95, 0.99))
load = s(triangular(0.6, 0.8, 0.95))
rack = s(triangular(24e3, 27e3, 32e3))
price = s(lognormal({p5: 8000, p95: 18000}))
shell = s(triangular(9, 12, 16))
electricity = s(triangular(40e-6, 60e-6, 95e-6))
facility = 2e9
it = facility * (1 - reserve) / pue
accel = it * (1 - overhead)
racks = SampleSet.map(accel / (rack * rated), {|x| floor(x)})
chips = racks * 32
peak = chips * 667e12
effective = peak * mfu * availability
energy = racks * rack * rated / (1 - overhead) * pue * load * 8760
bill = energy * electricity
compute = chips * price
building = facility * shell
total = compute + building
perExaflop = total / (effective / 1e18)
describe(x) = [mean(x), stdev(x), quantile(x, 0.05), quantile(x, 0.25), quantile(x, 0.5), quantile(x, 0.75), quantile(x, 0.95)]
[it, accel, racks, chips, peak, effective, energy, bill, compute, building, total, perExaflop] -> map(describe)
`;

const start = performance.now();
const out = await run(source, { environment: { sampleCount, xyPointLength: 1000, seed: "1", profile: false } });
const result = out.result ?? out.getResult?.();
const ok = typeof result?.ok === "boolean" ? result.ok : true;
if (!ok) {
  console.error(String(result.value));
  process.exit(1);
}
const seconds = (performance.now() - start) / 1000;
console.log(`${seconds.toFixed(4)} s in process; ${String(result?.value?.result ?? result?.value ?? out).slice(0, 300)}`);
