/** What lies on the disk of what a project emits. */
import { existsSync, readFileSync } from 'node:fs';
import type { Analysis } from '../../project/analyse.js';
import { outputStem } from '../../resolve/checker/output-paths.js';

/** A file that is to be rewritten, and what was emitted of it. */
export interface Output {
  readonly source: string;
  readonly emitted: string | undefined;
  readonly hasRuntime: boolean;
}

const EXTENSIONS = ['.js', '.mjs', '.cjs', '.jsx'];

/** None where the project emits nothing, or nothing was built. */
export function outputsOf({ isListed, project, files }: Analysis): readonly Output[] {
  const { noEmit, emitDeclarationOnly, outDir } = project.program.getCompilerOptions();
  if (!isListed || noEmit === true || emitDeclarationOnly === true || outDir === undefined || !existsSync(outDir)) return [];
  const stem = outputStem(project.program);
  const outputs = files.map(({ fileName, found }) => {
    const emitted = EXTENSIONS.map((extension) => stem(fileName) + extension).find(existsSync);
    const isRewritten = found.some(({ edits }) => edits.length > 0);
    return { source: fileName, emitted, isRewritten, hasRuntime: emitted !== undefined && readFileSync(emitted, 'utf8').includes('otel-baton/runtime') };
  });
  // Another tool may emit, and elsewhere.
  return outputs.some(({ emitted }) => emitted !== undefined) ? outputs.filter(({ isRewritten }) => isRewritten) : [];
}
