/** Which tsconfigs, and which of their files, the words of a command line mean. */
import { existsSync, statSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { nearestConfig } from '../nearest-config.js';
import { BatonError } from '../option-errors.js';
import { shownFile } from '../shown.js';
import { listedReferences } from '../typescript-7/config-file.js';

export interface Target {
  readonly configFile: string;
  /** The files that are meant; all of the project's where none is named. */
  readonly only?: ReadonlySet<string>;
}

const isFolder = (place: string): boolean => statSync(place).isDirectory();

/** The tsconfig that a word of a command line names: a file, or the folder that it lies in. */
export function configAt(place: string): string | undefined {
  if (!existsSync(place)) return undefined;
  const file = isFolder(place) ? join(place, 'tsconfig.json') : place;
  return existsSync(file) ? file : undefined;
}

/** Those tsconfigs, and all that they reference in turn. */
export function withReferences(files: readonly string[]): readonly string[] {
  const found = new Set<string>();
  const visit = (file: string): void => {
    if (found.has(file)) return;
    found.add(file);
    for (const { path } of listedReferences(file)) {
      const config = configAt(resolve(dirname(file), path));
      if (config !== undefined) visit(config);
    }
  };
  files.forEach(visit);
  return [...found];
}

/**
 * @param words Tsconfigs, folders that hold one, or source files; nothing for the nearest tsconfig.
 * @throws BatonError where one of them is not there, or belongs to no tsconfig.
 */
export function targetsOf(words: readonly string[]): readonly Target[] {
  const named = words.length ? words.map((word) => resolve(word)) : [nearest(resolve())];
  for (const place of named) if (!existsSync(place)) throw new BatonError(`otel-baton: ${shownFile(place)} was not found. Name a tsconfig.json, a folder that holds one, or source files of one.`);
  const isConfig = (place: string): boolean => isFolder(place) || basename(place).endsWith('.json');
  const whole = withReferences(named.filter(isConfig).map((place) => configAt(place) ?? nearest(place)));
  const targets = new Map<string, Set<string> | undefined>(whole.map((configFile) => [configFile, undefined]));
  for (const file of named.filter((place) => !isConfig(place))) {
    // Whose file it is, a tsconfig that only references others does not say.
    for (const configFile of withReferences([nearest(dirname(file))])) {
      if (!targets.has(configFile)) targets.set(configFile, new Set());
      targets.get(configFile)?.add(file.replaceAll('\\', '/'));
    }
  }
  return [...targets].map(([configFile, only]) => ({ configFile, ...(only && { only }) }));
}

function nearest(folder: string): string {
  const found = nearestConfig(folder);
  if (found === undefined) throw new BatonError(`otel-baton: there is no tsconfig.json in ${folder} or above it. Name the one of the project.`);
  return found;
}
