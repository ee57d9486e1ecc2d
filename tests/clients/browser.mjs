// Looks at built pages in a real, headless Chromium and says what a supervisor's browser would do with them.
//
//   node browser.mjs CHROMIUM
//
// Takes jobs, one a line, and answers each with a line. A job:
//   {"pages": [URL...], "widths": [390, 1280], "schemes": ["light", "dark"], "axe": true, "screenshots": DIR or null,
//    "evaluate": JavaScript expression or null, "wait": ms, "listening": whether the page keeps a request open}
// The browser is started once, and so is its window, which costs more than a page does. What one job left behind, no other
// finds: before a job first comes to an origin, all that is kept for it is thrown away (tests/clients/test_programs.py).
// Every request that is not file:, data:, blob: or to loopback is refused and listed. Answers with {"error": WORDS} or
// with {"seen": a list with one entry for each page, width and scheme}:
//   {url, width, scheme, status, title, requests: [outside...], failed: [inside...], dialogs: [...], console: [...],
//    axe: [{id, impact, help, nodes: [selector...]}], scrollWidth, styleAttributes, evaluated, screenshot}
// No browser is ever downloaded: puppeteer-core has none, and the path of the one to use is given.
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import puppeteer from "puppeteer-core";

const FLAGS = [
  "--no-sandbox", // as root, as in most containers, Chromium does not start otherwise
  "--disable-gpu",
  "--disable-quic",
  "--disable-dev-shm-usage", // /dev/shm is 64 MB in a container
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
  "--no-first-run",
  "--no-default-browser-check",
  "--force-color-profile=srgb",
  "--hide-scrollbars",
  // A second lock, should a request slip past the one below: no name but our own has an address.
  "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE localhost, EXCLUDE 127.0.0.1",
];
const AXE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];
const LOOPBACK = new Set(["127.0.0.1", "localhost", "[::1]"]);

function isOutside(address) {
  const url = new URL(address);
  if (["file:", "data:", "blob:", "about:"].includes(url.protocol)) return false;
  return !LOOPBACK.has(url.hostname);
}

const nothing = () => ({ requests: [], failed: [], dialogs: [], console: [] });

// A window in which everything that happens is written down in `seen`, from before a page's first byte.
async function open(browser) {
  const [page] = await browser.pages();
  const tab = { page, seen: nothing(), known: new Set() };
  await page.setRequestInterception(true);
  page.on("request", (request) => {
    if (!isOutside(request.url())) return void request.continue();
    tab.seen.requests.push(request.url());
    request.abort("blockedbyclient");
  });
  page.on("requestfailed", (request) => {
    if (!isOutside(request.url()))
      tab.seen.failed.push(`${request.url()} ${request.failure()?.errorText ?? ""}`.trim());
  });
  page.on("response", (response) => {
    if (response.status() >= 400) tab.seen.failed.push(`${response.url()} ${response.status()}`);
  });
  page.on("dialog", (dialog) => {
    tab.seen.dialogs.push(`${dialog.type()}: ${dialog.message()}`);
    dialog.dismiss();
  });
  page.on("console", (message) => {
    if (["error", "warn", "warning"].includes(message.type())) tab.seen.console.push(message.text());
  });
  page.on("pageerror", (error) => tab.seen.console.push(`uncaught: ${error.message}`));
  // Interception does not see web sockets.
  const session = await page.createCDPSession();
  await session.send("Network.enable");
  session.on("Network.webSocketCreated", ({ url }) => isOutside(url) && tab.seen.requests.push(url));
  tab.session = session;
  return tab;
}

// Runs in the isolated world of the debugger, so a strict content security policy neither stops nor is widened by it.
async function audit(page) {
  await page.evaluate(AXE);
  const { violations } = await page.evaluate(
    // Without preload, or axe asks for every style sheet again, which file:// refuses with an error of its own making.
    (tags) => globalThis.axe.run(document, { runOnly: tags, resultTypes: ["violations"], preload: false }),
    RULES,
  );
  return violations.map(({ id, impact, help, nodes }) => ({ id, impact, help, nodes: nodes.map((n) => n.target.join(" ")) }));
}

// Throws away what is kept for the origin of an address. The debugger knows no origin of files: a page does, from within.
async function forget(tab, url) {
  const { origin, protocol } = new URL(url);
  if (tab.known.has(origin)) return null;
  tab.known.add(origin);
  await tab.session.send("Network.clearBrowserCookies");
  if (protocol !== "file:") await tab.session.send("Storage.clearDataForOrigin", { origin, storageTypes: "all" });
  const { identifier } = await tab.page.evaluateOnNewDocument(() => {
    if (window !== window.top) return;
    localStorage.clear();
    sessionStorage.clear();
  });
  return identifier;
}

async function look(tab, job, url, width, scheme) {
  const { page } = tab;
  const clearing = await forget(tab, url);
  const seen = (tab.seen = nothing());
  await page.setViewport({ width, height: 900 });
  await page.emulateMediaFeatures([
    { name: "prefers-color-scheme", value: scheme },
    { name: "prefers-reduced-motion", value: "reduce" },
  ]);
  // A page that waits for news keeps one request open for ever.
  const waitUntil = job.listening ? "networkidle2" : "networkidle0";
  const response = await page.goto(url, { waitUntil, timeout: 60_000 });
  if (clearing) await page.removeScriptToEvaluateOnNewDocument(clearing);
  if (job.wait) await new Promise((done) => setTimeout(done, job.wait));
  const measured = await page.evaluate(() => ({
    title: document.title,
    scrollWidth: document.documentElement.scrollWidth,
    styleAttributes: document.querySelectorAll("[style]").length,
  }));
  const evaluated = job.evaluate ? await page.evaluate(job.evaluate) : null;
  const axe = job.axe ? await audit(page) : [];
  let screenshot = null;
  if (job.screenshots) {
    const name = new URL(url).pathname.replace(/^.*\/site\//, "").replace(/[^\w.-]+/g, "-").replace(/^-|-$/g, "");
    screenshot = join(job.screenshots, `${name || "index"}-${scheme}-${width}.png`);
    await page.screenshot({ path: screenshot, fullPage: true });
  }
  const told = { url, width, scheme, status: response?.status() ?? null, ...seen, axe, ...measured, evaluated, screenshot };
  tab.seen = nothing(); // what comes of leaving the page is nobody's
  await page.goto("about:blank");
  return told;
}

async function answer(tab, job) {
  tab.known.clear();
  try {
    const seen = [];
    for (const url of job.pages)
      for (const width of job.widths)
        for (const scheme of job.schemes) seen.push(await look(tab, job, url, width, scheme));
    return { seen };
  } catch (error) {
    return { error: String(error?.stack ?? error) };
  }
}

const folder = mkdtempSync(join(tmpdir(), "caseload-browser-"));
const browser = await puppeteer.launch({
  executablePath: process.argv[2],
  headless: true, // the new headless mode: the same program as with a window
  args: FLAGS,
  userDataDir: folder,
});
try {
  const tab = await open(browser);
  for await (const line of createInterface({ input: process.stdin }))
    process.stdout.write(`${JSON.stringify(await answer(tab, JSON.parse(line)))}\n`);
} finally {
  await browser.close();
  rmSync(folder, { recursive: true, force: true });
}
