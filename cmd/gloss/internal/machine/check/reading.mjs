// Checks of pages as readers meet them, in Chromium: axe-core, the keyboard, zoom, layout shifts, printing.

import { readFileSync } from "node:fs";
import { createRequire } from "node:module";

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

/** Opens each kind of page in a tab of its own that is shown to look, with what pages say on the console as findings. */
async function each(browser, home, kinds, options, look) {
  const found = [], context = await browser.createBrowserContext();
  for (const [kind, path] of Object.entries(kinds)) {
    const page = await context.newPage();
    const say = (text) => found.push(`${kind}${options.label ?? ""}: ${text}`);
    page.on("console", (message) => say(`the console says ${message.text()}`));
    page.on("pageerror", (error) => say(`a script fails: ${error.message}`));
    await page.setViewport(options.viewport);
    if (options.scheme) await page.evaluateOnNewDocument((scheme) => localStorage.setItem("gloss-colours", scheme), options.scheme);
    await page.evaluateOnNewDocument(() => {
      window.shifts = [];
      new PerformanceObserver((list) => window.shifts.push(...list.getEntries().map((entry) => [entry.value, entry.sources.map((s) => s.node?.nodeName + "." + s.node?.className).join()])))
        .observe({ type: "layout-shift", buffered: true });
    });
    await page.goto(home + path, { waitUntil: "networkidle0" });
    await look(page, say, kind);
    await page.close();
  }
  await context.close();
  return found;
}

const desktop = { width: 1280, height: 1024 }, phone = { width: 390, height: 844, isMobile: true, hasTouch: true, deviceScaleFactor: 2 };

/** axe-core finds nothing, in each colour scheme, on a screen and a phone, with everything open that can be opened. */
export async function access(browser, home, kinds) {
  const found = [];
  let states = 0;
  const examine = async (page, say, state) => {
    states++;
    await page.evaluate(axe);
    const { violations } = await page.evaluate(() => window.axe.run(document, { resultTypes: ["violations"] }));
    for (const v of violations) say(`${state}: ${v.id}: ${v.help}: ${v.nodes.slice(0, 3).map((node) => `${node.target} ${node.failureSummary?.split("\n")[1] ?? ""}`).join(" | ")}`);
  };
  for (const scheme of ["light", "dark", "contrast"]) {
    for (const viewport of scheme === "light" ? [desktop, phone] : [desktop]) {
      found.push(...await each(browser, home, kinds, { viewport, scheme, label: ` ${scheme} ${viewport.width}` }, async (page, say, kind) => {
        await page.evaluate(() => document.querySelectorAll("details").forEach((details) => { details.open = true; }));
        await examine(page, say, "all open");
        const box = await page.$("input[name=q]");
        if (box && ["term", "home"].includes(kind)) {
          await box.type("revenue");
          await page.waitForSelector(".answer", { visible: true });
          await examine(page, say, "answers shown");
          await page.keyboard.press("Escape");
        }
        if (kind === "term") {
          await page.focus("[data-gloss-body] a.term");
          await page.waitForSelector(".preview", { visible: true });
          await examine(page, say, "preview shown");
        }
      }));
    }
  }
  return { looked: `${states} states of ${Object.keys(kinds).length} kinds of page`, found };
}

/** Marks what can be reached by Tab, and returns how many these are. */
function markControls() {
  const shown = (element) => element.checkVisibility({ visibilityProperty: true }) && !element.closest("details:not([open]) > :not(summary)");
  const all = [...document.querySelectorAll("a[href], button, input, select, textarea, summary, [tabindex]")]
    .filter((element) => element.tabIndex >= 0 && !element.disabled && shown(element) && !element.closest("[inert]"));
  all.forEach((element) => { element.dataset.waiting = ""; });
  return all.length;
}

/** Takes the mark from what has the focus; says what is wrong with how it shows that: nothing around it looks other than without. */
function visit() {
  const element = document.activeElement;
  if (!element || element === document.body) return "";
  delete element.dataset.waiting;
  const around = [element, ...element.children, element.parentElement, element.closest("li")].filter(Boolean);
  const look = () => around.flatMap((one) => [null, "::after"].map((part) => {
    const style = getComputedStyle(one, part);
    return [style.outlineStyle, style.outlineColor, style.boxShadow, style.borderColor, style.backgroundColor, style.stroke, style.strokeWidth, style.fill].join();
  })).join();
  const focused = look(), box = element.getBoundingClientRect();
  element.blur();
  const plain = look();
  element.focus();
  if (focused === plain) return `${element.outerHTML.slice(0, 80)} does not show the focus`;
  return box.width > 0 && (box.bottom < 0 || box.top > innerHeight) ? `${element.outerHTML.slice(0, 80)} is out of sight` : "";
}

