/** Write the report of a program and say what it holds. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, relative, resolve } from 'node:path';
import type { Options } from '../options.js';
import { baseOf, ownFiles } from '../program-files.js';
import type { Found } from '../plan/rewrite.js';
import type { Program } from '../resolve/checker/host.js';
import { shownFile } from '../shown.js';
import type { SourceFile } from '../syntax.js';
import { atEnd } from './at-end.js';
import { createReport, reportEntries, summarize, type Report } from './report.js';

/** Called once for each program, before its files are emitted: a rebuild that emits only some files still reports all. */
export function writeReport(program: Program, options: Options, planOf: (sourceFile: SourceFile) => readonly Found[]): void {
  const configFile = program.getCompilerOptions()['configFilePath'] as string | undefined;
  const base = baseOf(program);
  const shown = (fileName: string): string => relative(base, fileName).replaceAll('\\', '/');
  const report = createReport(
    ownFiles(program).flatMap((file) => reportEntries(file as unknown as SourceFile, planOf(file as unknown as SourceFile), shown)),
  );
  if (options.report !== undefined) saveReport(resolve(base, options.report), report);
  const line = `otel-baton: ${configFile === undefined ? '' : `${shownFile(configFile)}: `}${summarize(report, options.report)}\n`;
  if (options.verbose) atEnd(() => process.stdout.write(line));
}

/** Its folder is made. */
export function saveReport(file: string, report: Report): void {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, `${JSON.stringify(report, undefined, 2)}\n`);
}
