/** Blocks that pull their messages, as the emitted code has them: what is attached, and that nothing leaks. */
import assert from 'node:assert/strict';
import { AsyncLocalStorage } from 'node:async_hooks';
import { on, once } from 'node:events';
import { setImmediate as turn } from 'node:timers/promises';
import { MessageChannel, receiveMessageOnPort } from 'node:worker_threads';
import { context, ROOT_CONTEXT, trace } from '@opentelemetry/api';
import { enclose, receive } from 'otel-baton/runtime';
import { inject } from 'otel-baton/runtime/sidecar';
import { pull, tap } from 'otel-baton/runtime/pull';
import { attachNext, close, open, resume, suspend } from 'otel-baton/runtime/scope';
import { check } from './check.mjs';
import { activeSpan, inSpan, managerWithoutAttach, REMOTE, StackManager, storageManager, TRACEPARENT, tracer, use } from './sdk.mjs';
import { sidecar } from './wire.mjs';

/** A context of somewhere else, told from others by its number. */
const contextOf = (number) => trace.setSpanContext(ROOT_CONTEXT, { ...REMOTE, spanId: String(number).padStart(16, 'f') });
const idOf = (number) => `${REMOTE.traceId}-${String(number).padStart(16, 'f')}`;

/** Node keeps the taps of a port under this key, and so do we. */
const tapsOf = (port) => port[Symbol.for('otel-baton.taps')];

function channel() {
  const { port1, port2 } = new MessageChannel();
  return {
    port: port2,
    post: (number, payload = number) => port1.postMessage(context.with(contextOf(number), () => enclose(payload))),
    bare: (payload) => port1.postMessage(payload),
    close: () => port1.close(),
  };
}

/** A token disposed of twice, or in the wrong order, would show as a context that stays. */
async function nothingLeaks(body) {
  const around = context.active();
  const result = body();
  assert.equal(context.active(), around, 'leaked into the caller, synchronously');
  await result;
  assert.equal(context.active(), around, 'leaked into the caller, behind an await');
  await turn();
  assert.equal(context.active(), around, 'leaked into a later turn');
}

const MANAGERS = { 'with attach': storageManager, 'with only a storage': managerWithoutAttach };

