/** What a tsconfig says to the plugin, and where it says what cannot be. */
import { readFileSync } from 'node:fs';
import { readOptions, type Options } from '../options.js';
import { isOurPlugin } from '../plugin-entry.js';
import { listedPlugins, pluginsFile } from '../typescript-7/config-file.js';

/** What is wrong with the options, or with a tag: nothing is done by it. */
export interface Fault {
  readonly code: string;
  readonly message: string;
  readonly file: string;
  /** Offset in the file's text. */
  readonly at: number;
}

export interface ConfiguredOptions {
  /** Whether the tsconfig lists the plugin, itself or through what it extends. */
  readonly isListed: boolean;
  readonly options: Options;
  readonly faults: readonly Fault[];
}

export function configuredOptions(configFile: string): ConfiguredOptions {
  const plugin = listedPlugins(configFile).find(isOurPlugin);
  const { options, errors } = readOptions(plugin ?? {});
  return {
    isListed: plugin !== undefined,
    // What could not be read is not acted on.
    options: errors.length ? { ...options, boundaries: [] } : options,
    faults: errors.map(({ option, message }) => ({ ...parted(message), ...placeOf(configFile, JSON.stringify(option)) })),
  };
}

/** A message that begins with its number. */
export function parted(message: string): Pick<Fault, 'code' | 'message'> {
  const [, code = '', text = message] = /^(BATON\d+): ([^]*)$/.exec(message) ?? [];
  return { code, message: text };
}

/** Where a boundary of the user's own stands, by the name that it is told by. */
export const rowPlace = (configFile: string, name: string): Place => placeOf(configFile, JSON.stringify(name));

type Place = Pick<Fault, 'file' | 'at'>;

/** Where a word first stands beside our name, in the tsconfig that lists us. */
function placeOf(configFile: string, word: string): Place {
  const file = pluginsFile(configFile) ?? configFile;
  const text = readFileSync(file, 'utf8');
  const entry = text.search(/\{[^{}]*otel-baton/);
  return { file, at: Math.max(text.indexOf(word, Math.max(entry, 0)), 0) };
}
