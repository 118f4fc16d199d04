// The sample site as the program builds it, in a temporary folder, and a plain host to serve it.
//
// BLOTTER names the program (else the newest of target/release and target/debug), BLOTTER_SITE another site to build.

import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { readdir, readFile, stat } from 'node:fs/promises';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { extname, join, relative, resolve, sep } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { promisify } from 'node:util';

import { readPage } from './markup.mjs';

const REPOSITORY = fileURLToPath(new URL('../../', import.meta.url));
const PROBLEMS_SHOWN_MAX = 60;
const NOW = '2026-11-01T00:00:00Z';

/** The folder of the texts that the site is made from. */
export const SOURCES = join(resolve(process.env.BLOTTER_SITE ?? REPOSITORY), 'content');

/** Builds the site into a folder of its own, which goes when the process does. */
export async function build({ baseUrl } = {}) {
  const folder = mkdtempSync(join(tmpdir(), 'blotter-e2e-'));
  process.on('exit', () => rmSync(folder, { recursive: true, force: true }));
  const output = join(folder, 'site');
  const args = ['build', '--root', resolve(SOURCES, '..'), '--output', output, '--now', NOW];
  await promisify(execFile)(program(), baseUrl ? [...args, '--base-url', baseUrl] : args);
  return readSite(output);
}

function program() {
  if (process.env.BLOTTER) return resolve(process.env.BLOTTER);
  const target = resolve(REPOSITORY, process.env.CARGO_TARGET_DIR ?? 'target');
  const built = ['release', 'debug'].map((profile) => join(target, profile, 'blotter')).filter(existsSync);
  assert.ok(built.length, `no program in ${target}; run \`cargo build --release\` or set BLOTTER`);
  return built.sort((a, b) => statSync(b).mtimeMs - statSync(a).mtimeMs)[0];
}

/** What was built: `files` are all paths, `pages` the HTML pages by path, parsed when first asked for. */
async function readSite(folder) {
  const files = (await walk(folder)).map((file) => relative(folder, file).split(sep).join('/')).sort();
  const site = { folder, files, read: (path) => readFile(join(folder, path), 'utf8') };
  let pages;
  Object.defineProperty(site, 'pages', { get: () => (pages ??= readPages(folder, files)) });
  return site;
}

function readPages(folder, files) {
  const paths = files.filter((file) => file.endsWith('.html'));
  assert.ok(paths.length > 1, 'the build wrote no pages');
  return new Map(paths.map((path) => [path, readPage(path, readFileSync(join(folder, path), 'utf8'))]));
}

/** All files below a folder. */
export async function walk(folder) {
  const found = await readdir(folder, { withFileTypes: true });
  const nested = found.map((item) => (item.isDirectory() ? walk(join(folder, item.name)) : [join(folder, item.name)]));
  return (await Promise.all(nested)).flat();
}

/** Fails with the problems, a line each, if there are any. */
export function none(problems, what = 'problems') {
  const shown = problems.slice(0, PROBLEMS_SHOWN_MAX);
  if (problems.length) assert.fail([`${problems.length} ${what}`, ...shown].join('\n  '));
}

/** The address of a page below a base: `2020/index.html` is `…/2020/`. */
export const address = (base, path) => new URL(path.replace(/(^|\/)index\.html$/, '$1'), base).href;

/** The folder of a site as the address that a browser has for it on disk. */
export const onDisk = (site) => pathToFileURL(site.folder + sep).href;

const TYPES = {
  '.css': 'text/css; charset=utf-8',
  '.html': 'text/html; charset=utf-8',
  '.jpg': 'image/jpeg',
  '.js': 'text/javascript; charset=utf-8',
  '.png': 'image/png',
  '.svg': 'image/svg+xml',
  '.txt': 'text/plain; charset=utf-8',
  '.webp': 'image/webp',
  '.xml': 'application/xml; charset=utf-8',
};

/**
 * A host that does as little as any: files, `index.html` for a folder with its slash, `404.html` for the rest.
 * Addresses outside `prefix` are another site's. Give it the site once that is built: `host.site = …`.
 */
export async function serve(prefix = '/') {
  const host = { site: undefined };
  const server = createServer(async (request, response) => {
    const path = decodeURIComponent(new URL(request.url, 'http://localhost').pathname);
    if (!path.startsWith(prefix)) return answer(response, 404, '.txt', 'another site');
    const file = await found(host.site.folder, path.slice(prefix.length));
    if (file) return answer(response, 200, extname(file), await readFile(file));
    return answer(response, 404, '.html', await readFile(join(host.site.folder, '404.html')));
  });
  await new Promise((ready) => server.listen(0, '127.0.0.1', ready));
  host.base = `http://127.0.0.1:${server.address().port}${prefix}`;
  host.close = () => {
    server.closeAllConnections();
    server.close();
  };
  return host;
}

async function found(folder, path) {
  const file = join(folder, path === '' || path.endsWith('/') ? `${path}index.html` : path);
  const is = await stat(file).catch(() => undefined);
  return is?.isFile() ? file : undefined;
}

function answer(response, status, extension, body) {
  response.writeHead(status, { 'content-type': TYPES[extension] ?? 'application/octet-stream' });
  response.end(body);
}
