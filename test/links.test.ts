/** Links inside the README and the documents, and those that the code makes, lead to what is there and is published. */
import { readFileSync } from 'node:fs';
import { join, posix } from 'node:path';
import { OPTIONS } from '../transformer/options.js';
import { anchorOf, DOCUMENTS, proseOf, textOf } from './docs/documents.js';
import { ROOT } from './harness/fixture.js';

const PUBLISHED = [...DOCUMENTS, 'CHANGELOG.md', 'LICENSE'];

/** What can be linked to in a document, as GitHub numbers what is called the same. */
function anchorsIn(document: string): readonly string[] {
  const seen = new Map<string, number>();
  return [...proseOf(textOf(document)).matchAll(/^#+ (.+)$/gm)].map(([, heading = '']) => {
    const anchor = anchorOf(heading);
    const count = seen.get(anchor) ?? 0;
    seen.set(anchor, count + 1);
    return count ? `${anchor}-${count}` : anchor;
  });
}

interface Link {
  readonly document: string;
  readonly to: string;
}

const linksOf = (document: string, text: string): readonly Link[] =>
  [...text.matchAll(/\]\(([^)\s]+)\)/g)].map(([, to = '']) => ({ document, to })).filter(({ to }) => !/^https:/.test(to));

const links = [
  ...DOCUMENTS.flatMap((document) => linksOf(document, proseOf(textOf(document)))),
  ...Object.values(OPTIONS).flatMap(({ says }) => linksOf('README.md', says)),
];

test('there are links, also in what the code says', () => {
  expect(links.length).toBeGreaterThan(80);
  expect(Object.values(OPTIONS).some(({ says }) => says.includes(']('))).toBe(true);
});

test('each leads to a document that is published, and to a heading of it', () => {
  const broken = links.filter(({ document, to }) => {
    const [path = '', anchor] = to.split('#');
    const target = path === '' ? document : posix.join(posix.dirname(document), path);
    return !PUBLISHED.includes(target) || (anchor !== undefined && !anchorsIn(target).includes(anchor));
  });
  expect(broken).toEqual([]);
});

test('each document is found from the README', () => {
  const linked = linksOf('README.md', textOf('README.md')).map(({ to }) => to.split('#')[0]);
  expect(DOCUMENTS.filter((document) => document !== 'README.md' && !linked.includes(document))).toEqual([]);
});

test('the documents are published', () => {
  const { files } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as { readonly files: readonly string[] };
  expect(files).toContain('docs/*.md');
});
