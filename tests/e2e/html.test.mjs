// The Nu Html Checker has nothing to say about any page, style sheet or drawing: no error, no warning, no remark.

import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { join, relative } from 'node:path';

import { build, none } from './site.mjs';

const CHECKER = fileURLToPath(new URL('node_modules/vnu-jar/build/dist/vnu.jar', import.meta.url));

test('pages, style sheets and drawings are valid', async () => {
  // With an address of its own the site has all it can have in the head of a page.
  const site = await build({ baseUrl: 'https://digest.example/a/' });
  const files = site.files.filter((file) => /\.(html|css|svg)$/.test(file));
  for (const kind of ['.html', '.css', '.svg']) assert.ok(files.some((file) => file.endsWith(kind)), `no ${kind} file`);
  const { messages, checked } = await check(files.map((file) => join(site.folder, file)));
  assert.equal(checked, files.length, 'the checker looks at every file');
  const lines = messages.map(({ url = 'file:///', lastLine = 0, type, subType = type, message }) => {
    return `${relative(site.folder, fileURLToPath(url))}:${lastLine}: ${subType}: ${message}`;
  });
  none(lines, 'remarks');
});

async function check(files) {
  const flags = ['--also-check-css', '--also-check-svg', '--format', 'json', '--stdout', '--exit-zero-always', '--verbose'];
  const { stdout, stderr } = await run('java', ['-jar', CHECKER, ...flags, ...files]);
  // It names what it checks on stderr, and passes over in silence what it does not.
  const named = new Set(stderr.split('\n').map((line) => line.trim()));
  return { messages: JSON.parse(stdout).messages, checked: files.filter((file) => named.has(file)).length };
}

function run(command, args) {
  return new Promise((resolve, reject) => {
    execFile(command, args, { maxBuffer: 1 << 26 }, (error, stdout, stderr) => (error ? reject(error) : resolve({ stdout, stderr })));
  });
}
