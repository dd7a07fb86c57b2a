/** `otel-baton explain`: every boundary of a program, what travels there and what receives it. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { diffOf } from '../explain/diff.js';
import { jsonOf } from '../explain/json.js';
import { explained } from '../explain/sites.js';
import { styleFor } from '../styles.js';
import { textOf } from '../explain/text.js';
import { analyse } from '../project/analyse.js';
import { shownFile } from '../shown.js';
import { misuse, readArguments } from './arguments.js';
import { print, reading } from './ends.js';

const HELP = `usage: otel-baton explain [tsconfig, folder or source files …] [options]

Shows every boundary that is found: the line of code, the boundary's name, what
travels there and how, what receives it, and of each that is not carried why,
and what to do. Nothing is compiled. Without a name, the nearest tsconfig.json
is meant; projects that it references are shown, too.

  --skipped      only the boundaries that are not carried
  --diff         each file before and after, as if it were written by hand
  --json         the same as data
  --html [file]  a page that shows the program as a map; default: otel-baton.html
  --help         this text

Exit code: 0, 2 what is named cannot be read, 64 misuse.
`;

const PAGE = 'otel-baton.html';

/** @returns The exit code. */
export async function explain(args: readonly string[]): Promise<number> {
  const { values, positionals } = readArguments('explain', {
    args: withPage(args),
    options: { skipped: { type: 'boolean' }, diff: { type: 'boolean' }, json: { type: 'boolean' }, html: { type: 'string' }, help: { type: 'boolean', short: 'h' } },
  });
  if (values.help) return print(HELP);
  const forms = (['diff', 'json', 'html'] as const).filter((form) => values[form] !== undefined);
  if (forms.length > 1) throw misuse('explain', `--${forms.join(' and --')} cannot be had together; take one of them`);
  return reading(() => told(positionals, values));
}

type Asked = Readonly<{ skipped?: boolean; diff?: boolean; json?: boolean; html?: string }>;

async function told(words: readonly string[], asked: Asked): Promise<number> {
  const analyses = analyse(words);
  const style = styleFor(process.stdout);
  if (asked.diff) return print(diffOf(analyses, style));
  const explanation = explained(analyses);
  const sites = explanation.sites.filter(({ isAsked, outcome }) => isAsked && (!asked.skipped || outcome === 'skipped'));
  if (asked.json) return print(`${JSON.stringify(jsonOf(explanation, sites), undefined, 2)}\n`);
  if (asked.html === undefined) return print(textOf(explanation, sites, style));
  const { pageOf } = await import('../explain/page/page.js');
  const file = resolve(asked.html);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, pageOf(explanation));
  return print(`${shownFile(file)}: open it in a browser.\n`);
}

/** `--html` may stand alone. */
function withPage(args: readonly string[]): string[] {
  return args.map((arg, i) => (arg === '--html' && !/\.html?$/i.test(args[i + 1] ?? '') ? `--html=${PAGE}` : arg));
}
