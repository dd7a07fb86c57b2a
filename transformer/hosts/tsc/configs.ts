/** The tsconfigs of what is compiled. */
import { dirname, join, resolve } from 'node:path';
import { nearestConfig } from '../../nearest-config.js';
import { configAt, withReferences } from '../../project/targets.js';
import type { ApiFileSystem } from '../../typescript-7/api.js';
import type { Installed } from '../../typescript-7/find.js';
import type { CommandLine } from './command-line.js';
import { askNative } from './native.js';

export interface Config {
  /** What the API opens: the tsconfig, or one that says what the command line makes of it and that exists for the API only. */
  readonly path: string;
  /** The tsconfig as it lies on disk. */
  readonly file: string | undefined;
}

export interface Configs {
  readonly list: readonly Config[];
  readonly fs?: ApiFileSystem;
}

const VIRTUAL = '.otel-baton.tsconfig.json';

/** @returns No project where the compiler will say that there is none, or that the command line is wrong. */
export function findConfigs(typescript: Installed, args: readonly string[], { isBuild, projects, overrides }: CommandLine): Configs {
  if (isBuild) return { list: withReferences((projects.length ? projects : ['.']).flatMap((each) => configAt(resolve(each)) ?? [])).map((file) => ({ path: file, file })) };
  const [project] = projects;
  const file = project === undefined ? nearestConfig(process.cwd()) : configAt(resolve(project));
  if (!overrides.length) return { list: file === undefined ? [] : [{ path: file, file }] };
  const { status, stdout } = askNative(typescript, [...args.filter((arg) => !/^--?(?:w|watch)$/i.test(arg)), '--showConfig']);
  if (status !== 0) return { list: [] };
  // Files on the command line are compiled as if there were no tsconfig.
  const own = args.some((arg) => /^--?ignoreConfig$/i.test(arg)) ? undefined : file;
  const path = join(own === undefined ? process.cwd() : dirname(own), VIRTUAL).replaceAll('\\', '/');
  return {
    list: [{ path, file: own }],
    fs: { readFile: (name) => (name === path ? stdout : undefined), fileExists: (name) => name === path || undefined },
  };
}
