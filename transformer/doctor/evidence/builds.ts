/** Scripts that compile, and whether what they run has the plugin. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { majorOf, type Toolchain } from '../../commands/toolchain.js';
import { readCommandLine } from '../../hosts/tsc/command-line.js';
import { isOurPlugin } from '../../plugin-entry.js';
import { configAt } from '../../project/targets.js';
import { listedOption, listedPlugins } from '../../typescript-7/config-file.js';
import type { Command } from './scripts.js';

export interface Build {
  readonly command: Command;
  /** What compiles, as a finding names it. */
  readonly tool: string;
  readonly carries: boolean;
  /** The tsconfig that a compiler goes by lists the plugin all the same. */
  readonly isListed: boolean;
  readonly cure: string;
}

interface Builder {
  readonly program: string;
  /** Its first argument, where only that one builds. */
  readonly word?: string;
  /** Files in which it can be told of the plugin. */
  readonly config?: RegExp;
  readonly cure: string;
}

const BUNDLE = 'or have its output made by a bundler that has the plugin';
const BUILDERS: readonly Builder[] = [
  { program: 'vite', word: 'build', config: /^vite\.config\./, cure: 'Add the plugin of otel-baton/vite to vite.config.' },
  { program: 'rollup', config: /^rollup\.config\./, cure: 'Add the plugin of otel-baton/rollup to rollup.config.' },
  { program: 'rolldown', config: /^rolldown\.config\./, cure: 'Add the plugin of otel-baton/rolldown to rolldown.config.' },
  { program: 'webpack', config: /^webpack\./, cure: 'Add the plugin of otel-baton/webpack to webpack.config.' },
  { program: 'rspack', config: /^rspack\.config\./, cure: 'Add the plugin of otel-baton/rspack to rspack.config.' },
  { program: 'tsup', config: /^tsup\.config\./, cure: 'Add the plugin of otel-baton/esbuild to "esbuildPlugins" in tsup.config.' },
  { program: 'tsdown', config: /^tsdown\.config\./, cure: 'Add the plugin of otel-baton/rolldown to "plugins" in tsdown.config.' },
  { program: 'nest', word: 'build', config: /^nest-cli\.json$/, cure: 'Add "plugins": ["otel-baton/transformer"] to the compilerOptions of nest-cli.json.' },
  { program: 'esbuild', cure: 'Build by a script that calls esbuild with the plugin of otel-baton/esbuild: its command line takes no plugins.' },
  { program: 'swc', cure: `Compile with tspc or otel-baton tsc, ${BUNDLE}: swc runs no transformers of TypeScript.` },
  { program: 'babel', cure: `Compile with tspc or otel-baton tsc, ${BUNDLE}: Babel runs no transformers of TypeScript.` },
  { program: 'bun', word: 'build', cure: 'Compile with tspc or otel-baton tsc: the command line of bun build takes no plugins.' },
  { program: 'tsx', cure: 'Start with tsx --import otel-baton/register.' },
  { program: 'ts-node', config: /^tsconfig\.json$/, cure: 'Add "ts-node": { "compiler": "ts-patch/compiler", "files": true } to tsconfig.json.' },
];

/** How each configuration tells of us: ts-node by the compiler, all others by our name. */
const TOLD: Readonly<Record<string, RegExp>> = { 'ts-node': /ts-patch\/compiler/ };
const OURS = /otel-baton\//;

export function buildsOf(folder: string, commands: readonly Command[], toolchain: Toolchain): readonly Build[] {
  return commands.flatMap((command) => compilerBuild(folder, command, commands, toolchain) ?? scriptBuild(folder, command) ?? builderBuild(folder, command) ?? []);
}

function compilerBuild(folder: string, command: Command, commands: readonly Command[], { typescript, config }: Toolchain): Build | undefined {
  const { program, args } = command;
  if (program === 'tspc' || (program === 'otel-baton' && args[0] === 'tsc')) return { command, tool: program, carries: true, isListed: true, cure: '' };
  if (program !== 'tsc') return undefined;
  const { emitsNothing, projects, overrides } = readCommandLine(args);
  const [project] = projects;
  const configFile = project === undefined ? config : configAt(resolve(folder, project));
  const isOn = (option: string): boolean => overrides.some((each) => each.toLowerCase() === `--${option.toLowerCase()}`) || (configFile !== undefined && listedOption(configFile, option) === true);
  if (emitsNothing || isOn('noEmit') || isOn('emitDeclarationOnly')) return undefined;
  const isPatched = majorOf(typescript) < 7 && commands.some((each) => each.program === 'ts-patch' && each.args[0] === 'install');
  const other = majorOf(typescript) >= 7 ? 'otel-baton tsc' : 'tspc, of ts-patch,';
  return { command, tool: 'tsc', carries: isPatched, isListed: configFile !== undefined && listedPlugins(configFile).some(isOurPlugin), cure: `Run ${other} where the script runs tsc: same flags, same output.` };
}

/** A script that calls esbuild. */
function scriptBuild(folder: string, command: Command): Build | undefined {
  const file = command.program === 'node' && command.args.find((arg) => /\.[cm]?[jt]s$/.test(arg));
  const place = file && join(folder, file);
  const text = place && existsSync(place) ? readFileSync(place, 'utf8') : '';
  if (!/(?:from\s*|require\(\s*|import\(\s*)['"]esbuild['"]/.test(text)) return undefined;
  return { command, tool: `esbuild (${file})`, carries: OURS.test(text), isListed: false, cure: `Add the plugin of otel-baton/esbuild in ${file}.` };
}

function builderBuild(folder: string, command: Command): Build | undefined {
  const builder = BUILDERS.find(({ program, word }) => program === command.program && (word === undefined || word === command.args[0]));
  if (!builder) return undefined;
  const { program, config, cure } = builder;
  const files = config ? readdirSync(folder).filter((file) => config.test(file)) : [];
  const told = TOLD[program] ?? OURS;
  const carries = OURS.test(command.text) || files.some((file) => told.test(readFileSync(join(folder, file), 'utf8')));
  return { command, tool: program, carries, isListed: false, cure };
}
