// Asks MiniSearch the queries that bench wrote with -dump, on the same terms, and prints the same table.
//
//   go run ./search/bench -dump .bench/queries.json
//   cd .bench && npm install minisearch && node ../search/bench/peers.mjs queries.json
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { brotliCompressSync, constants } from "node:zlib";

const require = createRequire(process.cwd() + "/");
const MiniSearch = require("minisearch");
const { documents, sets } = JSON.parse(readFileSync(process.argv[2], "utf8"));

// As its documentation advises for search while typing: prefixes, typing errors by length, names before texts.
const options = {
  idField: "ID",
  fields: ["Title", "names", "Summary", "Body"],
  searchOptions: { prefix: true, fuzzy: 0.2, boost: { Title: 4, names: 4, Summary: 2 } },
};
const begin = performance.now();
const index = new MiniSearch(options);
index.addAll(documents.map((d) => ({ ...d, names: [d.Abbreviation, ...(d.Aliases || [])].filter(Boolean).join("\n") })));
const seconds = (performance.now() - begin) / 1000;
const whole = Buffer.from(JSON.stringify(index));
const packed = brotliCompressSync(whole, { params: { [constants.BROTLI_PARAM_QUALITY]: 9 } }).length;
console.log(`MiniSearch, terms ${documents.length}: index ${seconds.toFixed(2)} s, first query ${(packed / 1000).toFixed(1)} kB (brotli 9)`);
console.log("queries         number    MRR@10     first         ms");
for (const { Kind, Queries } of sets) {
  let sum = 0, first = 0;
  const start = performance.now();
  for (const { Text, Wanted } of Queries || []) {
    const rank = index.search(Text).slice(0, 10).findIndex((hit) => Wanted.includes(hit.id)) + 1;
    if (rank) sum += 1 / rank;
    if (rank === 1) first++;
  }
  const n = Math.max(1, (Queries || []).length);
  const ms = (performance.now() - start) / n;
  console.log(`${Kind.padEnd(14)} ${String(n).padStart(7)} ${(sum / n).toFixed(3).padStart(9)} ${(first / n).toFixed(3).padStart(9)} ${ms.toFixed(2).padStart(10)}`);
}
