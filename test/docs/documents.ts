/** The documents of the package, the README and those of docs/, and how GitHub names the headings in them. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from '../harness/fixture.js';

/** By path from the root, with `/`. */
export const DOCUMENTS: readonly string[] = ['README.md', ...readdirSync(join(ROOT, 'docs')).filter((file) => file.endsWith('.md')).sort().map((file) => `docs/${file}`)];

export const textOf = (document: string): string => readFileSync(join(ROOT, document), 'utf8');

/** https://docs.github.com/en/get-started/writing-on-github/getting-started-with-writing-and-formatting-on-github/basic-writing-and-formatting-syntax#section-links */
export const anchorOf = (heading: string): string => heading.toLowerCase().replace(/[^\p{L}\p{N}\s_-]/gu, '').replace(/\s/g, '-');

/** Without what stands between fences, which is no Markdown. */
export const proseOf = (text: string): string => text.replace(/^(```+)[^]*?^\1$/gm, '');
