/**
 * Scenarios are plain `.mjs` programs that run in a process of their own against the built package,
 * the real API and the real SDK: inside jest's sandbox `Object.prototype`, `process` and the classes
 * of `node:worker_threads` are not those that an application has.
 */
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';

interface Result {
  readonly name: string;
  readonly error?: string;
}

export interface ScenarioOptions {
  /** Where the program lies, instead of `scenarios/`. */
  readonly folder?: string;
  /** What runs it, instead of the running Node. */
  readonly program?: string;
  readonly nodeArguments?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
}

/** Some checks are about strings of megabytes. */
const LONGEST = 3000;

/** Run `scenarios/<file>` and make each of its checks a test. It runs when the tests are collected, because it names them. */
export function describeScenario(title: string, file: string, options: ScenarioOptions = {}): void {
  describe(title, () => {
    const { status, stdout, stderr } = spawnSync(options.program ?? process.execPath, [...(options.nodeArguments ?? []), join(options.folder ?? join(__dirname, 'scenarios'), file)], {
      encoding: 'utf8',
      timeout: 60_000,
      maxBuffer: 1 << 26,
      env: { PATH: process.env['PATH'] ?? '', ...options.env },
    });
    const at = `${stdout}CHECKED `.indexOf('CHECKED ');
    const [printed, results] = [stdout.slice(0, at), stdout.slice(at + 'CHECKED '.length) || '[]'];
    for (const { name, error } of JSON.parse(results) as Result[]) {
      test(name, () => {
        if (error !== undefined) throw new Error(error.slice(0, LONGEST));
      });
    }
    test('ends by itself and prints nothing', () => {
      expect({ printed, stderr, status }).toEqual({ printed: '', stderr: '', status: 0 });
      expect(results).not.toBe('[]');
    });
  });
}
