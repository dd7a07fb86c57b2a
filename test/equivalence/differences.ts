/**
 * Where the resolvers do not agree, and why that is right. A difference that is not listed here
 * fails the test, and so does one that is gone.
 */

const sites = (why: string, all: readonly string[]): Readonly<Record<string, string>> => Object.fromEntries(all.map((site) => [site, why]));

/** Of the checkers of TypeScript 6 and 7, by project and site. */
export const BETWEEN_CHECKERS: Readonly<Record<string, string>> = {
  ...sites('TypeScript 7 has casts and types of JSDoc in the tree, where they hold as those of TypeScript do: what is cast to any is any, a parameter of a declared type may come from anywhere', [
    'projects/javascript main.js:16:20-16:50 worker_threads message: inject postMessage',
    'projects/javascript main.js:18:32-18:116 worker_threads message: inject postMessage',
  ]),
  ...sites('TypeScript 7 has the sources of a referenced project in the program, TypeScript 6 its declarations: a constructor shows which file it starts, an interface that it is the user’s own', [
    'projects/references main.ts:12:1-12:29 worker_threads message: inject postMessage',
    'projects/references main.ts:17:43-17:69 worker_threads message: inject postMessage',
  ]),
};

/** Of syntax alone in the trees of TypeScript 6 and 7. */
export const BETWEEN_TREES: Readonly<Record<string, string>> = sites('types of JSDoc are types in the trees of TypeScript 7 only', [
  'projects/javascript main.js:9:31-9:57 worker_threads message: inject postMessage',
  'projects/javascript main.js:12:1-12:44 worker_threads message: inject postMessage',
  'projects/javascript main.js:16:20-16:50 worker_threads message: inject postMessage',
  'projects/javascript main.js:18:32-18:116 worker_threads message: inject postMessage',
]);

