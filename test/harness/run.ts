/** Write out what was emitted, run it with the real SDK in every thread, and read back its output and its spans. */
import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { readSpans, renderTraceTree, type CollectedSpan } from '../../runtime/testing/index.js';
import type { Emitted } from './compile.js';
import { ROOT, type Fixture } from './fixture.js';

export const BUILD = join(ROOT, 'build/fixtures');

/** Emitted programs find the package as an installed one. */
export function linkPackage(folder: string): void {
  const link = join(folder, 'node_modules/otel-baton');
  mkdirSync(dirname(link), { recursive: true });
  if (!existsSync(link)) symlinkSync(ROOT, link, 'dir');
}

export function writeEmitted(fixture: Fixture, folder: string, emitted: Emitted): void {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'package.json'), '{ "type": "module" }\n');
  for (const asset of fixture.assets) cpSync(join(fixture.folder, asset), join(folder, asset), { recursive: true });
  for (const [file, text] of emitted) {
    mkdirSync(dirname(join(folder, file)), { recursive: true });
    writeFileSync(join(folder, file), text);
  }
}

export interface Run {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
  /** The trace as an indented tree of span names. */
  readonly trace: string;
  readonly spans: readonly CollectedSpan[];
}

/** Starts the SDK in every thread. */
const RECORD = join(ROOT, 'test/harness/record.mjs');

/** @param record Where it is not the installed SDK that is started. */
export function run(folder: string, main: string, env: Readonly<Record<string, string>> = {}, node: string = process.execPath, record: string = RECORD): Run {
  const file = join(folder, 'spans.jsonl');
  rmSync(file, { force: true });
  const { status, stdout, stderr } = spawnSync(node, ['--import', record, join(folder, main)], {
    cwd: folder,
    encoding: 'utf8',
    timeout: 30_000,
    env: { PATH: process.env['PATH'] ?? '', OTEL_BATON_SPANS: file, ...env },
  });
  const spans = readSpans(file);
  return { status, stdout, stderr, spans, trace: renderTraceTree(spans) };
}
