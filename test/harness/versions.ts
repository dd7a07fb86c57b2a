/** The versions that tests run on: `test/versions.json`, of which `OTEL_BATON_VERSIONS=all` has everything tested. */
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from './fixture.js';

export interface Program {
  readonly version: string;
  readonly file: string;
}

export interface TypeScript {
  readonly version: string;
  /** Its folder in `node_modules`. */
  readonly package: string;
  readonly with: { readonly name: string; readonly version?: string; readonly package?: string };
  /** Families that are compiled by it in every run; all of them where it is not said. */
  readonly quick?: readonly string[];
}

export interface OpenTelemetry {
  readonly api: string;
  readonly sdk: string;
  /** Lowest Node major version that it runs on. */
  readonly node?: number;
  readonly bring?: Readonly<Record<string, string>>;
  readonly families?: readonly string[];
}

/** A platform that is not Node. */
export interface Runtime {
  readonly name: string;
  readonly version: string;
  readonly arguments?: readonly string[];
  readonly supported: string;
  readonly lacks: readonly ('messages of threads' | 'messages of processes')[];
  /** Those of the runtime's scenarios that hold there, check by check. */
  readonly scenarios: readonly string[];
}

interface Table {
  readonly node: { readonly supported: string; readonly tested: readonly string[] };
  readonly typescript: { readonly supported: string; readonly tested: readonly TypeScript[] };
  readonly opentelemetry: { readonly supported: string; readonly tested: readonly OpenTelemetry[] };
  readonly runtimes: readonly Runtime[];
}

export const VERSIONS = JSON.parse(readFileSync(join(ROOT, 'test/versions.json'), 'utf8')) as Table;

export const ALL_VERSIONS = process.env['OTEL_BATON_VERSIONS'] === 'all';

export const majorOf = (version: string): number => Number(version.split('.')[0]);

/** `5.9` of `5.9.3`. */
export const minorOf = (version: string): string => version.split('.', 2).join('.');

const FETCH = 15 * 60_000;

function bring<T>(part: string, ...named: readonly string[]): readonly T[] {
  const { status, stdout, stderr } = spawnSync(process.execPath, [join(ROOT, 'test/tools/versions.mjs'), part, ...named], { encoding: 'utf8', timeout: FETCH });
  if (status !== 0) throw new Error(`the ${part} to test on cannot be had: ${stderr}`);
  return JSON.parse(stdout) as readonly T[];
}

/** The running Node, or those that are named; or all. */
export const bringNodes = (...named: readonly string[]): readonly Program[] => bring('nodes', ...named);

/** The SDKs beside the installed one, each with the folder in whose `node_modules` it is. */
export const bringOpenTelemetry = (): readonly (OpenTelemetry & { readonly folder: string })[] => bring('opentelemetry');

export const bringRuntimes = (): readonly (Runtime & Program)[] => bring('runtimes');
