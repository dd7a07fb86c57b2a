/** What a build by a bundler has found, told at its end as the compiler's hosts tell it. */
import { resolve } from 'node:path';
import type { Options } from '../options.js';
import type { Found } from '../plan/rewrite.js';
import { createReport, reportEntries, summarize, type ReportEntry } from '../report/report.js';
import { saveReport } from '../report/write-report.js';
import { shownFile } from '../shown.js';
import type { SourceFile } from '../syntax.js';

export interface BuildReport {
  /** Said of each file that is planned, anew where it has changed. */
  planned(sourceFile: SourceFile, found: readonly Found[]): void;
  /** Said of a file that is to be planned anew, if anything may still stand in it. */
  forget(fileName: string): void;
  /** Said at the end of each build, with all files of those before it. */
  tell(): void;
}

/** @returns `undefined` where nobody asks for one. Paths start from the working directory, where a tsconfig's start from it. */
export function createBuildReport({ report: reportFile, verbose }: Options): BuildReport | undefined {
  if (reportFile === undefined && !verbose) return undefined;
  const files = new Map<string, readonly ReportEntry[]>();
  return {
    planned: (sourceFile, found) => void files.set(sourceFile.fileName, reportEntries(sourceFile, found, shownFile)),
    forget: (fileName) => void files.delete(fileName),
    tell() {
      const report = createReport([...files].sort(([a], [b]) => (a < b ? -1 : 1)).flatMap(([, entries]) => entries));
      if (reportFile !== undefined) saveReport(resolve(reportFile), report);
      if (verbose) process.stdout.write(`otel-baton: ${summarize(report, reportFile)}\n`);
    },
  };
}
