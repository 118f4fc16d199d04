// The texts that articles are made from, for those who check that a text is not shown.

import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { basename, dirname, extname } from 'node:path';

import { readPage } from './markup.mjs';
import { SOURCES, walk } from './site.mjs';

/** Shorter ones may be said by chance. */
const SENTENCE_WORDS_MIN = 8;

/** The sentences of the text that a page was made from, as bare words; those that its editor put in view are left out. */
export async function sentencesOf(page) {
  const name = basename(dirname(page.path));
  const files = (await walk(SOURCES)).filter((file) => basename(file, extname(file)) === name);
  assert.equal(files.length, 1, `${page.path}: one source`);
  const [front, body] = split(extname(files[0]), await readFile(files[0], 'utf8'));
  const said = words(`${front} ${page.heading}`);
  const sentences = body.split(/\n\s*\n/).flatMap((block) => block.split(/(?<=[.!?]["”’]?)\s+/)).map(words);
  const telling = sentences.filter((sentence) => sentence.split(' ').length >= SENTENCE_WORDS_MIN && !said.includes(sentence));
  assert.ok(telling.length >= 3, `${files[0]} has too few sentences to tell`);
  return [...new Set(telling)];
}

/** Which of the sentences are in a text, given as its bare words. */
export function leaked(sentences, spoken) {
  return sentences.filter((sentence) => spoken.includes(sentence));
}

/** Front matter, if there is any, and the text itself. */
function split(extension, source) {
  if (extension === '.html') return ['', readPage('', source).text];
  const fenced = source.match(/^---\r?\n([\s\S]*?)\r?\n---\r?\n/);
  return fenced ? [fenced[1], source.slice(fenced[0].length)] : ['', source];
}

/** Letters and digits only, so that quotes, dashes, line ends and mark-up do not hide a sentence. */
export function words(text) {
  const plain = text.replace(/<[^>]*>/g, ' ').replace(/&[a-z]+;|&#x?[0-9a-f]+;/gi, ' ').replace(/\]\([^)]*\)/g, '] ');
  return plain.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, ' ').trim();
}