for (const [name, manager] of Object.entries(MANAGERS)) {
  use({ manager: manager() });
  /** In no span, and in a context of the application’s own. */
  const twice = (title, body) => check(`manager ${name}: ${title}`, async () => {
    await nothingLeaks(body);
    await context.with(ROOT_CONTEXT.setValue(Symbol.for('own'), 1), () => nothingLeaks(body));
  });

  await twice('a pull attaches to the end of its block', () => {
    const { port, post, close: end } = channel();
    post(1, { a: 1 });
    const scope = open();
    try {
      assert.equal(activeSpan(), undefined);
      assert.deepEqual(pull(receiveMessageOnPort(port), scope), { message: { a: 1 } });
      assert.equal(activeSpan(), idOf(1));
    } finally {
      close(scope);
    }
    assert.equal(activeSpan(), undefined);
    end();
  });

  await twice('a block that throws gives the context back', () => {
    const { port, post, close: end } = channel();
    post(1);
    const scope = open();
    assert.throws(() => {
      try {
        pull(receiveMessageOnPort(port), scope);
        throw new Error('of the application');
      } finally {
        close(scope);
      }
    }, /of the application/);
    assert.equal(activeSpan(), undefined);
    end();
  });

  await twice('a second pull replaces the first, and one without a context ends it', () => {
    const { port, post, bare, close: end } = channel();
    post(1);
    post(2);
    bare('bare');
    post(3);
    const scope = open();
    const spans = [1, 2, 3, 4, 5].map(() => [pull(receiveMessageOnPort(port), scope)?.message, activeSpan()]);
    assert.deepEqual(spans, [[1, idOf(1)], [2, idOf(2)], ['bare', undefined], [3, idOf(3)], [undefined, undefined]]);
    close(scope);
    end();
  });

  await twice('around an await the caller has its own context', async () => {
    const { port, post, close: end } = channel();
    post(1);
    const scope = open();
    try {
      pull(receiveMessageOnPort(port), scope);
      const inside = (value) => {
        assert.equal(activeSpan(), idOf(1), 'the operand is evaluated in the message’s context');
        return turn(value);
      };
      assert.equal(resume(scope, await suspend(scope, inside('value'))), 'value');
      assert.equal(activeSpan(), idOf(1));
      assert.equal(resume(scope, await suspend(scope, inside(2))), 2);
      assert.equal(activeSpan(), idOf(1));
    } finally {
      close(scope);
    }
    assert.equal(activeSpan(), undefined);
    end();
  });

  await twice('an await that rejects leaves nothing attached until it is resumed', async () => {
    const { port, post, close: end } = channel();
    post(1);
    const scope = open();
    try {
      pull(receiveMessageOnPort(port), scope);
      try {
        resume(scope, await suspend(scope, Promise.reject(new Error('of the application'))));
      } catch {
        assert.equal(activeSpan(), undefined);
        resume(scope);
        assert.equal(activeSpan(), idOf(1));
      }
    } finally {
      close(scope);
    }
    end();
  });

  await twice('suspended and resumed twice, it is attached once', () => {
    const { port, post, close: end } = channel();
    post(1);
    const scope = open();
    pull(receiveMessageOnPort(port), scope);
    resume(scope);
    resume(scope);
    assert.equal(activeSpan(), idOf(1));
    suspend(scope);
    suspend(scope);
    assert.equal(activeSpan(), undefined);
    resume(scope);
    assert.equal(activeSpan(), idOf(1));
    close(scope);
    close(scope);
    assert.equal(activeSpan(), undefined);
    resume(scope);
    assert.equal(activeSpan(), undefined, 'a closed scope has nothing to resume');
    end();
  });

  await twice('a block in a block', () => {
    const { port, post, close: end } = channel();
    post(1);
    post(2);
    const outer = open();
    pull(receiveMessageOnPort(port), outer);
    const inner = open();
    pull(receiveMessageOnPort(port), inner);
    assert.equal(activeSpan(), idOf(2));
    close(inner);
    assert.equal(activeSpan(), idOf(1));
    close(outer);
    assert.equal(activeSpan(), undefined);
    end();
  });

  await twice('a block in a block, with an await in the inner one', async () => {
    const { port, post, close: end } = channel();
    post(1);
    post(2);
    const outer = open();
    pull(receiveMessageOnPort(port), outer);
    const inner = open();
    pull(receiveMessageOnPort(port), inner);
    // What was attached last is given back first.
    resume(inner, resume(outer, await suspend(outer, suspend(inner, turn()))));
    assert.equal(activeSpan(), idOf(2));
    close(inner);
    assert.equal(activeSpan(), idOf(1));
    close(outer);
    assert.equal(activeSpan(), undefined);
    end();
  });

  await twice('a function that pulls, called by a block that has pulled, moves on and gives back', () => {
    const { port, post, close: end } = channel();
    post(1);
    post(2);
    const outer = open();
    pull(receiveMessageOnPort(port), outer);
    (function callee() {
      const scope = open();
      assert.equal(activeSpan(), idOf(1));
      pull(receiveMessageOnPort(port), scope);
      assert.equal(activeSpan(), idOf(2));
      close(scope);
    })();
    assert.equal(activeSpan(), idOf(1));
    close(outer);
    end();
  });

  await twice('a function in a span keeps it, and the message is clean all the same', () => {
    const { port, post, close: end } = channel();
    post(1, { a: 1 });
    inSpan(() => {
      const own = activeSpan();
      const scope = open();
      assert.deepEqual(pull(receiveMessageOnPort(port), scope), { message: { a: 1 } });
      assert.equal(activeSpan(), own);
      close(scope);
      assert.equal(activeSpan(), own);
    });
    end();
  });

  await twice('in a loop the message wins over the function’s span, and gives it back', () => {
    const { port, post, close: end } = channel();
    post(1);
    inSpan(() => {
      const own = activeSpan();
      const scope = open(true);
      pull(receiveMessageOnPort(port), scope);
      assert.equal(activeSpan(), idOf(1));
      close(scope);
      assert.equal(activeSpan(), own);
    });
    end();
  });

  await twice('a span that is made in the message’s context is the function’s own', () => {
    const { port, post, close: end } = channel();
    post(1);
    post(2);
    const outer = open();
    pull(receiveMessageOnPort(port), outer);
    inSpan((span) => {
      assert.equal(`${span.parentSpanContext.traceId}-${span.parentSpanContext.spanId}`, idOf(1));
      const own = activeSpan();
      const scope = open();
      pull(receiveMessageOnPort(port), scope);
      assert.equal(activeSpan(), own);
      close(scope);
    });
    close(outer);
    end();
  });

  await twice('a loop whose condition pulls', () => {
    const { port, post, bare, close: end } = channel();
    post(1);
    bare(2);
    post(3);
    const seen = [];
    const loop = open();
    for (let message; (message = pull(receiveMessageOnPort(port), loop, true)) !== undefined; ) {
      const body = open(true);
      attachNext(body, loop);
      seen.push([message.message, activeSpan()]);
      close(body);
      assert.equal(activeSpan(), undefined);
    }
    close(loop);
    assert.deepEqual(seen, [[1, idOf(1)], [2, undefined], [3, idOf(3)]]);
    end();
  });

  await twice('await once', async () => {
    const { port, post, close: end } = channel();
    const scope = open();
    try {
      setImmediate(() => [1, 2].forEach((number) => post(number)));
      const [message] = attachNext(scope, scope, await once(tap(port, scope, true), 'message'));
      assert.equal(message, 1);
      assert.equal(activeSpan(), idOf(1));
      await turn();
      assert.equal(activeSpan(), idOf(1));
      assert.equal(tapsOf(port).size, 0, 'nobody listens in any more');
    } finally {
      close(scope);
    }
    assert.equal(activeSpan(), undefined);
    end();
  });

  await twice('await once that is given up leaves no tap', async () => {
    const { port, close: end } = channel();
    const scope = open();
    const abort = new AbortController();
    try {
      setImmediate(() => abort.abort());
      attachNext(scope, scope, await once(tap(port, scope, true), 'message', { signal: abort.signal }));
      assert.fail();
    } catch (error) {
      assert.equal(error.name, 'AbortError');
    } finally {
      close(scope);
    }
    assert.equal(tapsOf(port).size, 0);
    end();
  });

  await twice('two at once wait for one message each: both have its context', async () => {
    const { port, post, close: end } = channel();
    const wait = async () => {
      const scope = open();
      try {
        return [attachNext(scope, scope, await once(tap(port, scope, true), 'message'))[0], activeSpan()];
      } finally {
        close(scope);
      }
    };
    setImmediate(() => post(1));
    assert.deepEqual(await Promise.all([wait(), wait()]), [[1, idOf(1)], [1, idOf(1)]]);
    assert.equal(tapsOf(port).size, 0);
    end();
  });

  for (const [how, send] of [['one by one', (post) => setImmediate(post)], ['buffered before the reader starts', (post) => post()]]) {
    await twice(`for await over messages ${how}`, async () => {
      const { port, post, bare, close: end } = channel();
      const seen = [];
      const loop = open();
      try {
        send(() => {
          post(1);
          bare('bare');
          post(2);
          post(3, 'last');
        });
        for await (const [message] of on(tap(port, loop), 'message')) {
          const body = open(true);
          try {
            attachNext(body, loop);
            await turn();
            seen.push([message, activeSpan()]);
            if (message === 'last') break;
          } finally {
            close(body);
          }
          assert.equal(activeSpan(), undefined);
        }
        assert.equal(activeSpan(), undefined);
      } finally {
        close(loop);
      }
      assert.deepEqual(seen, [[1, idOf(1)], ['bare', undefined], [2, idOf(2)], ['last', idOf(3)]]);
      assert.equal(tapsOf(port).size, 0, 'nobody listens in any more');
      end();
    });
  }

  await twice('for await that throws leaves no tap and no context', async () => {
    const { port, post, close: end } = channel();
    setImmediate(() => post(1));
    await assert.rejects(async () => {
      const loop = open();
      try {
        for await (const [message] of on(tap(port, loop), 'message')) {
          const body = open(true);
          try {
            attachNext(body, loop);
            throw new Error(`at ${message}`);
          } finally {
            close(body);
          }
        }
      } finally {
        close(loop);
      }
    }, /at 1/);
    assert.equal(activeSpan(), undefined);
    assert.equal(tapsOf(port).size, 0);
    end();
  });

  await twice('a loop that is run again reads from the start', async () => {
    const { port, post, close: end } = channel();
    for (const [from, to] of [[1, 2], [3, 4]]) {
      const loop = open();
      const seen = [];
      setImmediate(() => [from, to].forEach((number) => post(number)));
      for await (const [message] of on(tap(port, loop), 'message')) {
        const body = open(true);
        attachNext(body, loop);
        seen.push(activeSpan());
        close(body);
        if (message === to) break;
      }
      close(loop);
      assert.deepEqual(seen, [idOf(from), idOf(to)]);
    }
    assert.equal(tapsOf(port).size, 0);
    end();
  });

  await twice('a tap moved to another port leaves the first', () => {
    const a = channel();
    const b = channel();
    const scope = open();
    assert.equal(tap(a.port, scope), a.port);
    assert.equal(tap(b.port, scope), b.port);
    assert.deepEqual([tapsOf(a.port).size, tapsOf(b.port).size], [0, 1]);
    close(scope);
    assert.equal(tapsOf(b.port).size, 0);
    a.close();
    b.close();
  });

  await twice('what is no port can be tapped in vain', () => {
    for (const target of [undefined, null, 5, {}, new EventTarget()]) {
      const scope = open();
      assert.equal(tap(target, scope), target);
      attachNext(scope, scope);
      close(scope);
    }
  });

  await twice('many blocks at once, with awaits in each, keep their own', async () => {
    const blocks = Array.from({ length: 200 }, async (_, number) => {
      const { port, post, close: end } = channel();
      post(number);
      const scope = open();
      try {
        const { message } = pull(receiveMessageOnPort(port), scope);
        for (let i = 0; i < number % 7; i++) {
          resume(scope, await suspend(scope, turn()));
          assert.equal(activeSpan(), idOf(message));
        }
        tracer().startSpan('work').end();
        assert.equal(activeSpan(), idOf(number));
      } finally {
        close(scope);
        end();
      }
    });
    await Promise.all(blocks);
  });

  await twice('many loops at once on one port see every message in its context', async () => {
    const { port, post, close: end } = channel();
    const LAST = 100;
    const loops = Array.from({ length: 8 }, async () => {
      const loop = open();
      let count = 0;
      try {
        for await (const [message] of on(tap(port, loop), 'message')) {
          const body = open(true);
          try {
            attachNext(body, loop);
            if (count % 3 === 0) await turn();
            assert.equal(activeSpan(), idOf(message));
            count++;
            if (message === LAST) break;
          } finally {
            close(body);
          }
        }
      } finally {
        close(loop);
      }
      assert.equal(count, LAST);
    });
    for (let number = 1; number <= LAST; number++) post(number);
    await Promise.all(loops);
    assert.equal(tapsOf(port).size, 0);
    end();
  });
}

