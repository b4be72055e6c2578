// Runs the commands and the SQL that docs/sweeps.md shows for Parquet files, as they stand there, and checks what comes out.
// Usage: node check.js DOCUMENT, with capplan on the path, in an empty folder.
import { DuckDBInstance } from "@duckdb/node-api";
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import assert from "node:assert/strict";

const [, chapter] = readFileSync(process.argv[2], "utf8").split("\n## Asking a Parquet file\n");
assert.ok(chapter, "the document has no chapter on Parquet files");
const blocks = (language) => [...chapter.matchAll(new RegExp("```" + language + "\n([^]*?)```", "g"))].map((m) => m[1]);

const [command] = blocks("sh");
const sh = (text) => execFileSync("sh", ["-euc", text], { stdio: ["ignore", "inherit", "inherit"] });
sh(command);
for (const i of [1, 2]) sh(command.trimEnd().replace("sweep.parquet", `part-${i}.parquet`) + ` --shard ${i}/2\n`);
sh(command.trimEnd().replace("sweep.parquet", "sweep.csv"));

const db = await (await DuckDBInstance.create(":memory:")).connect();
const rows = async (sql) => (await db.runAndReadAll(sql)).getRowObjects();

const queries = blocks("sql");
assert.equal(queries.length, 3, "three queries are documented");
const answers = [];
for (const sql of queries) {
  answers.push(await rows(sql));
  console.log(sql.trim());
  console.log(JSON.stringify(answers.at(-1), (_, v) => (typeof v === "bigint" ? Number(v) : v)).slice(0, 400));
}
const [reached, byShard, manifest] = answers;
assert.deepEqual([...new Set(reached.map((r) => r.chip))], ["gb200", "trainium2", "trainium3"]);
assert.equal(reached.reduce((sum, r) => sum + Number(r.points), 0), 300_000);
assert.ok(reached.every((r) => r.reached >= 0 && r.reached <= 1 && r.billions > 10 && r.billions < 200));
assert.ok(reached.some((r) => r.reached > 0.9) && reached.some((r) => r.reached < 0.1));
assert.equal(byShard.length, 3);
assert.equal(JSON.parse(Object.values(manifest[0])[0]).rows, 300_000);

// The file has what the CSV has: types, nulls and every number.
const columns = (await rows("DESCRIBE SELECT * FROM 'sweep.parquet'")).map((r) => `${r.column_name} ${r.column_type}`);
assert.deepEqual(columns, ["row BIGINT", "chip VARCHAR", "site.reserve DOUBLE", "site.pue_peak DOUBLE", "capacity.chips DOUBLE", "cost.capex[USD] DOUBLE"]);
const [{ n }] = await rows("SELECT count(*) AS n FROM (FROM 'sweep.parquet' EXCEPT FROM 'sweep.csv')");
assert.equal(Number(n), 0, "Parquet and CSV differ");
console.log("the documented queries work");
