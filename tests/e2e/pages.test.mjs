// Every kind of page in a real browser: at three widths, light and dark, with and without JavaScript.

import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';

import { audit, focused, launch, open, shown } from './browser.mjs';
import { MENU, samples } from './sample.mjs';
import { address, build, none, onDisk, serve } from './site.mjs';
import { leaked, sentencesOf, words } from './source.mjs';

const WIDTHS = [360, 768, 1440];
const LOOKS = WIDTHS.flatMap((width) =>
  ['light', 'dark'].flatMap((scheme) => [true, false].map((scripts) => ({ width, scheme, scripts }))),
);
/** Presses of a key after which a reader has lost patience. */
const PRESSES_MAX = 400;
const PRESSES_WITH_SKIPPING_MAX = 12;

// The server, the site and the browser are there before tests are declared, because the site says which there are.
const host = await serve();
host.site = await build();
const kinds = samples(host.site);
const browser = await launch();
after(async () => {
  await browser.close();
  host.close();
});

const urlOf = ({ kind, page }) => (kind === 'missing page' ? `${host.base}no/such/page` : address(host.base, page.path));

function contextOf({ width, scheme, scripts = true }) {
  return browser.newContext({ viewport: { width, height: 800 }, colorScheme: scheme, javaScriptEnabled: scripts });
}

for (const look of LOOKS) {
  describe(`${look.width} px, ${look.scheme}, ${look.scripts ? 'with' : 'without'} JavaScript`, { concurrency: 2 }, () => {
    let context;
    let auditing;
    before(async () => {
      context = await contextOf(look);
      // What scripts change does not hang on the width: without them one width is enough, and saves a third of the time.
      auditing = !look.scripts && look.width === WIDTHS[0] ? await withoutSiteScripts(look) : context;
    });
    after(() => Promise.all([context.close(), auditing.close()]));

    for (const sample of kinds) {
      test(sample.kind, async () => {
        const wrong = await open(context, urlOf(sample), async (page, { status, problems }) => [
          ...(await faults(page, sample, status)),
          ...(look.scripts ? await audit(page) : []),
          ...(await printFaults(page)),
          ...problems,
        ]);
        if (auditing !== context) wrong.push(...(await open(auditing, urlOf(sample), (page) => audit(page))));
        none([...new Set(wrong)].map((line) => `${line} (${sample.page.path})`));
      });
    }
  });
}

/** Pages as they are without JavaScript, in a browser that has it, because axe needs it. */
async function withoutSiteScripts(look) {
  const context = await contextOf({ ...look, scripts: true });
  await context.route(/\.m?js(\?|$)/, (route) => route.abort());
  return context;
}

/** What is wrong with a page on the screen. */
async function faults(page, { kind, page: { heading, noindex } }, status) {
  const wrong = [];
  const expect = (right, what) => right || wrong.push(what);
  expect(status === (kind === 'missing page' ? 404 : 200), `status ${status}`);
  expect(noindex === (kind === 'missing page'), noindex ? 'asks not to be found' : 'wants to be found');
  const headings = await page.locator('h1').allInnerTexts();
  expect(headings.length === 1 && headings[0].trim() !== '', `${headings.length} h1: ${headings.join(', ')}`);
  expect((await shown(page.locator('h1'))).length === 1, 'the h1 is not shown');
  const { scroll, client } = await page.evaluate(() => ({
    scroll: document.documentElement.scrollWidth,
    client: document.documentElement.clientWidth,
  }));
  expect(scroll <= client, `is ${scroll} px wide in a window of ${client} px`);
  const current = await page.locator('nav[aria-label="Main"] [aria-current]').allInnerTexts();
  const wanted = kind === 'missing page' ? [] : [MENU[kind] ?? heading];
  expect(String(current) === String(wanted), `the menu is at “${current}”, not “${wanted}”`);
  return wrong;
}

/** What is wrong with a page on paper. */
async function printFaults(page) {
  await page.emulateMedia({ media: 'print' });
  const printed = await shown(page.locator('nav, a.skip, [role="navigation"], [role="search"]'));
  const main = await shown(page.locator('main'));
  return [...printed.map((element) => `printed: ${element}`), ...(main.length === 1 ? [] : ['the main part is not printed'])];
}

