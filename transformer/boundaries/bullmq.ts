/**
 * Boundaries of BullMQ. A job waits in Redis, so what it carries travels in the field that BullMQ
 * keeps for its own telemetry, and a queue or a worker that has such telemetry is left to it.
 * https://docs.bullmq.io/guide/telemetry, https://docs.bullmq.io/guide/workers/sandboxed-processors
 */
import type { Boundary } from './vocabulary.js';

const QUEUE = ['bullmq#Queue'];
const FLOWS = ['bullmq#FlowProducer'];
const WORKER = ['bullmq#Worker'];

export const BULLMQ_JOB: Boundary = {
  name: 'BullMQ job',
  carries: 'job options',
  relation: 'parent',
  trust: 'host',
  ends: [
    { at: { site: 'member call', on: QUEUE, member: ['add'] }, effect: { does: 'send jobs', argument: 2, as: 'options' } },
    { at: { site: 'member call', on: QUEUE, member: ['addBulk'] }, effect: { does: 'send jobs', argument: 0, as: 'jobs' } },
    { at: { site: 'member call', on: FLOWS, member: ['add', 'addBulk'] }, effect: { does: 'send jobs', argument: 0, as: 'jobs' } },
    { at: { site: 'construction', of: WORKER }, effect: { does: 'receive jobs', argument: 1 } },
    {
      at: { site: 'default export', of: WORKER, takes: ['bullmq#SandboxedJob'] },
      effect: { does: 'receive jobs' },
    },
  ],
};
