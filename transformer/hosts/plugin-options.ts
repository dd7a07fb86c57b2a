/** What a bundler's configuration says to the plugin: the transformer's options, and which files it is for. */
import { BatonError } from '../option-errors.js';
import { readOptions, type Options } from '../options.js';

/** A glob, relative to the working directory, or a regular expression over the whole path; one or several. */
export type Pattern = string | RegExp | readonly (string | RegExp)[];

/** What a user can say to `baton(…)` in the configuration of a bundler. */
export interface PluginOptions extends Partial<Options> {
  /** The files to transform. Default: TypeScript, TSX and JavaScript. */
  readonly include?: Pattern;
  /** Of those, the files to leave alone. Default: what lies in `node_modules`. */
  readonly exclude?: Pattern;
  /** Ask the type checker: of the `tsconfig.json` in the working directory, or of the one that is named. Default: judge each file by its syntax. */
  readonly types?: boolean | string;
}

export interface PluginSettings {
  /** What is for the transformer. */
  readonly config: Readonly<Record<string, unknown>>;
  readonly options: Options;
  readonly include: readonly (string | RegExp)[];
  readonly exclude: readonly (string | RegExp)[];
  /** The tsconfig to ask, as it is named; `undefined` for none. */
  readonly types: string | undefined;
}

const OWN = ['include', 'exclude', 'types'] as const;

const SOURCES = /\.[cm]?[jt]sx?(?:$|\?)/;
const DECLARATIONS = /\.d\.[cm]?ts(?:$|\?)/;
const PACKAGES = /[\\/]node_modules[\\/]/;
/** Modules that plugins make up, and files that are imported as something else than code. */
const NO_SOURCES = /^\0|[?&](?:raw|url|inline)(?:$|[&=])/;

/** @throws BatonError that names each option that cannot be, in the words of every other host. */
export function readPluginOptions(given: PluginOptions = {}): PluginSettings {
  const { include, exclude, types, ...config } = given;
  const { options, errors } = readOptions(config, OWN);
  const faults = [...patternFaults({ include, exclude }), ...typesFaults(types), ...errors.map(({ message }) => message)];
  if (faults.length) throw new BatonError(`otel-baton: ${faults.join('\n')}`);
  return {
    config,
    options,
    include: include === undefined ? [SOURCES] : [include].flat(),
    exclude: [...(exclude === undefined ? [PACKAGES] : [exclude].flat()), DECLARATIONS, NO_SOURCES],
    types: types === true ? 'tsconfig.json' : types === false ? undefined : types,
  };
}

function patternFaults(patterns: Readonly<Record<string, Pattern | undefined>>): readonly string[] {
  return Object.entries(patterns).flatMap(([option, pattern]) => {
    const isPattern = (each: unknown): boolean => (typeof each === 'string' && each !== '') || each instanceof RegExp;
    const isAllowed = pattern === undefined || [pattern].flat().every(isPattern);
    return isAllowed ? [] : [`BATON2002: "${option}" cannot be ${JSON.stringify(pattern)}. It is one of: a glob, a regular expression, several of them.`];
  });
}

function typesFaults(types: unknown): readonly string[] {
  if (types === undefined || typeof types === 'boolean' || (typeof types === 'string' && types !== '')) return [];
  return [`BATON2002: "types" cannot be ${JSON.stringify(types)}. It is one of: false, true, a path.`];
}
