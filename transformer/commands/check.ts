/** `otel-baton check`: for continuous integration, fails where a boundary is not carried. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { BASELINE_FILE } from '../check/baseline.js';
import { countsOf } from '../check/formats/for-people.js';
import { FORMATS, type Checked, type FormatName, type View } from '../check/formats/index.js';
import { check, type Request } from '../check/index.js';
import { readLevels } from '../check/levels.js';
import { repositoryOf } from '../check/paths.js';
import { styleFor } from '../styles.js';
import { misuse, readArguments } from './arguments.js';
import { complain, FINE, FOUND, print, reading } from './ends.js';

const HELP = `usage: otel-baton check [tsconfig, folder or source files …] [options]

Looks at a program without compiling it, and fails where a boundary is not
carried, where a boundary of your own is nowhere in the program, or where an
option cannot be. Without a name, the nearest tsconfig.json is meant; projects
that it references are checked, too.

  --level <number>=<level>  how grave a message is: error, which fails, warning or
                            off; can be repeated: --level BATON1013=off
  --max-warnings <count>    fail where there are more warnings
  --baseline <file>         what is found and need not fail for now; default:
                            ${BASELINE_FILE}, where it is there
  --update-baseline         write all that is found into it
  --format <format>         text, github (annotations; the default in GitHub
                            Actions), sarif or json
  --output <file>           write the format there, and tell people as without it
  --quiet                   tell people of errors only
  --help                    this text

Exit code: 0 nothing that fails, 1 something that does, 2 what is named cannot be
read, 64 misuse.
`;

interface Asked extends Request {
  readonly format: FormatName | undefined;
  readonly output: string | undefined;
  readonly maxWarnings: number;
  readonly isQuiet: boolean;
}

/** @returns The exit code. */
export async function run(args: readonly string[]): Promise<number> {
  const asked = read(args);
  if (!asked) return print(HELP);
  return reading(() => {
    const checked = check(asked);
    tell(checked, asked);
    return judge(checked, asked);
  });
}

/**
 * @returns `undefined` where help is asked for.
 * @throws MisuseError that names the argument that cannot be.
 */
function read(args: readonly string[]): Asked | undefined {
  const { values, positionals: words } = readArguments('check', {
    args: [...args],
    options: {
      level: { type: 'string', multiple: true }, 'max-warnings': { type: 'string', default: 'Infinity' },
      baseline: { type: 'string' }, 'update-baseline': { type: 'boolean', default: false },
      format: { type: 'string' }, output: { type: 'string' }, quiet: { type: 'boolean', default: false }, help: { type: 'boolean', short: 'h' },
    },
  });
  if (values.help) return undefined;
  const levelOf = readLevels(values.level ?? [], refuse);
  const names = Object.keys(FORMATS) as FormatName[];
  const format = names.find((name) => name === values.format);
  if (values.format !== undefined && !format) refuse(`--format ${values.format}: the formats are ${names.join(', ')}`);
  if (values.output !== undefined && !format) refuse('--output needs --format, which says what to write');
  if (!/^(?:\d+|Infinity)$/.test(values['max-warnings'])) refuse(`--max-warnings ${values['max-warnings']}: it is a count`);
  const baseline = { file: resolve(values.baseline ?? BASELINE_FILE), isNamed: values.baseline !== undefined, isUpdated: values['update-baseline'] };
  return { words, levelOf, baseline, format, output: values.output, maxWarnings: Number(values['max-warnings']), isQuiet: values.quiet };
}

function refuse(says: string): never {
  throw misuse('check', says);
}

function tell(checked: Checked, { format, output, isQuiet }: Asked): void {
  const folder = resolve();
  const view: View = { folder, repository: repositoryOf(folder), isQuiet, style: styleFor(process.stdout) };
  const forPeople = process.env['GITHUB_ACTIONS'] === 'true' ? 'github' : 'text';
  if (output !== undefined && format) {
    mkdirSync(dirname(resolve(output)), { recursive: true });
    writeFileSync(output, `${FORMATS[format](checked, { ...view, style: (_, text) => text })}\n`);
  }
  print(`${FORMATS[output === undefined ? (format ?? forPeople) : forPeople](checked, view)}\n`);
}

function judge({ findings }: Checked, { maxWarnings }: Asked): number {
  const { errors, warnings } = countsOf(findings);
  if (warnings > maxWarnings) return complain(`otel-baton check: ${warnings} ${warnings === 1 ? 'warning is' : 'warnings are'} more than --max-warnings ${maxWarnings}.`, FOUND);
  return errors ? FOUND : FINE;
}
