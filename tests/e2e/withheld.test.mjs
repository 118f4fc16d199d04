// What may not be published is in no file of the site: not in a page, a feed, or a description for crawlers.

import assert from 'node:assert/strict';
import { test } from 'node:test';

import { isWithheld } from './sample.mjs';
import { build, none } from './site.mjs';
import { leaked, sentencesOf, words } from './source.mjs';

test('no file has a sentence of a text that is withheld', async () => {
  const site = await build();
  const withheld = [...site.pages.values()].filter(isWithheld);
  assert.ok(withheld.length > 0, 'the site has no article with withheld text');
  const files = site.files.filter((file) => /\.(html|xml|json|txt|js)$/.test(file));
  const spoken = await Promise.all(files.map(async (file) => [file, words(await site.read(file))]));
  for (const page of withheld) {
    const sentences = await sentencesOf(page);
    for (const [file, text] of spoken) none(leaked(sentences, text), `sentences of ${page.path} in ${file}`);
  }
});
