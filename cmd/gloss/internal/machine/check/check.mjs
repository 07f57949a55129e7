// Checks a built site's files for programs with tools that others wrote: node check.mjs SITE
//
// sitemap      libxml2 with the schema of sitemaps.org (shipped by the package sitemap)
// Atom         libxml2 for form, feedsmith for meaning
// JSON Feed    feedsmith, and the types of JSON Feed 1.1
// manifest     the types that SchemaStore derives from its JSON Schema
// JSON-LD      the types of schema.org (schema-dts)
// terms.json   ajv with the schema that the site publishes
// robots.txt   robots-parser
//
// Types are checked by the TypeScript compiler, as literals, so that it refuses members that no type has. The packages come from
// package.json: run "npm install" in a copy of this folder, or here.

import { execFileSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import Ajv2020 from "ajv/dist/2020.js";
import addFormats from "ajv-formats";
import { parseAtomFeed, parseJsonFeed } from "feedsmith";
import robotsParser from "robots-parser";
import { validateXML } from "xmllint-wasm";

const require = createRequire(import.meta.url);
const here = dirname(fileURLToPath(import.meta.url));
const site = process.argv[2];
if (!site) {
  console.error("usage: node check.mjs SITE");
  process.exit(2);
}

let checked = 0;
const problems = [];
const read = (name) => readFileSync(join(site, name), "utf8");
const has = (name) => existsSync(join(site, name));

/** Runs one check of one file; what it throws or returns as text is a problem. */
async function check(name, run) {
  checked++;
  try {
    const problem = await run();
    if (problem) problems.push(`${name}: ${problem}`);
  } catch (error) {
    problems.push(`${name}: ${error.message ?? error}`);
  }
}

async function xml(name, schema) {
  const result = await validateXML({ xml: { fileName: name, contents: read(name) }, schema, initialMemoryPages: 256, maxMemoryPages: 8192 });
  return result.valid ? "" : result.rawOutput;
}

/** A sitemap's schema says nothing about an index, so that is checked for form only. */
const sitemapSchema = readFileSync(join(dirname(require.resolve("sitemap/package.json")), "schema/sitemap.xsd"), "utf8");
for (const name of readdirSync(site).filter((n) => /^sitemap(-\d+)?\.xml$/.test(n))) {
  await check(name, () => xml(name, read(name).includes("<sitemapindex") ? undefined : sitemapSchema));
}

if (has("atom.xml")) {
  await check("atom.xml", () => xml("atom.xml"));
  await check("atom.xml", () => {
    const feed = parseAtomFeed(read("atom.xml"));
    const self = feed.links.find((link) => link.rel === "self");
    if (!feed.id || !feed.title || !feed.updated || !self?.href.startsWith("http")) return "id, title, updated or the link to itself is missing";
    return feed.entries.filter((e) => !e.id || !e.title || Number.isNaN(Date.parse(e.updated))).map((e) => e.title).join(", ");
  });
}

/** Values to be checked against types: [name, import, type, value]. */
const typed = [];
if (has("feed.json")) {
  await check("feed.json", () => (parseJsonFeed(read("feed.json")).items.length > 0 ? "" : "has no items"));
  typed.push(["feed.json", "import type Feed from '@json-feed-types/1_1'", "Feed", read("feed.json")]);
}
if (has("manifest.webmanifest")) {
  typed.push(["manifest.webmanifest", "import type { JSONSchemaForWebApplicationManifestFiles as M } from '@schemastore/web-manifest'", "M", read("manifest.webmanifest")]);
}

/** JSON-LD stands in pages; files called .jsonld are taken too, for the package's own golden files. */
const pages = readdirSync(site, { recursive: true }).map(String).filter((n) => /\.(html|jsonld)$/.test(n)).sort();
for (const name of pages) {
  const blocks = name.endsWith(".jsonld") ? [read(name)]
    : [...read(name).matchAll(/<script type="?application\/ld\+json"?>(.*?)<\/script>/gs)].map((m) => m[1]);
  for (const block of blocks) {
    await check(name, () => void JSON.parse(block));
    typed.push([name, "import type { Graph } from 'schema-dts'", "Graph", block]);
  }
}

/** Compiles all values in one file each, in one run of the compiler. */
function compile() {
  const dir = mkdtempSync(join(here, ".types-"));
  try {
    typed.forEach(([, imports, type, value], i) => writeFileSync(join(dir, `v${i}.ts`), `${imports};\nexport const value: ${type} = ${value};\n`));
    writeFileSync(join(dir, "tsconfig.json"), JSON.stringify({ compilerOptions: { noEmit: true, strict: true, skipLibCheck: true,
      module: "esnext", moduleResolution: "bundler", target: "es2022", types: [] }, include: ["*.ts"] }));
    execFileSync(process.execPath, [join(dirname(require.resolve("typescript/package.json")), "bin/tsc"), "-p", dir], { encoding: "utf8" });
  } catch (error) {
    const said = String(error.stdout ?? error).replace(/\S*v(\d+)\.ts/g, (_, i) => typed[i][0]);
    problems.push(said.length > 4000 ? said.slice(0, 4000) + "…" : said);
  } finally {
    rmSync(dir, { recursive: true });
  }
}
if (typed.length > 0) {
  checked += typed.length;
  compile();
}

if (has("terms.json")) {
  const ajv = new Ajv2020({ allErrors: true });
  addFormats(ajv);
  const validate = ajv.compile(JSON.parse(read("terms.schema.json")));
  const data = JSON.parse(read("terms.json"));
  for (const name of ["terms.json", ...(data.parts ?? []).map((part) => decodeURI(part.url))]) {
    await check(name, () => (validate(JSON.parse(read(name))) ? "" : ajv.errorsText(validate.errors)));
  }
}

if (has("robots.txt")) {
  await check("robots.txt", () => {
    const robots = robotsParser("https://example.org/robots.txt", read("robots.txt"));
    if (!robots.isAllowed("https://example.org/terms/x.html", "AnyBot")) return "forbids a term's page";
    return has("sitemap.xml") && !robots.getSitemaps()[0]?.endsWith("/sitemap.xml") ? "does not name the sitemap" : "";
  });
}

for (const problem of problems) console.error(problem);
console.log(`${checked} checks, ${problems.length} problems`);
process.exit(problems.length > 0 ? 1 : 0);
