/**
 * Source maps of what was emitted without them, or before this build: some files are emitted once
 * more into a folder of their own, with maps. A map is one of what lies on disk only where both
 * texts are the same.
 */
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type { Installed } from '../../typescript-7/find.js';
import { endOf, startNative } from './native.js';
import { commonFolder, outputsOf, withoutMapComment } from './outputs.js';

export interface MapEmit {
  /** The map of what was emitted from `fileName`, if that is `text`. */
  mapOf(fileName: string, text: string): string | undefined;
  /** Removes what was emitted. */
  close(): void;
}

/** What is emitted once more. */
export interface EmittedAgain {
  /** The tsconfig, if there is one. */
  readonly config: string | undefined;
  /** What the command line says beside it. */
  readonly overrides: readonly string[];
  /** All sources of the project. */
  readonly sources: readonly string[];
  readonly jsx: number | undefined;
  /** The only files that are emitted: without what they import, which is quick, and does unless that says what is a type or a constant. */
  readonly alone?: readonly string[];
}

/** Nothing but code and maps. They come after the user's own, so they hold. */
const EMIT_ONLY = [
  '--noCheck', 'true', '--noEmit', 'false', '--noEmitOnError', 'false', '--emitDeclarationOnly', 'false', '--sourceMap', 'true', '--inlineSourceMap', 'false', '--inlineSources', 'false',
  '--declaration', 'false', '--declarationMap', 'false', '--isolatedDeclarations', 'false', '--composite', 'false', '--incremental', 'false', '--tsBuildInfoFile', 'null',
];

export async function emitMaps(typescript: Installed, { config, overrides, sources, jsx, alone }: EmittedAgain): Promise<MapEmit> {
  const folder = mkdtempSync(join(tmpdir(), 'otel-baton-'));
  const close = (): void => rmSync(folder, { recursive: true, force: true });
  process.once('exit', close);
  const files = alone ?? sources;
  const [rootDir, outDir, path] = [commonFolder(files), join(folder, 'out'), join(folder, 'tsconfig.json')];
  writeFileSync(path, JSON.stringify({ ...(config !== undefined && { extends: config }), files, include: [], references: [], ...(alone && { compilerOptions: { types: [] } }) }));
  const own = new Set(sources);
  const options = overrides.filter((each) => !own.has(resolve(each).replaceAll('\\', '/')) && !/^--?ignoreConfig$/i.test(each));
  const args = ['-p', path, ...options, ...EMIT_ONLY, ...(alone ? ['--noResolve', 'true', '--noLib', 'true'] : []), '--rootDir', rootDir, '--outDir', outDir];
  await endOf(startNative(typescript, args, 'ignore'));
  const outputOf = outputsOf({ rootDir, outDir, ...(jsx !== undefined && { jsx }) }, path);
  return {
    mapOf(fileName, text) {
      const file = outputOf(fileName);
      if (!existsSync(`${file}.map`) || withoutMapComment(readFileSync(file, 'utf8')) !== withoutMapComment(text)) return undefined;
      return readFileSync(`${file}.map`, 'utf8');
    },
    close() {
      process.removeListener('exit', close);
      close();
    },
  };
}
