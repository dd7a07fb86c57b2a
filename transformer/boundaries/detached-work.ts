/**
 * Work started while a span made by hand (`tracer.startSpan`) is open. Such a span is not active, so
 * the work would hang under whatever is; its own context is what must travel.
 * https://opentelemetry.io/docs/specs/otel/trace/api/#span-creation
 */
import type { Boundary } from './vocabulary.js';

const TIMERS = ['setTimeout', 'setInterval', 'setImmediate'];

export const DETACHED_TASK: Boundary = {
  name: 'detached task',
  carries: 'none',
  relation: 'parent',
  trust: 'process',
  ends: [
    { at: { site: 'detached call' }, effect: { does: 'enter span' } },
    {
      at: { site: 'grouped call', in: ['all', 'allSettled', 'any', 'race'].map((member) => `#PromiseConstructor.${member}`) },
      effect: { does: 'enter span' },
    },
  ],
};

export const DETACHED_CALLBACK: Boundary = {
  name: 'detached callback',
  carries: 'none',
  relation: 'parent',
  trust: 'process',
  ends: [
    {
      at: {
        site: 'function call',
        of: [
          ...TIMERS.map((name) => `#${name}`),
          ...TIMERS.map((name) => `timers#${name}`),
          '#queueMicrotask',
          '#NodeJS.Process.nextTick',
          'process#Process.nextTick',
        ],
      },
      effect: { does: 'enter span' },
    },
  ],
};
