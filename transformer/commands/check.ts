/** `otel-baton check`: for continuous integration, fails where a boundary is not carried. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { BASELINE_FILE } from '../check/baseline.js';
import { countsOf } from '../check/formats/for-people.js';
import { FORMATS, type Checked, type FormatName, type View } from '../check/formats/index.js';
import { check, type Request } from '../check/index.js';
import { readLevels } from '../check/levels.js';
import { repositoryOf } from '../check/paths.js';
import { LEVELS } from '../check/rules.js';
import { BatonError } from '../option-errors.js';

const FINE = 0;
const FOUND = 1;
const UNREADABLE = 2;
const MISUSED = 64;

const NAMES = Object.keys(FORMATS) as readonly FormatName[];

const OPTIONS = {
  level: { type: 'string', multiple: true, takes: ' <number>=<level>', says: `how grave a message is: ${LEVELS.join(', ')}; can be repeated` },
  'max-warnings': { type: 'string', takes: ' <count>', says: 'fail where there are more warnings' },
  baseline: { type: 'string', takes: ' <file>', says: `findings that fail nothing for now; ${BASELINE_FILE}, where it is there` },
  'update-baseline': { type: 'boolean', takes: '', says: 'write all that is found into the baseline' },
  format: { type: 'string', takes: ' <format>', says: `${NAMES.join(', ')}; in GitHub Actions, github` },
  output: { type: 'string', takes: ' <file>', says: 'write that format there, and tell people as without it' },
  quiet: { type: 'boolean', takes: '', says: 'tell people of errors only' },
  help: { type: 'boolean', short: 'h', takes: '', says: 'this text' },
} as const;

function help(): string {
  const rows = Object.entries(OPTIONS).map(([name, { takes, says }]) => [`--${name}${takes}`, says] as const);
  const width = Math.max(...rows.map(([usage]) => usage.length));
  return [
    'usage: otel-baton check [tsconfig, folder or files ...] [options]',
    '',
    'Looks at a project without compiling it, and fails where a boundary is not carried, where a',
    'boundary of your own is nowhere in the program, or where an option cannot be. Without a word, the',
    'nearest tsconfig.json is looked at, and all that it references.',
    '',
    ...rows.map(([usage, says]) => `  ${usage.padEnd(width)}  ${says}`),
    '',
    'Exit code: 0 nothing was found that fails, 1 something was, 2 a file cannot be read, 64 misuse.',
  ].join('\n');
}

interface Asked extends Request {
  readonly format: FormatName | undefined;
  readonly output: string | undefined;
  readonly maxWarnings: number;
  readonly isQuiet: boolean;
}

/** @returns What is wrong with the arguments, as a text. */
function read(args: readonly string[]): Asked | 'help' | { readonly misuse: string } {
  let parsed;
  try {
    parsed = parseArgs({ args: [...args], options: OPTIONS, allowPositionals: true });
  } catch (error) {
    return { misuse: (error as Error).message };
  }
  const { values, positionals: words } = parsed;
  if (values.help) return 'help';
  const levelOf = readLevels(values.level ?? []);
  if (typeof levelOf === 'string') return { misuse: levelOf };
  const format = NAMES.find((name) => name === values.format);
  if (values.format !== undefined && !format) return { misuse: `--format ${values.format}: the formats are ${NAMES.join(', ')}.` };
  if (values.output !== undefined && !format) return { misuse: '--output needs --format, to know what to write.' };
  const maxWarnings = values['max-warnings'] ?? 'Infinity';
  if (!/^(?:\d+|Infinity)$/.test(maxWarnings)) return { misuse: `--max-warnings ${maxWarnings}: it is a count.` };
  const baseline = { file: resolve(values.baseline ?? BASELINE_FILE), isNamed: values.baseline !== undefined, isUpdated: values['update-baseline'] ?? false };
  return { words, levelOf, baseline, format, output: values.output, maxWarnings: Number(maxWarnings), isQuiet: values.quiet ?? false };
}

/** @returns The exit code. */
export function run(args: readonly string[]): number {
  const asked = read(args);
  if (asked === 'help') return print(help());
  if ('misuse' in asked) return complain(`otel-baton check: ${asked.misuse}\nSee otel-baton check --help.`, MISUSED);
  try {
    const checked = check(asked);
    tell(checked, asked);
    return judge(checked, asked);
  } catch (error) {
    if (!(error instanceof BatonError)) throw error;
    return complain(error.message, UNREADABLE);
  }
}

function tell(checked: Checked, { format, output, isQuiet }: Asked): void {
  const folder = resolve();
  const view: View = { folder, repository: repositoryOf(folder), isQuiet, isColoured: process.stdout.isTTY && process.stdout.hasColors() };
  const forPeople = process.env['GITHUB_ACTIONS'] === 'true' ? 'github' : 'text';
  if (output === undefined || !format) return void print(FORMATS[format ?? forPeople](checked, view));
  mkdirSync(dirname(resolve(output)), { recursive: true });
  writeFileSync(output, `${FORMATS[format](checked, { ...view, isColoured: false })}\n`);
  print(FORMATS[forPeople](checked, view));
}

function judge({ findings }: Checked, { maxWarnings }: Asked): number {
  const { errors, warnings } = countsOf(findings);
  if (warnings > maxWarnings) return complain(`otel-baton check: there are ${warnings} warnings, more than --max-warnings ${maxWarnings}.`, FOUND);
  return errors ? FOUND : FINE;
}

function print(text: string): number {
  process.stdout.write(`${text}\n`);
  return FINE;
}

function complain(text: string, status: number): number {
  process.stderr.write(`${text}\n`);
  return status;
}
