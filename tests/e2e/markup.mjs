// What a page says, read from its HTML the way a browser reads it: links, what it loads, ids, words.

import { parse } from 'parse5';

/** Attributes that lead a reader on, by element. */
const LEADS = { a: ['href'], area: ['href'], form: ['action'], button: ['formaction'] };

/** Attributes that make a browser load something. `link` is told apart by its `rel`. */
const LOADS = {
  audio: ['src'],
  embed: ['src'],
  iframe: ['src'],
  image: ['href', 'xlink:href'],
  img: ['src', 'srcset'],
  input: ['src'],
  object: ['data'],
  script: ['src'],
  source: ['src', 'srcset'],
  track: ['src'],
  use: ['href', 'xlink:href'],
  video: ['src', 'poster'],
};
const LOADING_RELS = ['stylesheet', 'icon', 'preload', 'prefetch', 'modulepreload', 'manifest', 'apple-touch-icon'];
const HINTING_RELS = ['dns-prefetch', 'preconnect'];

/** A page as data. `leads` and `loads` hold `{ element, url }`, in document order. */
export function readPage(path, html) {
  const page = { path, html, leads: [], loads: [], ids: new Set(), classes: new Set(), noindex: false };
  const words = [];
  visit(parse(html), (node) => {
    if (node.nodeName === '#text' && !['script', 'style', 'title'].includes(node.parentNode.nodeName)) words.push(node.value);
    if (node.attrs) readElement(page, node, Object.fromEntries(node.attrs.map((attr) => [named(attr), attr.value])));
  });
  page.text = squeeze(words.join(' '));
  return page;
}

const named = (attr) => (attr.prefix ? `${attr.prefix}:${attr.name}` : attr.name);

function readElement(page, node, attrs) {
  const element = node.tagName;
  if (attrs.id !== undefined) page.ids.add(attrs.id);
  if (element === 'a' && attrs.name) page.ids.add(attrs.name);
  for (const name of (attrs.class ?? '').split(/\s+/).filter(Boolean)) page.classes.add(name);
  for (const name of LEADS[element] ?? []) add(page.leads, element, attrs[name]);
  for (const name of LOADS[element] ?? []) {
    const urls = name === 'srcset' ? candidates(attrs[name]) : [attrs[name]];
    for (const url of urls) add(page.loads, element, url);
  }
  for (const url of cssUrls(attrs.style ?? '')) add(page.loads, `style of ${element}`, url);
  if (element === 'style') for (const url of cssUrls(textOf(node))) add(page.loads, element, url);
  if (element === 'h1') page.heading ??= squeeze(textOf(node));
  if (element === 'body') page.kind = (attrs.class ?? '').match(/(?:^|\s)is-(\S+)/)?.[1];
  if (element === 'link') readLink(page, attrs);
  if (element === 'meta') readMeta(page, attrs);
}

function readLink(page, attrs) {
  const rels = (attrs.rel ?? '').toLowerCase().split(/\s+/);
  if (rels.includes('canonical')) page.canonical = attrs.href;
  const loads = [...LOADING_RELS, ...HINTING_RELS].some((rel) => rels.includes(rel));
  add(loads ? page.loads : page.leads, `link rel=${attrs.rel}`, attrs.href);
}

function readMeta(page, attrs) {
  const content = attrs.content ?? '';
  if (attrs.name?.toLowerCase() === 'robots') page.noindex ||= /\bnoindex\b/i.test(content);
  if (attrs['http-equiv']?.toLowerCase() === 'refresh') {
    page.sendsOn = content.match(/url\s*=\s*['"]?([^'"]*)/i)?.[1];
    add(page.leads, 'meta refresh', page.sendsOn);
  }
}

function add(list, element, url) {
  if (url !== undefined) list.push({ element, url: url.trim() });
}

const candidates = (srcset) => (srcset ?? '').split(',').map((part) => part.trim().split(/\s+/)[0]).filter(Boolean);

/** Everything that a style sheet loads. */
export function cssUrls(css) {
  const plain = css.replace(/\/\*[\s\S]*?\*\//g, '');
  const found = plain.matchAll(/url\(\s*(?:"([^"]*)"|'([^']*)'|([^)\s]*))\s*\)|@import\s+(?:"([^"]*)"|'([^']*)')/gi);
  return [...found].map((match) => match.slice(1).find((url) => url !== undefined));
}

/** Runs of white space as one space. */
export const squeeze = (text) => text.replace(/\s+/g, ' ').trim();

function textOf(node) {
  return node.nodeName === '#text' ? node.value : (node.childNodes ?? []).map(textOf).join('');
}

function visit(node, see) {
  see(node);
  for (const child of node.childNodes ?? []) visit(child, see);
  if (node.content) visit(node.content, see);
}