/** What syntax alone carries and a checker does not. */
export const BY_SYNTAX_ALONE: Readonly<Record<string, string>> = {
  ...sites('the program shows that the other end is not compiled by us; a single file does not', [
    'cluster/workers-that-run-plain-javascript main.ts:14:3-14:31 cluster message: inject send',
    'cluster/workers-that-run-plain-javascript main.ts:15:3-15:41 cluster message: inject send',
    'own-boundaries/nothing-is-sent-to-a-file-that-is-switched-off main.ts:12:3-12:40 worker_threads message: inject postMessage',
    'own-boundaries/nothing-is-sent-to-a-file-that-is-switched-off main.ts:6:18-6:69 worker_threads start-up: start new Worker',
    'process-message/a-child-that-forks-a-child child.ts:14:5-14:31 child process message: inject send',
    'process-message/a-child-that-is-not-ours main.ts:17:5-17:24 child process message: inject send',
    'process-message/a-child-that-is-not-ours-by-syntax-alone main.ts:17:5-17:24 child process message: inject send',
    'process-message/payloads-arrive-as-they-were-sent main.ts:23:60-23:81 child process message: inject send',
    'process-pool/a-pool-of-children-that-are-not-compiled pool.ts:27:7-27:30 child process message: inject send',
    'process-start/a-plain-javascript-child-finds-the-trace-only main.ts:12:3-12:30 child process message: inject send',
    'worker-lifecycle/a-union-with-another-emitter-is-left-alone main.ts:14:28-14:44 worker_threads start-up: start new Worker',
    'worker-lifecycle/an-event-that-is-not-known-is-left-alone main.ts:5:16-5:67 worker_threads start-up: start new Worker',
    'worker-lifecycle/overridden-members-are-the-applications main.ts:20:16-20:74 worker_threads start-up: start new CountedWorker',
    'worker-lifecycle/waiting-for-lifecycle-events-is-left-alone main.ts:6:16-6:67 worker_threads start-up: start new Worker',
    'worker-message/a-worker-from-a-data-url-made-at-run-time main.ts:12:18-12:91 worker_threads start-up: start new Worker',
    'worker-message/a-worker-from-a-data-url-made-at-run-time main.ts:13:3-13:44 worker_threads message: inject postMessage',
    'worker-message/payloads-arrive-as-they-were-sent main.ts:12:20-12:76 worker_threads start-up: start new Worker',
    'worker-message/payloads-arrive-as-they-were-sent main.ts:34:50-34:91 worker_threads message: inject postMessage',
    'worker-message/workers-that-are-no-file-of-ours main.ts:18:19-18:72 worker_threads start-up: start new Worker',
    'worker-message/workers-that-are-no-file-of-ours main.ts:19:3-19:45 worker_threads message: inject postMessage',
    'worker-message/workers-that-are-no-file-of-ours main.ts:20:17-20:68 worker_threads start-up: start new Worker',
    'worker-message/workers-that-are-no-file-of-ours main.ts:21:3-21:44 worker_threads message: inject postMessage',
    'worker-pools/tasks-of-a-plain-javascript-file-are-left-alone main.ts:23:21-23:42 piscina task: send task run',
    'worker-pools/tasks-of-a-plain-javascript-file-are-left-alone main.ts:23:50-23:68 tinypool task: send task run',
    'worker-pools/tasks-of-a-plain-javascript-file-are-left-alone main.ts:24:21-24:44 poolifier task: send task execute',
    'worker-pools/tasks-of-a-plain-javascript-file-are-left-alone main.ts:24:52-24:77 poolifier task: send task execute',
    'worker-start/a-plain-javascript-worker-is-left-alone main.ts:6:18-6:97 worker_threads start-up: start new Worker',
    'worker-start/a-plain-javascript-worker-is-left-alone main.ts:7:3-7:32 worker_threads message: inject postMessage',
    'worker-start/evaluated-code-is-left-alone main.ts:12:19-12:167 worker_threads start-up: start new Worker',
  ]),
  ...sites('the pool is sent code, as all that is done with it shows; one call does not', [
    'worker-pools/functions-that-are-sent-as-code-take-their-own-tasks main.ts:9:21-9:51 poolifier task: send task execute',
    'worker-pools/functions-that-are-sent-as-code-take-their-own-tasks main.ts:9:59-9:88 poolifier task: send task execute',
  ]),
  ...sites('a type shows that it is no function, but a file’s name or nothing; what is wrapped and is no function stays as it is at run time', [
    'bullmq/a-processor-in-a-child-process main.ts:18:16-18:108 BullMQ job: receive jobs new Worker',
    'bullmq/a-processor-in-a-child-process-by-syntax-alone main.ts:18:16-18:108 BullMQ job: receive jobs new Worker',
    'bullmq/errors-are-those-of-the-queue main.ts:30:17-30:62 BullMQ job: receive jobs new Worker',
    'bullmq/processors-of-commonjs main.cts:12:5-12:80 BullMQ job: receive jobs new Worker',
    'bullmq/processors-of-commonjs main.cts:13:5-13:112 BullMQ job: receive jobs new Worker',
    'bullmq/processors-of-commonjs main.cts:14:5-14:105 BullMQ job: receive jobs new Worker',
    'bullmq/processors-of-commonjs main.cts:15:5-15:103 BullMQ job: receive jobs new Worker',
    'bullmq/the-file-of-a-processor-is-named-in-every-way main.ts:34:3-34:86 BullMQ job: receive jobs new Worker',
    'bullmq/the-file-of-a-processor-is-named-in-every-way main.ts:36:3-36:44 BullMQ job: receive jobs new Worker',
    'handed-over/what-a-callback-is-called-with-is-unchanged main.ts:32:8-44:27 callback handed over: hand over then',
  ]),
  ...sites('a type shows that the payload is never a plain object; what is wrapped and is none stays as it is at run time', [
    'worker-message/payloads-arrive-as-they-were-sent echo.ts:17:7-17:29 worker_threads message: inject postMessage',
  ]),
  ...sites('carried by both, but the types of what is called are not told apart by syntax, so another boundary is named and its receiver checked at run time', [
    'process-lifecycle/output-of-every-kind-of-child main.ts:44:3-44:53 worker_threads message: receive once("message")',
    'process-lifecycle/output-of-every-kind-of-child main.ts:45:3-45:53 worker_threads message: receive once("message")',
  ]),
};

/** How syntax alone carries otherwise what a checker carries, too. */
export const CARRIED_OTHERWISE: Readonly<Record<string, string>> = {
  'form: envelope, by syntax sidecar': 'the program shows that the other end is compiled',
  'arguments or places': 'helpers are told what the program shows of the other end',
  'certainty: certain, by syntax guarded': 'which type a global, or a value of another place, is of is not shown by a single file, so it is checked at run time',
  'certainty: guarded, by syntax certain': 'Readonly<MessagePort> is an object type to a checker, and what it is made of to whoever reads it',
  'edits: wrap handOver, by syntax wrap handOver, wrap handOver': 'a type shows that the second argument is no function',
  'edits: wrap jobs, by syntax wrap member sender': 'a type shows that a property is a field, so that the receiver can be written once more',
};
