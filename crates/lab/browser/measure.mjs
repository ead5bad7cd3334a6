// How soon a page is there: in Chromium with a slow processor, and as Lighthouse sees it on a phone.
//
// `node measure.mjs --chromium BINARY --url PAGE --token SESSION` prints one line of JSON.
// With LIGHTHOUSE_REPORT=FILE in the environment the whole report is kept, for https://googlechrome.github.io/lighthouse/viewer.
import { writeFile } from "node:fs/promises";
import { parseArgs } from "node:util";

import lighthouse from "lighthouse";
import puppeteer from "puppeteer-core";

/** The cookie that holds a session over plain HTTP. */
const COOKIE = "hubbub";
/** How many times slower than here a phone is: what Lighthouse assumes of one. */
const SLOWER = 4;
/** The screen of Lighthouse's phone. */
const PHONE = { width: 412, height: 823, deviceScaleFactor: 1.75, isMobile: true, hasTouch: true };
const PATIENCE = 60_000;

const { values: asked } = parseArgs({
  options: { chromium: { type: "string" }, url: { type: "string" }, token: { type: "string" } },
});
const url = new URL(asked.url);
const browser = await puppeteer.launch({
  executablePath: asked.chromium,
  // The sandbox needs what containers do not give, and the only page is ours.
  args: ["--no-sandbox", "--disable-dev-shm-usage"],
});
try {
  await browser.setCookie({ name: COOKIE, value: asked.token, domain: url.hostname, httpOnly: true });
  const figures = { ...(await onASlowProcessor()), ...(await onAPhone()), chromium: await browser.version() };
  process.stdout.write(`${JSON.stringify(figures)}\n`);
} finally {
  await browser.close();
}

/** Loads the page as somebody who comes for the first time, and says when it was painted and when it came alive. */
async function onASlowProcessor() {
  const context = await browser.createBrowserContext();
  await context.setCookie({ name: COOKIE, value: asked.token, domain: url.hostname, httpOnly: true });
  const page = await context.newPage();
  await page.setViewport(PHONE);
  await page.emulateCPUThrottling(SLOWER);
  const sizes = await watchSizes(page);
  await page.evaluateOnNewDocument(noteWhenAlive);
  await page.goto(asked.url, { waitUntil: "domcontentloaded", timeout: PATIENCE });
  await page.waitForFunction(() => globalThis.alive && performance.getEntriesByName("first-contentful-paint").length, {
    timeout: PATIENCE,
  });
  const seen = await page.evaluate(() => {
    const resources = performance.getEntriesByType("resource");
    const programs = resources.filter(({ name }) => /\.(js|wasm)$/.test(name));
    return {
      firstPaint: performance.getEntriesByName("first-contentful-paint")[0].startTime,
      alive: globalThis.alive,
      // The browser says itself what it does not paint without.
      blocking: resources.filter((one) => one.renderBlockingStatus === "blocking").map(({ name }) => name),
      programs: programs.map(({ name }) => name),
      programsThere: Math.max(...programs.map(({ responseEnd }) => responseEnd)),
    };
  });
  await context.close();
  const bytes = (urls) => urls.reduce((sum, name) => sum + sizeOf(sizes, name), 0);
  return {
    first_paint_bytes: bytes([asked.url, ...seen.blocking]),
    alive_bytes: bytes([asked.url, ...seen.blocking, ...seen.programs]),
    first_paint_ms: seen.firstPaint,
    alive_ms: seen.alive,
    hydrate_ms: seen.alive - seen.programsThere,
  };
}

/** Bytes on the wire by address, heads included; the map fills as answers end. */
async function watchSizes(page) {
  const [names, sizes] = [new Map(), new Map()];
  const devtools = await page.createCDPSession();
  devtools.on("Network.requestWillBeSent", ({ requestId, request }) => names.set(requestId, request.url));
  devtools.on("Network.loadingFinished", ({ requestId, encodedDataLength }) => {
    const name = names.get(requestId);
    // A second answer comes from a cache.
    if (!sizes.has(name)) sizes.set(name, encodedDataLength);
  });
  await devtools.send("Network.enable");
  return sizes;
}

function sizeOf(sizes, name) {
  const size = sizes.get(name);
  if (size === undefined) throw new Error(`${name} was never loaded to its end`);
  return size;
}

/** Runs in the page before anything of it. */
function noteWhenAlive() {
  new MutationObserver((_, observer) => {
    if (!document.body?.hasAttribute("data-hydrated")) return;
    globalThis.alive = performance.now();
    observer.disconnect();
  }).observe(document, { attributes: true, attributeFilter: ["data-hydrated"], subtree: true });
}

/** Lighthouse with its defaults: a phone on slow 4G. */
async function onAPhone() {
  const port = Number(new URL(browser.wsEndpoint()).port);
  const { lhr } = await lighthouse(asked.url, { port, logLevel: "error", onlyCategories: ["performance"] });
  if (lhr.runtimeError) throw new Error(lhr.runtimeError.message);
  if (lhr.finalDisplayedUrl !== asked.url) throw new Error(`Lighthouse was sent to ${lhr.finalDisplayedUrl}`);
  const figure = (audit) => lhr.audits[audit].numericValue;
  if (process.env.LIGHTHOUSE_REPORT) await writeFile(process.env.LIGHTHOUSE_REPORT, JSON.stringify(lhr));
  return {
    score: lhr.categories.performance.score * 100,
    first_contentful_paint_ms: figure("first-contentful-paint"),
    largest_contentful_paint_ms: figure("largest-contentful-paint"),
    speed_index_ms: figure("speed-index"),
    total_blocking_ms: figure("total-blocking-time"),
    layout_shift: figure("cumulative-layout-shift"),
  };
}
