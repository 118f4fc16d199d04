// Every link leads somewhere, wherever the site lies: at a host's root, below a folder, on a disk.

import assert from 'node:assert/strict';
import { existsSync, statSync } from 'node:fs';
import { before, after, describe, test } from 'node:test';
import { fileURLToPath } from 'node:url';

import { cssUrls } from './markup.mjs';
import { address, build, none, onDisk, serve } from './site.mjs';

/** Where a reader may be sent beside the site. */
const OUTSIDE = ['http:', 'https:', 'mailto:', 'tel:'];

for (const prefix of ['/', '/a/b/']) {
  describe(`served at ${prefix}`, () => {
    let host;
    before(async () => {
      host = await serve(prefix);
      host.site = await build(prefix === '/' ? {} : { baseUrl: host.base });
    });
    after(() => host.close());

    test('every link, resource and anchor of every page is there', async () => {
      const pages = [...host.site.pages.values()].map((page) => ({ page, at: address(host.base, page.path) }));
      none(await broken(pages, host.base, overHttp(host)), 'broken links');
    });

    test('a missing address answers 404 with a page whose links work at any depth', async () => {
      const missing = ['no-such-page', 'no/such/page/', '2020/07/no-such/page.html'].map((path) => host.base + path);
      for (const at of missing) {
        const response = await fetch(at);
        assert.equal(response.status, 404, at);
        assert.equal(await response.text(), host.site.pages.get('404.html').html, at);
      }
      const pages = missing.map((at) => ({ page: host.site.pages.get('404.html'), at }));
      none(await broken(pages, host.base, overHttp(host)), 'broken links');
    });

    test('style sheets load only what is there', async () => {
      const sheets = host.site.files.filter((file) => file.endsWith('.css'));
      const pages = sheets.map(async (path) => {
        const loads = cssUrls(await host.site.read(path)).map((url) => ({ element: 'css', url }));
        return { page: { path, leads: [], loads }, at: host.base + path };
      });
      none(await broken(await Promise.all(pages), host.base, overHttp(host)), 'broken links');
    });
  });
}

describe('opened from disk', () => {
  let site;
  before(async () => {
    site = await build();
  });

  test('every link, resource and anchor of every page is there', async () => {
    // Only a host shows the page for missing addresses.
    const shown = [...site.pages.values()].filter((page) => page.path !== '404.html');
    const pages = shown.map((page) => ({ page, at: new URL(page.path, onDisk(site)).href }));
    none(await broken(pages, onDisk(site), fromDisk(site)), 'broken links');
  });

  test('links lead from the front page to every page', () => {
    const reached = new Set(['index.html']);
    for (const path of reached) {
      for (const { element, url } of site.pages.get(path).leads) {
        const target = fileOf(new URL(url, new URL(path, onDisk(site))), onDisk(site));
        if (element === 'a' && site.pages.has(target)) reached.add(target);
      }
    }
    // Nothing leads to the page for missing addresses, nor to an older address of a page.
    const wanted = [...site.pages.values()].filter((page) => page.path !== '404.html' && !page.sendsOn);
    none(wanted.map((page) => page.path).filter((path) => !reached.has(path)), 'pages that no link leads to');
  });
});

/** What does not resolve, a line each. `target` says what is at an address of the site: a page, a file or nothing. */
async function broken(pages, base, target) {
  assert.ok(pages.length > 0, 'nothing to check');
  const problems = [];
  for (const { page, at } of pages) {
    // A link into the page that is shown asks nobody, whatever its address.
    const inSite = (url) => (bare(url.href) === bare(at) ? page : target(url));
    for (const { element, url } of page.leads) {
      const why = await problem(new URL(url, at), base, inSite);
      if (why) problems.push(`${page.path}: <${element}> ${url}: ${why}`);
    }
    for (const { element, url } of page.loads) {
      const outside = isOutside(new URL(url, at), base) && 'is loaded from elsewhere';
      const why = outside || (await problem(new URL(url, at), base, inSite));
      if (why) problems.push(`${page.path}: <${element}> ${url}: ${why}`);
    }
  }
  return [...new Set(problems)];
}

async function problem(url, base, inSite) {
  if (url.protocol === 'data:') return undefined;
  if (isOutside(url, base)) return OUTSIDE.includes(url.protocol) ? undefined : `a ${url.protocol} address`;
  if (!url.href.startsWith(base)) return 'leaves the site';
  const there = await inSite(url);
  if (!there) return 'is not there';
  const id = decodeURIComponent(url.hash.slice(1));
  return id && !there.ids?.has(id) ? 'has no such anchor' : undefined;
}

function isOutside(url, base) {
  const { protocol, host } = new URL(base);
  return url.protocol !== 'data:' && (url.protocol !== protocol || url.host !== host);
}

const bare = (href) => href.replace(/[?#].*$/, '');

/** Asks the host, each address once. */
function overHttp(host) {
  const asked = new Map();
  return (url) => {
    const at = url.origin + url.pathname + url.search;
    if (!asked.has(at)) asked.set(at, ask(at, url));
    return asked.get(at);
  };
  async function ask(at, url) {
    const response = await fetch(at, { redirect: 'manual' });
    await response.arrayBuffer();
    if (response.status !== 200) return undefined;
    return host.site.pages.get(fileOf(url, host.base)) ?? {};
  }
}

/** Looks at the disk: nobody there makes a folder's address mean the file in it. */
function fromDisk(site) {
  return (url) => {
    const file = fileURLToPath(bare(url.href));
    if (!existsSync(file) || !statSync(file).isFile()) return undefined;
    return site.pages.get(fileOf(url, onDisk(site))) ?? {};
  };
}

/** The output path that an address of the site stands for. */
function fileOf(url, base) {
  const path = decodeURIComponent(bare(url.href)).slice(decodeURIComponent(base).length);
  return path === '' || path.endsWith('/') ? `${path}index.html` : path;
}
