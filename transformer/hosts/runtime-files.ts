/** The runtime's modules as files, for an application that has the plugin only by way of another package. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, isAbsolute, join } from 'node:path';
import { RUNTIME } from '../apply/runtime-parts.js';

/** What emitted code imports. */
export const RUNTIME_FILTER = new RegExp(`^${RUNTIME}(?:/|$)`);

interface Manifest {
  readonly exports: Readonly<Record<string, string | { readonly import?: { readonly default?: string } }>>;
}

const PACKAGE = join(__dirname, '../../../..');

/** The files of the plugin's own package, by the name under which they are imported. */
export function runtimeFiles(): Readonly<Record<string, string>> {
  const { exports: entries } = JSON.parse(readFileSync(join(PACKAGE, 'package.json'), 'utf8')) as Manifest;
  return Object.fromEntries(
    Object.entries(entries).flatMap(([entry, targets]) => {
      const name = `otel-baton${entry.slice(1)}`;
      const file = typeof targets === 'object' && targets.import?.default;
      return file && RUNTIME_FILTER.test(name) ? [[name, join(PACKAGE, file)]] : [];
    }),
  );
}

/** Where an importer finds nothing under this name, the file of the plugin's own package. */
export function runtimeFile(name: string, importer: string | undefined): string | undefined {
  if (importer === undefined || !isAbsolute(importer)) return undefined;
  try {
    createRequire(join(dirname(importer), 'importer.js')).resolve(name);
    return undefined;
  } catch {
    return runtimeFiles()[name];
  }
}
