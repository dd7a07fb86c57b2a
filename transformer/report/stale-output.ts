/**
 * With `incremental` the compiler re-emits only what has changed, and does not know that adding or
 * upgrading a plugin changes everything: half a program would send what the other half cannot read.
 */
import { existsSync, readFileSync } from 'node:fs';
import { relative } from 'node:path';
import { ownFiles } from '../program-files.js';
import type { Found } from '../plan/rewrite.js';
import { outputStem } from '../resolve/checker/output-paths.js';
import type { SourceFile } from '../syntax.js';
import type { Program } from '../resolve/checker/host.js';
import { atEnd } from './at-end.js';

const CURE = 'Build everything once: tspc -b --force, or delete the .tsbuildinfo file.';

/** Called once for each incremental program: fails the build if what lies on disk at its end was emitted without us. */
export function checkOutput(program: Program, planOf: (sourceFile: SourceFile) => readonly Found[]): void {
  const stem = outputStem(program);
  atEnd(() => {
    const stale = ownFiles(program).filter((file) => {
      const emitted = ['.js', '.mjs', '.cjs', '.jsx'].map((extension) => stem(file.fileName) + extension).find(existsSync);
      if (emitted === undefined || readFileSync(emitted, 'utf8').includes('otel-baton/runtime')) return false;
      return planOf(file as unknown as SourceFile).some((found) => found.edits.length > 0);
    });
    if (!stale.length) return;
    const files = stale.map((file) => relative(process.cwd(), file.fileName)).join(', ');
    process.stderr.write(`otel-baton: BATON2003: ${files}: emitted earlier without otel-baton, so only half of the program carries the context. ${CURE}\n`);
    process.exitCode = 1;
  });
}
