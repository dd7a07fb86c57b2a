/** Jest's `expect` with the matchers: `import 'otel-baton/testing/jest'` in a file of `setupFilesAfterEnv`. */
import type {} from 'expect';
import { byHand, extendExpect } from './extend-expect.js';
import type { TraceMatchers } from './matchers.js';

extendExpect((globalThis as { expect?: unknown }).expect, `Load this module by \`setupFilesAfterEnv\`, not by \`setupFiles\`; with \`injectGlobals: false\` write there: ${byHand('@jest/globals')}`);

declare global {
  // Those of @types/jest.
  namespace jest {
    interface Matchers<R, T> extends TraceMatchers<R> {}
  }
}

// Those of @jest/globals.
declare module 'expect' {
  interface Matchers<R> extends TraceMatchers<R> {}
}
