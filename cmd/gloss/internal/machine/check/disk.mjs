// Checks the unpacked archive of gloss build --zip as a reader opens it from a disk, in Chromium and Firefox.

import { readdirSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import puppeteer from "puppeteer-core";

const settle = (ms) => new Promise((done) => setTimeout(done, ms));

/** One reader's way through the site; say notes what is not as it should be. */
async function read(page, start, say) {
  const text = (selector) => page.$eval(selector, (element) => element.textContent);
  const expect = (what, is, wanted) => { if (is !== wanted) say(`${what}: ${is}, not ${wanted}`); };

  await page.goto(start, { waitUntil: "load" });
  await page.waitForSelector("body.on-home");

  await page.type("input[name=q]", "monthy recuring");
  await page.waitForFunction((wanted) => document.querySelector(".answer b")?.textContent === wanted, {}, "Monthly recurring revenue");
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("Enter");
  await page.waitForFunction(() => document.querySelector("h1")?.textContent.startsWith("Monthly recurring revenue"));

  await page.hover("[data-gloss-body] a.term");
  await page.waitForSelector(".preview", { visible: true });
  if ((await text(".preview")).length < 20) say("the preview is empty");
  await page.keyboard.press("Escape");
  await page.waitForSelector(".preview", { hidden: true });

  const ground = () => page.evaluate(() => getComputedStyle(document.documentElement).backgroundColor);
  await page.select(".colours select", "light");
  const light = await ground();
  await page.select(".colours select", "dark");
  await page.waitForFunction((before) => getComputedStyle(document.documentElement).backgroundColor !== before, {}, light);
  const dark = await ground();
  await page.reload({ waitUntil: "load" });
  expect("the ground after loading again", await ground(), dark);
  await page.click("a.brand");
  await page.waitForSelector("body.on-home");
  expect("the ground of another page", await ground(), dark);

  await page.click('nav.pages a[href$="map.html"]');
  await page.waitForSelector(".map svg a");
  const width = () => page.$eval(".map svg", (svg) => svg.viewBox.baseVal.width);
  await page.waitForSelector('[data-zoom="2"]', { visible: true });
  const before = await width();
  await page.click('[data-zoom="2"]');
  await page.waitForFunction((was) => document.querySelector(".map svg").viewBox.baseVal.width < was * 0.9, {}, before);
  await page.click('[data-zoom="0"]');
  const address = await page.$eval(".map svg a", (link) => {
    link.dispatchEvent(new MouseEvent("click", { bubbles: true, cancelable: true, view: window }));
    return link.href.baseVal;
  });
  await page.waitForFunction((end) => decodeURI(location.href).endsWith(decodeURI(end)), {}, address.replace(/^.*\//, "/"));

  // Nothing offers to save what lies on the disk already.
  if (await page.evaluate(() => Boolean(document.querySelector("[data-offline]:not([hidden])")))) say("it offers to save what lies on disk");
}

async function readIn(name, options, start, found) {
  const say = (text) => found.push(`${name}: ${text}`);
  const browser = await puppeteer.launch({ headless: true, ...options });
  try {
    const page = await browser.newPage();
    page.setDefaultTimeout(30_000);
    await page.setViewport({ width: 1280, height: 900 });
    page.on("console", (message) => { if (["error", "warn"].includes(message.type())) say(`the console says ${message.text()}`); });
    page.on("pageerror", (error) => say(`a script fails: ${error.message}`));
    page.on("request", (request) => { if (!/^(file|data|about):/.test(request.url())) say(`asks for ${request.url()}`); });
    await read(page, start, say);
    await settle(200); // for what a page says late
  } catch (error) {
    say(`stops: ${error.stack}`);
  } finally {
    await browser.close();
  }
}

/** The archive works from disk: search, previews, colours, map. */
export async function disk(tools, unpacked) {
  const found = [], folder = join(unpacked, readdirSync(unpacked)[0]);
  const start = pathToFileURL(join(folder, "START-HERE.html")).href;
  await readIn("chromium", { executablePath: tools.chromium, args: ["--no-sandbox"] }, start, found);
  await readIn("firefox", { browser: "firefox", executablePath: tools.firefox }, start, found);
  return { looked: "chromium, firefox", found };
}