describe('the keyboard', { concurrency: 2 }, () => {
  const keyboards = [true, false].map((scripts) => ({ width: 768, scheme: 'light', scripts }));

  for (const look of keyboards) {
    const how = look.scripts ? 'with' : 'without';

    test(`the skip link comes first, shows itself and leads to the content, ${how} JavaScript`, async () => {
      await everyKind(look, async (page, path) => {
        await page.keyboard.press('Tab');
        const link = await focused(page);
        assert.ok(link.skip, `${path}: Tab leads to “${link.text}”`);
        assert.ok(link.seen, `${path}: the skip link is not seen when it has the focus`);
        await page.keyboard.press('Enter');
        assert.equal((await focused(page)).tag, 'main', `${path}: the skip link leads elsewhere`);
      });
    });
  }

  test('Tab goes through a list in its order, in sight, to the first headline', async () => {
    await kind('timeline', { width: 1440, scheme: 'light' }, async (page) => {
      let before = -1;
      for (let presses = 1; ; presses += 1) {
        assert.ok(presses <= PRESSES_MAX, `no headline after ${PRESSES_MAX} presses`);
        await page.keyboard.press('Tab');
        const here = await focused(page);
        assert.ok(here.order > before, `“${here.text}” comes out of order`);
        assert.ok(here.seen, `“${here.text}” has the focus and is not seen`);
        before = here.order;
        if (here.headline) return;
      }
    });
  });

  test('a reader who takes the skip links is soon at the first headline', async () => {
    for (const name of ['timeline', 'year', 'month', 'tag']) {
      await kind(name, { width: 360, scheme: 'light', scripts: false }, async (page) => {
        const way = [];
        for (let here = {}; !here.headline; way.push(here.text)) {
          assert.ok(way.length <= PRESSES_WITH_SKIPPING_MAX, `${name}: ${way.join(' → ')}`);
          await page.keyboard.press('Tab');
          here = await focused(page);
          if (here.skip) await page.keyboard.press('Enter');
        }
      });
    }
  });

  async function everyKind(look, look_at) {
    const context = await contextOf(look);
    for (const sample of kinds) await open(context, urlOf(sample), (page) => look_at(page, sample.page.path));
    await context.close();
  }

  async function kind(name, look, look_at) {
    const context = await contextOf(look);
    await open(context, urlOf(kinds.find((sample) => sample.kind === name)), look_at);
    await context.close();
  }
});

describe('a reader without JavaScript clicks from the timeline to an article, its tag and its case', () => {
  const below = serve('/a/b/');
  after(async () => (await below).close());

  const starts = {
    'served at a root': async () => host.base,
    'served below a folder': async () => {
      const served = await below;
      served.site = host.site;
      return served.base;
    },
    'opened from disk': async () => `${onDisk(host.site)}index.html`,
  };
  for (const [where, start] of Object.entries(starts)) {
    test(where, async () => {
      const context = await contextOf({ width: 360, scheme: 'light', scripts: false });
      await open(context, await start(), async (page, { problems }) => {
        const entry = page.locator('main li:has(> .entry-title):has(a[href*="cases/"]):has(a[href*="tags/"])').first();
        const title = await follow(page, entry.locator('.entry-title a'));
        await follow(page, page.locator('main a[href*="tags/"]').first());
        assert.equal(await page.getByRole('link', { name: title, exact: true }).count(), 1, 'the tag lists the article');
        await follow(page, page.locator('main li', { hasText: title }).locator('a[href*="cases/"]').first());
        assert.notEqual(await page.getByRole('link', { name: title, exact: true }).count(), 0, 'the case lists the article');
        await page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Timeline' }).click();
        await page.locator('body.is-timeline').waitFor();
        none(problems);
      });
      await context.close();
    });
  }

  /** Follows a link to a page that has its words as the heading, and returns them. */
  async function follow(page, link) {
    const words = (await link.innerText()).trim();
    await link.click();
    await page.getByRole('heading', { level: 1, name: words, exact: true }).waitFor();
    return words;
  }
});

test('the page of an article whose text is withheld says so and shows none of it', async () => {
  const { page: withheld } = kinds.find((sample) => sample.kind === 'withheld article');
  const sentences = await sentencesOf(withheld);
  const context = await contextOf({ width: 768, scheme: 'light' });
  await open(context, address(host.base, withheld.path), async (page) => {
    assert.equal((await shown(page.getByRole('note'))).length, 1, 'a notice stands in the place of the text');
    none(leaked(sentences, words(await page.content())), `sentences of ${withheld.path}`);
  });
  await context.close();
});
