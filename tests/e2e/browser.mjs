// One headless Chromium for all tests of a file, and what a reader does in it.
//
// CHROMIUM names the browser; else it is looked for where distributions put it.

import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';

import { chromium } from 'playwright-core';

const PLACES = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome', '/snap/bin/chromium'];
const QUIET = [
  '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking',
  '--disable-component-update', '--disable-sync',
];
const AXE = createRequire(import.meta.url).resolve('axe-core/axe.min.js');

/** Starts the browser. */
export function launch() {
  const executablePath = process.env.CHROMIUM ?? PLACES.find(existsSync);
  assert.ok(executablePath, 'no Chromium found; install it or set CHROMIUM');
  return chromium.launch({ executablePath, args: QUIET });
}

/** Opens a page and calls `look` with it and with what went wrong meanwhile. */
export async function open(context, url, look) {
  const page = await context.newPage();
  const problems = [];
  page.on('pageerror', (error) => problems.push(`script error: ${error.message}`));
  page.on('requestfailed', (request) => problems.push(`request failed: ${request.url()}`));
  page.on('request', (request) => {
    if (outside(request.url(), url)) problems.push(`request to another host: ${request.url()}`);
  });
  page.on('console', (message) => {
    // The browser itself remarks that a page for missing addresses came with status 404.
    const status = message.location().url === url && /status of 404/.test(message.text());
    if (['error', 'warning'].includes(message.type()) && !status) problems.push(`console: ${message.text()}`);
  });
  try {
    const response = await page.goto(url, { waitUntil: 'load' });
    return await look(page, { status: response?.status(), problems });
  } finally {
    await page.close();
  }
}

const outside = (url, page) => !/^(data|blob):/.test(url) && new URL(url).origin !== new URL(page).origin;

/** What axe finds wrong with a page, a line for each rule and element. */
export async function audit(page) {
  await page.evaluate(await readFile(AXE, 'utf8'));
  const { violations } = await page.evaluate(() => globalThis.axe.run(document, { resultTypes: ['violations'] }));
  return violations.flatMap(({ id, help, nodes }) => nodes.map((node) => `axe ${id} (${help}): ${node.target.join(' ')}`));
}

/** Whether something is shown at all: it, or anything in it, takes up room. */
export const shown = (locator) =>
  locator.evaluateAll((elements) => elements.filter((element) => element.getClientRects().length > 0).map((element) => element.outerHTML.slice(0, 80)));

/** What has the focus: its words, place in the document's order, and whether a reader sees it. */
export const focused = (page) =>
  page.evaluate(() => {
    const element = document.activeElement;
    const box = element.getBoundingClientRect();
    const inView = box.width > 0 && box.height > 0 && box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth;
    const outline = getComputedStyle(element).outlineStyle !== 'none';
    return {
      text: element.textContent.trim().replace(/\s+/g, ' '),
      tag: element.localName,
      id: element.id,
      skip: element.localName === 'a' && (element.getAttribute('href') ?? '').startsWith('#'),
      headline: element.localName === 'a' && element.closest('main') !== null && element.closest('.entry-title') !== null,
      seen: inView && outline,
      order: [...document.querySelectorAll('*')].indexOf(element),
    };
  });
