/** `otel-baton doctor`: what breaks traces although every boundary is carried. */
import { readProject } from '../doctor/evidence/project.js';
import { examine } from '../doctor/examine.js';
import { reportJson, reportText } from '../doctor/report.js';
import { runWithProbe } from '../doctor/run.js';
import { styleFor } from '../styles.js';
import { misuse, readArguments } from './arguments.js';
import { FINE, FOUND, print, reading } from './ends.js';

const HELP = `usage: otel-baton doctor [options] [folder or tsconfig] [-- command …]

Finds what breaks traces although every boundary is carried, and says the cure.

Without a command it looks at the project alone. A command, such as node dist/main.js, is run with a
probe in each of its threads and processes; its output is its own, and the report goes to stderr.
The program is better built before.

  --for <time>  ask the program to end after 10s, 500ms or 2m; else it runs to its end, or to Ctrl-C
  --json        the report as JSON
  --help        this text

A worker or a child that is given an environment without NODE_OPTIONS is not looked at.

Exit code: 0 nothing was found, 1 something was, 2 what is named is not there or cannot be started,
64 misuse; where the program that ran ends with another code than 0 by itself, that.
`;

const UNITS: Readonly<Record<string, number>> = { ms: 1, s: 1_000, m: 60_000 };

interface Asked {
  readonly word: string | undefined;
  readonly command: readonly string[] | undefined;
  readonly milliseconds: number | undefined;
  readonly isJson: boolean;
}

/** @returns The exit code. */
export async function diagnose(args: readonly string[]): Promise<number> {
  const asked = read(args);
  return asked ? reading(() => examined(asked)) : print(HELP);
}

async function examined({ word, command, milliseconds, isJson }: Asked): Promise<number> {
  const ran = command && (await runWithProbe(command, milliseconds));
  const project = readProject(word);
  const problems = examine(project, ran?.evidence);
  const looked = { project, run: ran?.evidence };
  // What the program prints may be read by another.
  const stream = ran ? process.stderr : process.stdout;
  stream.write(isJson ? reportJson(problems, looked) : reportText(problems, looked, styleFor(stream)));
  const isFailed = ran && ran.status !== FINE && !ran.evidence.isStopped;
  return isFailed ? ran.status : problems.length ? FOUND : FINE;
}

/**
 * @returns Nothing where help is asked for.
 * @throws MisuseError that names the argument that cannot be.
 */
function read(args: readonly string[]): Asked | undefined {
  const end = args.indexOf('--');
  const command = end < 0 ? undefined : args.slice(end + 1);
  const { values, positionals } = readArguments('doctor', {
    args: args.slice(0, end < 0 ? undefined : end),
    allowPositionals: true,
    options: { for: { type: 'string' }, json: { type: 'boolean' }, help: { type: 'boolean', short: 'h' } },
  });
  if (values.help === true) return undefined;
  if (command?.length === 0) throw misuse('doctor', 'there is no command after --');
  if (values.for !== undefined && !command) throw misuse('doctor', '--for says how long a command may run, and there is none');
  if (positionals.length > 1) throw misuse('doctor', `one folder or tsconfig can be looked at, not ${positionals.join(' and ')}; a command goes after --`);
  return { word: positionals[0], command, milliseconds: values.for === undefined ? undefined : readTime(values.for), isJson: values.json === true };
}

function readTime(text: string): number {
  const [, number, unit = 's'] = /^(\d+(?:\.\d+)?)(ms|s|m)?$/.exec(text) ?? [];
  if (number === undefined) throw misuse('doctor', `--for cannot be ${JSON.stringify(text)}; write 10s, 500ms or 2m`);
  return Number(number) * (UNITS[unit] ?? 0);
}
