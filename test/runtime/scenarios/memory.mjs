/** Nothing is kept of a message that was delivered. Needs `--expose-gc`. */
import assert from 'node:assert/strict';
import { on, once } from 'node:events';
import { setImmediate as turn } from 'node:timers/promises';
import { MessageChannel, receiveMessageOnPort } from 'node:worker_threads';
import { enclose, receive } from 'otel-baton/runtime';
import { inject } from 'otel-baton/runtime/sidecar';
import { pull, tap } from 'otel-baton/runtime/pull';
import { dequeue, enqueue } from 'otel-baton/runtime/queue';
import { attachNext, close, open } from 'otel-baton/runtime/scope';
import { check } from './check.mjs';
import { activeSpan, inSpan, use } from './sdk.mjs';

use();
const MANY = 200_000;
const SOME = 60_000;
const BATCH = 1000;

/** Were so much as a context kept of each message, it would be more. */
const MOST = 8 * 1024 * 1024;

async function heap() {
  for (let i = 0; i < 3; i++) {
    await turn();
    globalThis.gc();
  }
  return process.memoryUsage().heapUsed;
}

async function doesNotGrow(messages, body) {
  // What is compiled and cached once counts for nothing.
  await body(2 * BATCH);
  const before = await heap();
  await body(messages);
  const grown = (await heap()) - before;
  assert.ok(grown < MOST, `grown by ${(grown / 1024 / 1024).toFixed(1)} MB`);
}

const tapsOf = (port) => port[Symbol.for('otel-baton.taps')];

for (const [messages, send] of [[MANY, enclose], [SOME, inject]]) {
  await check(`${messages} messages with a context to a listener, ${send.name}`, async () => {
    const { port1, port2 } = new MessageChannel();
    let got = 0;
    let batchDone;
    receive(port2).on('message', () => {
      assert.ok(activeSpan());
      if (++got % BATCH === 0) batchDone();
    });
    await doesNotGrow(messages, async (count) => {
      for (let sent = 0; sent < count; sent += BATCH) {
        const done = new Promise((resolve) => (batchDone = resolve));
        for (let i = 0; i < BATCH; i++) inSpan(() => port1.postMessage(send({ i })));
        await done;
      }
    });
    assert.equal(tapsOf(port2).size, 0);
    port1.close();
  });
}

await check(`${SOME} messages that are polled`, async () => {
  const { port1, port2 } = new MessageChannel();
  await doesNotGrow(SOME, (count) => {
    for (let i = 0; i < count; i++) {
      inSpan(() => port1.postMessage(enclose(i)));
      const scope = open();
      pull(receiveMessageOnPort(port2), scope);
      close(scope);
    }
  });
  port1.close();
});

await check(`${SOME} messages of one long loop`, async () => {
  const { port1, port2 } = new MessageChannel();
  const loop = open();
  let batchDone;
  let got = 0;
  const looping = (async () => {
    for await (const [message] of on(tap(port2, loop), 'message')) {
      const body = open(true);
      try {
        attachNext(body, loop);
        if (message === 'end') break;
        assert.ok(activeSpan());
        if (++got % BATCH === 0) batchDone();
      } finally {
        close(body);
      }
    }
    close(loop);
  })();
  await doesNotGrow(SOME, async (count) => {
    for (let sent = 0; sent < count; sent += BATCH) {
      const done = new Promise((resolve) => (batchDone = resolve));
      for (let i = 0; i < BATCH; i++) inSpan(() => port1.postMessage(enclose(i)));
      await done;
    }
  });
  assert.equal(loop.contexts.length, 0);
  port1.postMessage('end');
  await looping;
  assert.equal(tapsOf(port2).size, 0, 'nobody listens in any more');
  port1.close();
});

await check('loops and waits that end leave no tap', async () => {
  const { port1, port2 } = new MessageChannel();
  for (let i = 0; i < 1000; i++) {
    const scope = open();
    try {
      setImmediate(() => port1.postMessage(inject({ i })));
      if (i % 2) attachNext(scope, scope, await once(tap(port2, scope, true), 'message'));
      else for await (const _ of on(tap(port2, scope), 'message')) break;
    } finally {
      close(scope);
    }
    assert.equal(tapsOf(port2).size, 0);
  }
  port1.close();
});

await check('ports that are done with are collected', async () => {
  const ports = [];
  for (let i = 0; i < 2000; i++) {
    const { port1, port2 } = new MessageChannel();
    receive(port2).on('message', () => {});
    ports.push(new WeakRef(port2));
    const closed = once(port2, 'close');
    port1.close();
    await closed;
  }
  await heap();
  const left = ports.filter((port) => port.deref()).length;
  assert.ok(left < 100, `${left} are left`);
});

await check(`${MANY} elements through a queue, and a function that is thrown away untaken each time`, async () => {
  const task = () => {};
  await doesNotGrow(MANY, async (count) => {
    let queue = [];
    for (let i = 0; i < count; i++) {
      inSpan(() => queue.push(enqueue({ i }, queue), enqueue(task, queue)));
      const scope = open(true);
      dequeue(queue.shift(), scope);
      close(scope);
      queue = [];
    }
  });
});
