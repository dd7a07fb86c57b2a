/** The demo application, built by `tspc` and by `tsc`, and run by what the caller chooses. */
import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ENVIRONMENT } from './adoption.js';
import { ROOT } from './fixture.js';

export interface Demo {
  readonly plain: string;
  readonly connected: string;
}

/**
 * The package as it is built, under `node_modules` of a folder, with what lies there beside it.
 */
export function placePackage(folder: string): void {
  const to = join(folder, 'node_modules/otel-baton');
  rmSync(to, { recursive: true, force: true });
  for (const part of ['dist', 'package.json']) cpSync(join(ROOT, part), join(to, part), { recursive: true });
}

/**
 * @param folder Below the repository; its `node_modules` come first.
 * @param overlay A project whose files take the place of the demo's.
 * @param args More arguments of the compilers.
 */
export function buildDemo(folder: string, overlay?: string, args: readonly string[] = []): Demo {
  const app = join(folder, 'demo');
  rmSync(app, { recursive: true, force: true });
  for (const from of ['demo', ...(overlay === undefined ? [] : [overlay])]) cpSync(join(ROOT, 'fixtures/projects', from), app, { recursive: true });
  if (!existsSync(join(folder, 'node_modules/otel-baton'))) {
    mkdirSync(join(folder, 'node_modules'), { recursive: true });
    symlinkSync(ROOT, join(folder, 'node_modules/otel-baton'), 'dir');
  }
  const built = (name: string, compiler: string): string => {
    const { status, stdout, stderr } = spawnSync(process.execPath, [join(ROOT, 'node_modules', compiler), '-p', app, '--skipLibCheck', '--outDir', join(app, name), ...args], { encoding: 'utf8', env: ENVIRONMENT });
    if (status !== 0) throw new Error(`${compiler}: ${stdout}${stderr}`);
    return join(app, name);
  };
  return { plain: built('plain', 'typescript/bin/tsc'), connected: built('connected', 'ts-patch/bin/tspc.js') };
}

export interface DemoRun {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Its spans and its output stay in the folder, for the judge. */
export function runBuilt(folder: string, program: string, args: readonly string[] = [], environment: Readonly<Record<string, string>> = {}): DemoRun {
  const spans = join(folder, 'spans.jsonl');
  rmSync(spans, { force: true });
  const env = { ...ENVIRONMENT, OTEL_BATON_SPANS: spans, NO_COLOR: '1', DENO_NO_UPDATE_CHECK: '1', ...environment };
  const { status, stdout, stderr } = spawnSync(program, [...args, join(folder, 'main.js')], { cwd: folder, encoding: 'utf8', timeout: 120_000, env });
  writeFileSync(join(folder, 'output.txt'), stdout);
  return { status, stdout, stderr };
}
