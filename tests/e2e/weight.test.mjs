// A page must not cost much: all style sheets together stay below 30 kB.

import assert from 'node:assert/strict';
import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';

import { build } from './site.mjs';

const CSS_BYTES_MAX = 30_000;

test('style sheets together are below 30 kB', async () => {
  const site = await build();
  const sheets = site.files.filter((file) => file.endsWith('.css'));
  assert.ok(sheets.length > 0, 'no style sheet');
  const sizes = await Promise.all(sheets.map(async (sheet) => (await stat(join(site.folder, sheet))).size));
  const inline = [...site.pages.values()].map((page) => (page.html.match(/<style[\s\S]*?<\/style>/gi) ?? []).join('').length);
  const bytes = sizes.reduce((a, b) => a + b, 0) + Math.max(...inline);
  assert.ok(bytes < CSS_BYTES_MAX, `${bytes} bytes`);
});