await check('another AsyncLocalStorage of the application is not touched', async () => {
  use();
  const own = new AsyncLocalStorage();
  const { port, post, close: end } = channel();
  post(1);
  await own.run('own', async () => {
    const scope = open();
    pull(receiveMessageOnPort(port), scope);
    assert.equal(own.getStore(), 'own');
    resume(scope, await suspend(scope, turn()));
    assert.equal(own.getStore(), 'own');
    close(scope);
    assert.equal(own.getStore(), 'own');
  });
  end();
});

for (const [name, manager] of [['that cannot attach', new StackManager()], ['that is none', null]]) {
  await check(`a manager ${name}: payloads are clean and nothing else happens`, async () => {
    use({ manager });
    const { port1, port2 } = new MessageChannel();
    port1.postMessage(sidecar({ a: 1 }, { traceparent: TRACEPARENT }));
    const scope = open();
    assert.deepEqual(pull(receiveMessageOnPort(port2), scope), { message: { a: 1 } });
    assert.equal(context.active(), ROOT_CONTEXT);
    assert.equal(suspend(scope, 1), 1);
    assert.equal(resume(scope, 2), 2);
    close(scope);
    port1.close();
  });
}

await check('a manager that cannot attach: a listener runs in the message’s context', async () => {
  use({ manager: new StackManager() });
  const { port1, port2 } = new MessageChannel();
  const seen = new Promise((resolve) => receive(port2).on('message', (value) => resolve([value, activeSpan()])));
  port1.postMessage(context.with(contextOf(1), () => inject({ a: 1 })));
  assert.deepEqual(await seen, [{ a: 1 }, idOf(1)]);
  assert.equal(context.active(), ROOT_CONTEXT);
  port1.close();
});
