// The feed and the sitemap as strangers read them: a strict XML parser, a feed reader, a crawler.

import assert from 'node:assert/strict';
import { before, describe, test } from 'node:test';

import { parseAtomFeed } from 'feedsmith';
import { SaxesParser } from 'saxes';

import { address, build, none } from './site.mjs';

const BASE = 'https://digest.example/a/';
/** The feed has no more entries than this, unless the site says otherwise. */
const ENTRIES_MAX = 30;
/** RFC 3339, as Atom wants it: a full date, a full time, an offset. */
const INSTANT = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/;

let site;
before(async () => {
  site = await build({ baseUrl: BASE });
});

describe('the feed', () => {
  let feed;
  let xml;
  before(async () => {
    xml = await site.read('atom.xml');
    feed = parseAtomFeed(xml);
  });

  test('is well formed, in the namespace of Atom', () => {
    const root = readXml(xml);
    assert.equal(root.name, 'feed');
    assert.equal(root.uri, 'http://www.w3.org/2005/Atom');
  });

  test('says of itself what Atom asks for', () => {
    assert.ok(feed.title?.value && feed.id && feed.authors?.length, 'title, id and author');
    assert.match(feed.updated, INSTANT);
    assert.equal(linkOf(feed, 'self'), `${BASE}atom.xml`);
    assert.equal(linkOf(feed, 'alternate'), BASE);
  });

  test('has the newest dated articles, newest first', () => {
    const dated = [...site.pages.values()].filter((page) => page.kind === 'article' && /\bPublished\b/.test(page.text));
    assert.equal(feed.entries.length, Math.min(ENTRIES_MAX, dated.length));
    const published = feed.entries.map((entry) => Date.parse(entry.published));
    assert.deepEqual(published, [...published].sort((a, b) => b - a));
  });

  test('every entry has a title, a page, valid dates and an id of its own', () => {
    for (const entry of feed.entries) {
      const link = linkOf(entry, 'alternate');
      const page = pageAt(link);
      assert.ok(page, `${link} is no page of the site`);
      assert.equal(entry.title?.value, page.heading, link);
      assert.match(entry.published, INSTANT, link);
      assert.match(entry.updated, INSTANT, link);
      assert.ok(Date.parse(entry.updated) >= Date.parse(entry.published), `${link}: updated before it was published`);
      assert.ok(Date.parse(entry.updated) <= Date.parse(feed.updated), `${link}: newer than the feed`);
      assert.match(entry.id, /^urn:uuid:[0-9a-f-]{36}$/, link);
    }
    const ids = feed.entries.map((entry) => entry.id);
    assert.equal(new Set([feed.id, ...ids]).size, ids.length + 1, 'ids are unique');
  });

  test('keeps its ids and dates when the site moves', async () => {
    const elsewhere = await build();
    const moved = parseAtomFeed(await elsewhere.read('atom.xml'));
    const lasting = ({ id, updated, entries }) => [id, updated, entries.map((entry) => [entry.id, entry.updated])];
    assert.deepEqual(lasting(moved), lasting(feed));
  });

  test('is announced by every page that has a masthead', () => {
    const framed = [...site.pages.values()].filter((page) => !page.sendsOn);
    const names = ({ element, url }) => element === 'link rel=alternate' && url.endsWith('atom.xml');
    const silent = framed.filter((page) => !page.leads.some(names));
    none(silent.map((page) => page.path), 'pages do not name the feed');
  });
});

describe('the sitemap', () => {
  let root;
  before(async () => {
    root = readXml(await site.read('sitemap.xml'));
  });

  test('lists every page that may be found, once, and nothing else', () => {
    assert.equal(root.name, 'urlset');
    assert.equal(root.uri, 'http://www.sitemaps.org/schemas/sitemap/0.9');
    const listed = root.children.map((url) => childOf(url, 'loc'));
    const wanted = [...site.pages.values()].filter((page) => !page.noindex).map((page) => address(BASE, page.path));
    assert.deepEqual([...listed].sort(), wanted.sort());
  });

  test('agrees with what pages say is their address', () => {
    for (const url of root.children.map((item) => childOf(item, 'loc'))) assert.equal(pageAt(url).canonical, url);
  });

  test('dates are those of W3C, none in the future', () => {
    const dates = root.children.map((url) => childOf(url, 'lastmod')).filter((date) => date !== undefined);
    assert.ok(dates.length > 0, 'some pages have a date');
    for (const date of dates) {
      assert.match(date, /^\d{4}(-\d\d(-\d\d(T\d\d:\d\d(:\d\d)?(Z|[+-]\d\d:\d\d))?)?)?$/);
      assert.ok(Date.parse(date) <= Date.parse('2026-11-01T00:00:00Z'), date);
    }
  });

  test('is named by robots.txt, and only a site with an address has one', async () => {
    assert.match(await site.read('robots.txt'), new RegExp(`^Sitemap: ${BASE}sitemap\\.xml$`, 'm'));
    const elsewhere = await build();
    assert.ok(!elsewhere.files.includes('sitemap.xml'));
    assert.doesNotMatch(await elsewhere.read('robots.txt'), /sitemap/i);
  });
});

const linkOf = (of, rel) => of.links?.find((link) => (link.rel ?? 'alternate') === rel)?.href;

const pageAt = (url) => [...site.pages.values()].find((page) => address(BASE, page.path) === url);

const childOf = (element, name) => element.children.find((child) => child.name === name)?.text;

/** XML as `{ name, uri, text, children }`. Throws at the first thing that is not well formed. */
function readXml(xml) {
  const top = { children: [] };
  const open = [top];
  const parser = new SaxesParser({ xmlns: true });
  parser.on('error', (error) => {
    throw error;
  });
  parser.on('opentag', ({ local, uri }) => {
    const element = { name: local, uri, text: '', children: [] };
    open.at(-1).children.push(element);
    open.push(element);
  });
  parser.on('text', (text) => {
    if (open.length > 1) open.at(-1).text += text;
  });
  parser.on('closetag', () => open.pop());
  parser.write(xml).close();
  return top.children[0];
}
