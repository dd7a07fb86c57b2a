import { matchers } from './matchers.js';
import { misuse } from './span.js';

/**
 * Teach a test runner's `expect` the matchers.
 *
 * @param expect What is there under its name.
 * @param otherwise What to do where nothing is.
 * @throws Where nothing is.
 */
export function extendExpect(expect: unknown, otherwise: string): void {
  if (typeof (expect as { extend?: unknown } | undefined)?.extend !== 'function') throw misuse(`there is no \`expect\` that could be taught the matchers. ${otherwise}`);
  (expect as { extend(all: object): void }).extend(matchers);
}

/** Where `expect` is to be imported. */
export const byHand = (runner: string): string => `import { expect } from '${runner}'; import { matchers } from 'otel-baton/testing'; expect.extend(matchers);`;
