/** Vitest's `expect` with the matchers: `import 'otel-baton/testing/vitest'` in a file of `setupFiles`. */
import type {} from 'vitest';
import { byHand, extendExpect } from './extend-expect.js';
import type { TraceMatchers } from './matchers.js';

/** Where Vitest keeps it, a global of the tests (`globals: true`) or not. Importing it would make Vitest a dependency. */
const EXPECT = Symbol.for('expect-global');

extendExpect((globalThis as { [EXPECT]?: unknown })[EXPECT], `Load this module by \`setupFiles\`, or write there: ${byHand('vitest')}`);

declare module 'vitest' {
  interface Assertion<T> extends TraceMatchers {}
}
