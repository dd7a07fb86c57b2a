/** A worker, a child and a worker of a cluster, each with its own SDK; each is sent a message and answers. */
import { fork } from 'node:child_process';
import cluster from 'node:cluster';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { isMainThread, parentPort, Worker } from 'node:worker_threads';
import { context, ROOT_CONTEXT, trace } from '@opentelemetry/api';
import { enclose, receive } from 'otel-baton/runtime';
import { encloseToChild, injectToParent, injectToPeer, startProcess } from 'otel-baton/runtime/process';
import { attachStarted, start } from 'otel-baton/runtime/start';
import { REMOTE, use } from '../sdk.mjs';

use();
const self = fileURLToPath(import.meta.url);

async function main() {
  const worker = new (start(Worker))(self);
  worker.postMessage(enclose('to the worker'));
  await Promise.all([once(receive(worker), 'message'), once(worker, 'exit')]);

  const child = startProcess('fork', fork)(self);
  child.send(encloseToChild('to the child'));
  await Promise.all([once(receive(child), 'message'), once(child, 'exit')]);

  cluster.setupPrimary({ exec: self });
  const peer = startProcess('cluster', cluster, 'fork')();
  // Node keeps no message for a worker of a cluster that does not listen yet.
  await once(receive(cluster), 'message');
  peer.send(injectToPeer('to the worker of the cluster'));
  await once(peer, 'exit');
  console.log('done');
}

if (!isMainThread) {
  attachStarted();
  receive(parentPort).once('message', () => parentPort.postMessage(enclose('from the worker')));
} else if (cluster.isWorker) {
  attachStarted();
  receive(process).once('message', () => process.disconnect());
  cluster.worker.send(injectToPeer('from the worker of the cluster'));
} else if (process.send) {
  attachStarted();
  receive(process).once('message', () => process.send(injectToParent('from the child'), () => process.disconnect()));
} else await context.with(trace.setSpanContext(ROOT_CONTEXT, REMOTE), main);
