// Asks other engines, and Gloss's own in the same JavaScript engine, the queries that the bench wrote. Prints JSON: by engine the
// quality by kind of query, bytes and times.
//
//   node peers.mjs queries.json pages gloss
//
// pages is the folder that Pagefind indexed, gloss the folder in which the files of Gloss are.
import { readFileSync } from "node:fs";
import { basename, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { brotliCompressSync, constants } from "node:zlib";
import MiniSearch from "minisearch";

const [queriesFile, pages, gloss] = process.argv.slice(2).map((path) => resolve(path));
const { documents, sets } = JSON.parse(readFileSync(queriesFile, "utf8"));
const COLD = 5; // first and further queries of each kind that are weighed

const packed = (data) => Math.min(data.length, brotliCompressSync(data, { params: { [constants.BROTLI_PARAM_QUALITY]: 11 } }).length);
const quantile = (list, q) => [...list].sort((a, b) => a - b)[Math.min(list.length - 1, Math.floor(list.length * q))] ?? 0;
const spread = (list) => ({ median: quantile(list, 0.5), high: quantile(list, 0.95), most: Math.max(0, ...list) });

/** Quality and time of one engine: ask(text) gives ids, best first. */
async function quality(ask) {
  const kinds = {}, times = [];
  for (const { Kind, Queries } of sets) {
    let sum = 0, first = 0;
    for (const { Text, Wanted } of Queries || []) {
      const begin = performance.now();
      const ids = await ask(Text);
      times.push(performance.now() - begin);
      const rank = ids.findIndex((id) => Wanted.includes(id)) + 1;
      if (rank) sum += 1 / rank;
      if (rank === 1) first++;
    }
    const n = Math.max(1, (Queries || []).length);
    kinds[Kind] = { reciprocal: sum / n, first: first / n };
  }
  return { kinds, ms: spread(times) };
}

/** MiniSearch as its documentation advises for search while typing: prefixes, typing errors by length, names before texts. */
async function miniSearch() {
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
  const size = brotliCompressSync(whole, { params: { [constants.BROTLI_PARAM_QUALITY]: 9 } }).length;
  const found = await quality((text) => index.search(text).slice(0, 10).map((hit) => hit.id));
  return { ...found, first: spread([size]), next: spread([0]), size: whole.length, seconds };
}

/** Pagefind's own script; its files are read from disk and weighed. */
async function pagefind() {
  let fetched = 0;
  const sizes = new Map();
  globalThis.document = { querySelector: () => ({ getAttribute: () => "en" }), currentScript: null };
  globalThis.location = new URL("file:///");
  const read = (path) => {
    const data = readFileSync(path);
    if (!sizes.has(path)) sizes.set(path, packed(data));
    fetched += sizes.get(path);
    return data;
  };
  globalThis.fetch = async (address) => new Response(read(new URL(address, "file:///").pathname));
  const script = resolve(pages, "pagefind/pagefind.js");
  const open = async (n) => {
    read(script);
    const engine = await import(pathToFileURL(script) + "?" + n);
    await engine.options({ basePath: pathToFileURL(resolve(pages, "pagefind")) + "/", baseUrl: "/" });
    await engine.init();
    return engine;
  };
  const ask = async (engine, text, shown) => {
    const { results } = await engine.search(text);
    const hits = await Promise.all(results.slice(0, shown).map((r) => r.data()));
    return hits.map((hit) => basename(hit.url, ".html"));
  };
  const first = [], next = [];
  for (const { Kind, Queries } of sets) {
    for (let i = 0; i < Math.min(COLD, (Queries || []).length - 1); i++) {
      fetched = 0;
      const engine = await open(Kind + i);
      await ask(engine, Queries[i].Text, 8);
      first.push(fetched);
      fetched = 0;
      await ask(engine, Queries[i + 1].Text, 8);
      next.push(fetched);
      await engine.destroy();
    }
  }
  const engine = await open("quality");
  const found = await quality((text) => ask(engine, text, 10));
  return { ...found, first: spread(first), next: spread(next) };
}

/**
 * The time of a keystroke in Gloss's engine, with the files loaded: every beginning of every query, the best of three, so that other
 * work of the machine is left out.
 */
function keystrokes() {
  (0, eval)(readFileSync(resolve(gloss, "search/engine.js"), "utf8"));
  const engine = globalThis.gloss.engine(
    (path, done) => {
      (0, eval)(readFileSync(resolve(gloss, path.replace(/\?.*/, "")), "utf8"));
      done(false);
    },
    (f) => f(),
  );
  globalThis.gloss.load = engine.load;
  const times = [];
  const common = ["of", "the", "genus", "person", "plant", "used", "make", "small", "type", "part", "made", "states", "large", "having"];
  const texts = [...common, common.slice(2).join(" "), ...sets.flatMap(({ Queries }) => (Queries || []).map((q) => q.Text))];
  for (const text of texts) {
    const letters = [...text];
    for (let n = 1; n <= letters.length; n++) {
      const typed = letters.slice(0, n).join("");
      engine.search(typed, 8, () => {});
      let least = Infinity;
      for (let run = 0; run < 3; run++) {
        const begin = performance.now();
        engine.search(typed, 8, () => {});
        least = Math.min(least, performance.now() - begin);
      }
      times.push(least);
    }
  }
  return spread(times);
}

const keystroke = keystrokes();
process.stdout.write(JSON.stringify({ keystroke, MiniSearch: await miniSearch(), Pagefind: await pagefind() }));
