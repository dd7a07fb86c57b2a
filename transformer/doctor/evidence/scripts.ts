/** What the scripts of a package.json run: each command by itself, without what only starts it. */
import { basename } from 'node:path';

export interface Command {
  /** The script's name. */
  readonly script: string;
  /** As it is written. */
  readonly text: string;
  readonly environment: Readonly<Record<string, string>>;
  readonly program: string;
  readonly args: readonly string[];
}

const TOKEN = /(&&|\|\||[;|&\n])|((?:"(?:[^"\\]|\\.)*"|'[^']*'|[^\s"';|&])+)/g;
const QUOTED = /"((?:[^"\\]|\\.)*)"|'([^']*)'/g;

const unquoted = (word: string): string => word.replace(QUOTED, (_, double?: string, single?: string) => double?.replace(/\\(.)/g, '$1') ?? single ?? '');

/** Run another program in its stead, after their own flags and these words. */
const STARTERS: Readonly<Record<string, readonly string[]>> = {
  npx: [], bunx: [], 'cross-env': [], 'cross-env-shell': [], env: [], time: [], exec: [], dotenv: [],
  pnpm: ['exec', 'dlx'], yarn: ['exec', 'dlx', 'run'], npm: ['exec', 'x'], bun: ['x'],
};
/** Take whole commands as arguments. */
const RUNNERS = new Set(['concurrently', 'sh', 'bash', 'nodemon', 'tsc-watch', 'wireit']);
const ASSIGNMENT = /^([A-Za-z_]\w*)=(.*)$/;
/** Programs that are given to Node as files. */
const BIN = /node_modules\/(?:\.bin|typescript\/bin)\/([\w-]+)(?:\.[cm]?js)?$/;

export function commandsOf(scripts: Readonly<Record<string, string>>): readonly Command[] {
  return Object.entries(scripts).flatMap(([script, text]) => parse(script, String(text)));
}

function parse(script: string, text: string): readonly Command[] {
  const commands: string[][] = [[]];
  for (const [, operator, word = ''] of text.matchAll(TOKEN)) {
    if (operator !== undefined) commands.push([]);
    else commands.at(-1)?.push(unquoted(word));
  }
  return commands.flatMap((words) => (words.length ? commandOf(script, words) : []));
}

function commandOf(script: string, words: readonly string[]): readonly Command[] {
  const environment: Record<string, string> = {};
  let rest = words;
  for (;;) {
    const [first = '', ...others] = rest;
    const [, name, value = ''] = ASSIGNMENT.exec(first) ?? [];
    if (name !== undefined) environment[name] = value;
    const isOption = rest !== words && first.startsWith('-');
    const starts = STARTERS[first];
    const asked = starts?.length ? starts.includes(others[0] ?? '') || first === 'yarn' : starts !== undefined;
    if (name === undefined && !asked && !(isOption && rest.length > 1)) break;
    rest = asked && starts?.includes(others[0] ?? '') ? others.slice(1) : others;
  }
  const [program = '', ...args] = rest;
  if (program === '') return [];
  const inner = RUNNERS.has(basename(program)) ? args.filter((arg) => arg.includes(' ')).flatMap((arg) => parse(script, arg)) : [];
  return [...inner, { script, text: words.join(' '), environment, ...asProgram(program, args) }];
}

function asProgram(program: string, args: readonly string[]): { readonly program: string; readonly args: readonly string[] } {
  const [file = '', ...others] = args;
  const [, bin] = (program === 'node' ? BIN.exec(file) : BIN.exec(program)) ?? [];
  if (bin === undefined) return { program, args };
  return { program: bin, args: program === 'node' ? others : args };
}
