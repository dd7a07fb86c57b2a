/** The TypeScript 7 that a project has installed. */
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { BatonError } from '../option-errors.js';
import type { AstModule, SyncModule } from './api.js';

/** Where it may lie: npm's `typescript`, or beside TypeScript 5 or 6 under the name that its release notes give it. */
const PACKAGES = ['typescript', 'typescript-7'];

/** Versions whose `unstable/*` API is known; it may change with each minor version. */
export const SUPPORTED = ['7.0'];

const CURE = `Install TypeScript ${SUPPORTED.join(' or ')}: npm install --save-dev typescript@${SUPPORTED.at(-1)}`;

export interface Installed {
  readonly version: string;
  /** The package's own folder. */
  readonly folder: string;
}

export interface TypeScript7 extends Installed {
  readonly sync: SyncModule;
  readonly ast: AstModule;
}

const majorOf = (version: string): number => Number.parseInt(version, 10);
const isSupported = ({ version }: Installed): boolean => SUPPORTED.includes(version.split('.', 2).join('.'));

/** TypeScript 7 or newer, as a module in `folder` would find it; one that we know, if there is one. */
export function findTypeScript7(folder: string): Installed | undefined {
  const load = createRequire(join(folder, 'package.json'));
  const found = PACKAGES.flatMap((name) => installed(load, name) ?? []).filter(({ version }) => majorOf(version) >= 7);
  return found.find(isSupported) ?? found[0];
}

/**
 * Load its API. Called once for each project; no native process is started yet.
 *
 * @throws BatonError where there is none, where its version is not known, or where Node cannot load it.
 */
export function loadTypeScript7(folder: string): TypeScript7 {
  const found = findTypeScript7(folder);
  if (!found) throw new BatonError(`otel-baton: TypeScript 7 was not found from ${folder}. ${CURE}`);
  if (!isSupported(found)) {
    throw new BatonError(`otel-baton: TypeScript ${found.version} was found in ${found.folder}, whose API is not known to this version of otel-baton, so no context would be carried. ${CURE}`);
  }
  const load = createRequire(join(found.folder, 'package.json'));
  try {
    return { ...found, sync: load('typescript/unstable/sync') as SyncModule, ast: load('typescript/unstable/ast') as AstModule };
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ERR_REQUIRE_ESM') throw error;
    throw new BatonError(`otel-baton: Node ${process.versions.node} cannot load the API of TypeScript 7, which is an ES module. Use Node 20.19, 22.12 or newer.`);
  }
}

function installed(load: NodeJS.Require, name: string): Installed | undefined {
  try {
    const file = load.resolve(`${name}/package.json`);
    const { version } = load(file) as { version: string };
    return { version, folder: dirname(file) };
  } catch {
    return undefined;
  }
}
