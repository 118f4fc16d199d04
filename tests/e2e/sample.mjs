// The pages of a site that stand for their kind, found by what they show, not by their address.

import assert from 'node:assert/strict';

/** Of each kind the page with the most on it. */
const KINDS = {
  timeline: (page) => page.path === 'index.html',
  year: (page) => page.kind === 'year',
  month: (page) => page.kind === 'month',
  tags: (page) => page.kind === 'tags',
  tag: (page) => page.kind === 'tag',
  cases: (page) => page.kind === 'cases',
  case: (page) => page.kind === 'case',
  article: (page) => page.kind === 'article' && page.classes.has('prose') && !isWithheld(page),
  'withheld article': (page) => isWithheld(page),
  'plain page': (page) => page.kind === 'page',
  'missing page': (page) => page.path === '404.html',
};

/** The text that stands at the menu's item for each kind; a plain page is an item itself. */
export const MENU = {
  timeline: 'Timeline', year: 'Timeline', month: 'Timeline', article: 'Timeline', 'withheld article': 'Timeline',
  tags: 'Tags', tag: 'Tags', cases: 'Cases', case: 'Cases',
};

/** Whether a page is that of an article whose text, or most of it, may not be shown. */
export const isWithheld = (page) => page.kind === 'article' && page.classes.has('withheld');

/** Name and page of each kind. A site that lacks one does not test the theme. */
export function samples(site) {
  const pages = [...site.pages.values()].filter((page) => !page.sendsOn);
  return Object.entries(KINDS).map(([kind, is]) => {
    const found = pages.filter(is).sort((a, b) => b.html.length - a.html.length);
    assert.ok(found.length > 0, `the site has no ${kind}`);
    return { kind, page: found[0] };
  });
}
