/**
 * What lasts longer than the request in which it happens to start, and wants no context: optional.
 *
 * https://nodejs.org/api/process.html#signal-events ·
 * https://developer.mozilla.org/en-US/docs/Web/JavaScript/Reference/Operators/import ·
 * https://nodecron.com/scheduling-options.html · https://github.com/kelektiv/node-cron#api
 */
import { listened } from './events.js';
import type { Boundary, Detach } from './vocabulary.js';

export const SIGNAL: Boundary = {
  name: 'signal',
  carries: 'none',
  relation: 'parent',
  trust: 'process',
  optional: true,
  ends: [
    listened(
      ['#NodeJS.Process', 'process#Process'],
      ['SIGABRT', 'SIGALRM', 'SIGBREAK', 'SIGCHLD', 'SIGCONT', 'SIGHUP', 'SIGINT', 'SIGPIPE', 'SIGQUIT', 'SIGTERM', 'SIGTSTP', 'SIGUSR1', 'SIGUSR2', 'SIGWINCH'],
      { attach: 'root' },
    ),
  ],
};

export const IMPORTED_MODULE: Boundary = {
  name: 'imported module',
  carries: 'none',
  relation: 'parent',
  trust: 'process',
  optional: true,
  ends: [{ at: { site: 'dynamic import' }, effect: { does: 'detach' } }],
};

const TICKS: Detach = { does: 'detach', callbacks: 'detached' };

export const CRON: Boundary = {
  name: 'cron job',
  carries: 'none',
  relation: 'parent',
  trust: 'process',
  optional: true,
  ends: [
    { at: { site: 'function call', of: ['node-cron#schedule', 'node-cron#NodeCron.schedule', 'cron#CronJob.from'] }, effect: TICKS },
    { at: { site: 'construction', of: ['cron#CronJob'] }, effect: TICKS },
    { at: { site: 'member call', on: ['cron#CronJob', 'node-cron#ScheduledTask'], member: ['start'] }, effect: TICKS },
  ],
};