async function byKeyboard(page, say) {
  const n = await page.evaluate(markControls);
  for (let i = 0; i < Math.min(n, 400) + 3; i++) {
    await page.keyboard.press("Tab");
    const problem = await page.evaluate(visit);
    if (problem) say(problem);
  }
  if (n > 400) return n;
  for (const one of await page.evaluate(() => [...document.querySelectorAll("[data-waiting]")].filter((e) => e.checkVisibility({ visibilityProperty: true })).map((e) => e.outerHTML.slice(0, 100)))) {
    say(`Tab does not reach ${one}`);
  }
  return n;
}

/** What is lost at a width: a page that must be moved sideways, text that is cut off, bars that cover the page. */
function lost() {
  const problems = [], wide = document.documentElement;
  if (wide.scrollWidth > wide.clientWidth) problems.push(`is ${wide.scrollWidth} wide at ${wide.clientWidth}`);
  for (const element of document.querySelectorAll("body *")) {
    const style = getComputedStyle(element), own = [...element.childNodes].some((node) => node.nodeType === 3 && node.data.trim());
    const hides = (overflow) => overflow === "hidden" || overflow === "clip";
    // The sentence in an answer of the search is an excerpt: at any size it is cut to the place of the summary that it replaces.
    if (own && !element.closest(".answer") && element.checkVisibility() && element.clientWidth > 1 && (hides(style.overflowX) && element.scrollWidth > element.clientWidth + 1 ||
      hides(style.overflowY) && element.scrollHeight > element.clientHeight + 1)) problems.push(`cuts off “${element.textContent.trim().slice(0, 40)}”`);
    const bar = style.position === "fixed" || style.position === "sticky" && (style.top !== "auto" || style.bottom !== "auto");
    if (bar && element.getBoundingClientRect().height > innerHeight / 2) problems.push(`${element.className || element.nodeName} covers half of the window`);
  }
  return problems;
}

/** The keyboard reaches everything, zoom loses nothing, nothing shifts while a page loads and is read, and pages print. */
export async function keyboard(browser, home, kinds) {
  const found = [];
  let controls = 0, sheets = 0;
  const still = async (page, say) => {
    await page.evaluate(async () => {
      for (let y = 0; y < Math.min(document.body.scrollHeight, 20000); y += innerHeight) {
        scrollTo(0, y);
        await new Promise(requestAnimationFrame);
      }
      scrollTo(0, 0);
    });
    for (const [value, what] of await page.evaluate(() => window.shifts)) say(`the layout shifts by ${value.toFixed(4)} (${what})`);
  };
  found.push(...await each(browser, home, kinds, { viewport: desktop, label: "" }, async (page, say, kind) => {
    await still(page, say);
    controls += await byKeyboard(page, say);
    if (["term", "tag", "print"].includes(kind)) {
      const pdf = Buffer.from(await page.pdf({ format: "A4" })).toString("latin1"), n = pdf.match(/\/Type\s*\/Page\b/g)?.length ?? 0;
      sheets += n;
      if (n === 0 || kind === "print" && n < 10) say(`prints on ${n} sheets`);
      if (kind === "term" && !await page.$(".body > .notes > li")) say("prints links to terms without notes");
      if (kind === "print" && await page.$(".letter a.term:not([data-number])")) say("prints a link to a term without its number");
    }
  }));
  found.push(...await each(browser, home, kinds, { viewport: phone, label: " phone" }, still));
  for (const [zoom, width, height] of [[200, 640, 512], [400, 320, 256]]) {
    found.push(...await each(browser, home, kinds, { viewport: { width, height }, label: ` ${zoom} %` }, async (page, say) => {
      for (const problem of await page.evaluate(lost)) say(problem);
    }));
  }
  return { looked: `${controls} links and controls, ${sheets} sheets printed`, found };
}
