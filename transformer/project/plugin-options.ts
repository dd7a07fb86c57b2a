/** What a tsconfig says to the plugin, and where it says what cannot be. */
import { readFileSync } from 'node:fs';
import { readOptions, type Options } from '../options.js';
import { isOurPlugin } from '../plugin-entry.js';
import { listedPlugins } from '../typescript-7/config-file.js';

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
  const text = errors.length ? readFileSync(configFile, 'utf8') : '';
  return {
    isListed: plugin !== undefined,
    // What could not be read is not acted on.
    options: errors.length ? { ...options, boundaries: [] } : options,
    faults: errors.map(({ option, message }) => ({ ...parted(message), file: configFile, at: placeOf(text, option) })),
  };
}

/** A message that begins with its number. */
export function parted(message: string): Pick<Fault, 'code' | 'message'> {
  const [, code = '', text = message] = /^(BATON\d+): ([^]*)$/.exec(message) ?? [];
  return { code, message: text };
}

/** Where the option stands beside our name; the start of the file where it comes from a tsconfig that this one extends. */
function placeOf(text: string, option: string): number {
  const entry = text.search(/\{[^{}]*otel-baton/);
  return Math.max(text.indexOf(`"${option}"`, Math.max(entry, 0)), 0);
}
