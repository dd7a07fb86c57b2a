/** `otel-baton doctor`: what breaks traces although every boundary is carried. */
import { parseArgs } from 'node:util';
import { readProject } from '../doctor/evidence/project.js';
import { examine } from '../doctor/examine.js';
import { reportJson, reportText } from '../doctor/report.js';
import { runWithProbe } from '../doctor/run.js';
import { BatonError } from '../option-errors.js';

const HELP = `usage: otel-baton doctor [options] [folder or tsconfig] [-- command …]

Finds what breaks traces although every boundary is carried, and says the cure.

Without a command it looks at the project alone. A command, such as node dist/main.js, is run with a
probe in each of its threads and processes; its output is its own, and the report goes to stderr.
The program is better built before.

  --for <time>  ask the program to end after 10s, 500ms or 2m; else it runs to its end, or to Ctrl-C
  --json        the report as JSON
  --help        this text

A worker or a child that is given an environment without NODE_OPTIONS is not looked at.

The exit code is 0 if nothing was found, 1 if something was, 64 if it was called wrongly; where the
program that ran ends with another code than 0 by itself, that.
`;

const MISUSED = 64;
const UNITS: Readonly<Record<string, number>> = { ms: 1, s: 1_000, m: 60_000 };

export async function diagnose(args: readonly string[]): Promise<number> {
  const end = args.indexOf('--');
  const [own, command] = end < 0 ? [args, undefined] : [args.slice(0, end), args.slice(end + 1)];
  const read = readArguments(own);
  if (typeof read === 'string') return misused(read);
  const { word, milliseconds, isJson, isHelp } = read;
  if (isHelp) {
    process.stdout.write(HELP);
    return 0;
  }
  if (command?.length === 0) return misused('there is no command after --');
  if (milliseconds !== undefined && !command) return misused('--for says how long a command may run, and there is none');
  try {
    return await examined(word, command, milliseconds, isJson);
  } catch (error) {
    // What was named is not there.
    if (error instanceof BatonError) return misused(error.message.replace(/^otel-baton: /, '').replace(/\.$/, ''));
    throw error;
  }
}

async function examined(word: string | undefined, command: readonly string[] | undefined, milliseconds: number | undefined, isJson: boolean): Promise<number> {
  const ran = command && (await runWithProbe(command, milliseconds));
  const project = readProject(word);
  const problems = examine(project, ran?.evidence);
  const looked = { project, run: ran?.evidence };
  // What the program prints may be read by another.
  const stream = ran ? process.stderr : process.stdout;
  stream.write(isJson ? reportJson(problems, looked) : reportText(problems, looked, stream.isTTY && process.env['NO_COLOR'] === undefined));
  const isFailed = ran && ran.status !== 0 && !ran.evidence.isStopped;
  return isFailed ? ran.status : problems.length ? 1 : 0;
}

interface Arguments {
  readonly word: string | undefined;
  readonly milliseconds: number | undefined;
  readonly isJson: boolean;
  readonly isHelp: boolean;
}

/** @returns What is wrong with them, as text. */
function readArguments(args: readonly string[]): Arguments | string {
  try {
    const { values, positionals } = parseArgs({ args: [...args], allowPositionals: true, options: { for: { type: 'string' }, json: { type: 'boolean' }, help: { type: 'boolean', short: 'h' } } });
    const [, number, unit = 's'] = /^(\d+(?:\.\d+)?)(ms|s|m)?$/.exec(values.for ?? '') ?? [];
    if (values.for !== undefined && number === undefined) return `--for cannot be ${JSON.stringify(values.for)}; write 10s, 500ms or 2m`;
    if (positionals.length > 1) return `one folder or tsconfig can be looked at, not ${positionals.join(' and ')}; a command goes after --`;
    return { word: positionals[0], milliseconds: number === undefined ? undefined : Number(number) * (UNITS[unit] ?? 0), isJson: values.json === true, isHelp: values.help === true };
  } catch (error) {
    return (error as Error).message;
  }
}

function misused(why: string): number {
  process.stderr.write(`otel-baton doctor: ${why}. See otel-baton doctor --help.\n`);
  return MISUSED;
}
