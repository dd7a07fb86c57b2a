/** What a project is built with. */
import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { nearestConfig } from '../nearest-config.js';
import { isOurPlugin } from '../plugin-entry.js';
import { listedPlugins } from '../typescript-7/config-file.js';

export interface Toolchain {
  readonly folder: string;
  /** Versions, where they are installed. */
  readonly typescript: string | undefined;
  readonly tsPatch: string | undefined;
  /** The nearest tsconfig. */
  readonly config: string | undefined;
  /** Whether it lists the plugin, itself or through what it extends. */
  readonly hasPlugin: boolean;
}

export const majorOf = (version: string | undefined): number => Number.parseInt(version ?? '0', 10);

/** The package's folder and version, as a module in `folder` would find it. */
export function installed(folder: string, name: string): { readonly folder: string; readonly version: string } | undefined {
  for (const modules of createRequire(join(folder, 'package.json')).resolve.paths(name) ?? []) {
    const manifest = join(modules, name, 'package.json');
    if (existsSync(manifest)) return { folder: dirname(manifest), version: (JSON.parse(readFileSync(manifest, 'utf8')) as { version: string }).version };
  }
  return undefined;
}

export function toolchainOf(folder: string): Toolchain {
  const config = nearestConfig(folder);
  return {
    folder,
    typescript: installed(folder, 'typescript')?.version,
    tsPatch: installed(folder, 'ts-patch')?.version,
    config,
    hasPlugin: config !== undefined && listedPlugins(config).some(isOurPlugin),
  };
}
