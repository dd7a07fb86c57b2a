/** What is sent: the sender's object stays as it is, and what arrives is what arrives without us. */
import assert from 'node:assert/strict';
import { MessageChannel } from 'node:worker_threads';
import { isDeepStrictEqual } from 'node:util';
import { CARRIER, enclose } from 'otel-baton/runtime';
import { inject, injectFresh } from 'otel-baton/runtime/sidecar';
import { check } from './check.mjs';
import { deliver } from './deliver.mjs';
import { idOf, inSpan, use } from './sdk.mjs';
import { envelope, sidecar } from './wire.mjs';

use();

class Point {
  #secret = 1;
  constructor(x) {
    this.x = x;
  }
  get secret() {
    return this.#secret;
  }
}

const selfReference = () => {
  const self = { a: 1 };
  self.self = self;
  return self;
};
const deepReference = () => {
  const root = { list: [{ map: new Map() }] };
  root.list[0].map.set('root', root);
  return root;
};
const wide = () => Object.fromEntries(Array.from({ length: 5000 }, (_, i) => [`key ${i}`, i]));
const deep = (levels) => {
  let list;
  for (let i = 0; i < levels; i++) list = { list };
  return { list };
};
const bomb = () => ({ list: Array.from({ length: 2000 }, (_, i) => ({ i })) });

/** Made anew for each send. */
const PAYLOADS = {
  'an object': () => ({ a: 1, nested: { b: [2] } }),
  'an empty object': () => ({}),
  'an object without a prototype': () => Object.assign(Object.create(null), { a: 1 }),
  'what only has the prototype of a Map or a Set': () => ({ map: Object.create(Map.prototype), set: Object.create(Set.prototype) }),
  'keys that are indices': () => ({ b: 1, 2: 1, 1: 1 }),
  'a key `__proto__`': () => JSON.parse('{"__proto__":{"polluted":1},"a":1}'),
  'keys `constructor` and `prototype`': () => ({ constructor: 1, prototype: 2, hasOwnProperty: 3, toString: 4 }),
  'undefined values': () => ({ a: undefined, b: null, c: NaN, d: -0 }),
  'a symbol key': () => ({ [Symbol('s')]: 1, a: 1 }),
  'a hidden property': () => Object.defineProperty({ a: 1 }, 'hidden', { value: 1, enumerable: false }),
  'a getter': () => ({ get a() { return 1; } }),
  'frozen': () => Object.freeze({ a: 1 }),
  'sealed': () => Object.seal({ a: 1 }),
  'not extensible': () => Object.preventExtensions({ a: 1 }),
  'a class instance': () => new Point(1),
  'a frozen class instance': () => Object.freeze(new Point(1)),
  'a class instance in an object': () => ({ point: new Point(1) }),
  'an object that refers to itself': selfReference,
  'an object that is referred to from deep below': deepReference,
  'the same child twice': () => {
    const child = { c: 1 };
    return { a: child, b: child };
  },
  'as wide as a copy is slow': wide,
  'deep': () => deep(1200),
  'of many parts': bomb,
  'an array': () => [1, { a: 1 }],
  'an array with holes': () => [1, , 3], // eslint-disable-line no-sparse-arrays
  'an array with a property': () => Object.assign([1], { extra: 1 }),
  'a Map': () => new Map([[{ k: 1 }, { v: 1 }]]),
  'a Set': () => new Set([1, { a: 1 }]),
  'a Date': () => new Date(0),
  'a RegExp': () => /a/g,
  'an Error': () => Object.assign(new TypeError('wrong', { cause: 'none' }), {}),
  'a typed array': () => new Float64Array([1, 2]),
  'a Buffer': () => Buffer.from('text'),
  'an ArrayBuffer': () => new Uint8Array([1, 2]).buffer,
  'a boxed string': () => Object('text'),
  'undefined': () => undefined,
  'null': () => null,
  'NaN': () => NaN,
  'minus zero': () => -0,
  'a bigint': () => 10n ** 30n,
  'a string': () => 'text',
  'an empty string': () => '',
  'false': () => false,
};

/** The first, while no function of ours is compiled and small on the stack. */
await check('as deep a payload as structured clone takes is sent', () => {
  const { port1 } = new MessageChannel();
  const throws = (levels, send) => {
    try {
      port1.postMessage(send(deep(levels)));
      return false;
    } catch (error) {
      return error.message;
    }
  };
  inSpan(() => {
    for (const levels of [1500, 2000, 2500, 3000]) if (!throws(levels, (payload) => payload)) assert.equal(throws(levels, inject), false, `${levels} levels`);
  });
  port1.close();
});

const SENDS = { inject: (payload) => inject(payload), enclose: (payload) => enclose(payload) };

const arrivesBare = async (make) => (await deliver((port) => port.postMessage(make()), (port) => port))[0];

for (const [name, make] of Object.entries(PAYLOADS)) {
  await check(`${name}: arrives as without us, and the sender’s stays as it was`, async () => {
    const bare = await arrivesBare(make);
    for (const [helper, send] of Object.entries(SENDS)) {
      await inSpan(async (span) => {
        const payload = make();
        const [descriptors, prototype] = payload === Object(payload) ? [Object.getOwnPropertyDescriptors(payload), Object.getPrototypeOf(payload)] : [];
        const [first, ...more] = await deliver((port) => port.postMessage(send(payload)));
        assert.deepEqual(more, []);
        assert.ok(isDeepStrictEqual(first.value, bare.value), helper);
        assert.deepEqual(typeof first.value === 'object' && first.value && Reflect.ownKeys(first.value), typeof bare.value === 'object' && bare.value && Reflect.ownKeys(bare.value), helper);
        if (helper === 'enclose') assert.equal(first.span, idOf(span));
        if (descriptors) {
          assert.deepEqual(Object.getOwnPropertyDescriptors(payload), descriptors);
          assert.equal(Object.getPrototypeOf(payload), prototype);
        }
      });
    }
  });
}

await check('what travels is the carrier beside the payload, and nothing else', () => {
  inSpan((span) => {
    const carrier = { traceparent: `00-${idOf(span)}-01` };
    for (const sent of [inject({ a: 1 }), injectFresh({ a: 1 })]) assert.deepEqual(sent, sidecar({ a: 1 }, carrier));
    assert.deepEqual(enclose([1]), envelope([1], carrier));
  });
});

await check('what a reference points to stays the same object', async () => {
  for (const send of Object.values(SENDS)) {
    await inSpan(async () => {
      const [self] = await deliver((port) => port.postMessage(send(selfReference())));
      assert.equal(self.value.self, self.value);
      const [deep] = await deliver((port) => port.postMessage(send(deepReference())));
      assert.equal(deep.value.list[0].map.get('root'), deep.value);
    });
  }
});

await check('plain objects carry the span as a sidecar, and what arrives is clean', async () => {
  for (const name of ['an object', 'an empty object', 'an object without a prototype', 'keys that are indices', 'a key `__proto__`', 'a symbol key', 'a getter', 'frozen', 'sealed', 'not extensible', 'a class instance in an object', 'the same child twice']) {
    await inSpan(async (span) => {
      const sent = inject(PAYLOADS[name]());
      assert.equal(Object.keys(sent).at(-1), CARRIER, name);
      const [{ span: seen }] = await deliver((port) => port.postMessage(sent));
      assert.equal(seen, idOf(span), name);
    });
  }
});

await check('a literal takes the carrier in place', () => {
  inSpan(() => {
    const literal = { a: 1 };
    assert.equal(injectFresh(literal), literal);
    assert.deepEqual(Object.keys(literal), ['a', CARRIER]);
  });
});

await check('a getter is called as often as without us', async () => {
  for (const [name, send] of Object.entries(SENDS)) {
    for (const rest of [{}, { many: bomb().list }]) {
      await inSpan(async () => {
        let calls = 0;
        const payload = Object.defineProperty({ ...rest }, 'a', { enumerable: true, get: () => ++calls });
        const [{ value }] = await deliver((port) => port.postMessage(send(payload)));
        assert.deepEqual({ calls, a: value.a }, { calls: 1, a: 1 }, name);
      });
    }
  }
});

const OUR_KEYS = [
  { [CARRIER]: 5 },
  { [CARRIER]: 5, a: 1 },
  { [CARRIER]: {}, a: 1 },
  { [CARRIER]: [], a: 1 },
  { [CARRIER]: { version: 1 }, a: 1 },
  { [CARRIER]: ['a', 1] },
  { '': 'payload', [CARRIER]: [{ version: 1 }] },
  { '': 'payload', [CARRIER]: true, version: 1 },
];
for (const payload of OUR_KEYS) {
  const ways = { bare: (value) => value, ...SENDS, injectFresh: (value) => injectFresh({ ...value }) };
  for (const [name, send] of Object.entries(ways)) {
    await check(`our keys in the application’s own data arrive as they are: ${JSON.stringify(payload)}, ${name}`, () =>
      inSpan(async () => {
        const [{ value }] = await deliver((port) => port.postMessage(send(payload)));
        assert.deepEqual(value, payload);
      }),
    );
  }
}

await check('a transfer list: what is transferred arrives and is gone here', async () => {
  for (const send of Object.values(SENDS)) {
    await inSpan(async () => {
      const buffer = new ArrayBuffer(8);
      const { port1, port2 } = new MessageChannel();
      const [{ value }] = await deliver((port) => port.postMessage(send({ buffer, port: port2 }), [buffer, port2]));
      assert.equal(value.buffer.byteLength, 8);
      assert.equal(buffer.byteLength, 0);
      assert.equal(value.port.constructor.name, 'MessagePort');
      port1.close();
    });
  }
});

const revoked = () => {
  const { proxy, revoke } = Proxy.revocable({}, {});
  revoke();
  return proxy;
};
const trap = () => { throw new Error('of a trap'); };

/** What throws at `postMessage`. */
const REFUSED = {
  'a function': () => () => 1,
  'a symbol': () => Symbol('s'),
  'a Promise': () => Promise.resolve(),
  'a WeakMap': () => new WeakMap(),
  'a method': () => ({ method() {} }),
  'a function below': () => ({ a: [{ f: () => 1 }] }),
  'a getter that throws': () => ({ get a() { throw new RangeError('of the application'); } }),
  'a getter below that throws': () => ({ a: { get b() { throw new RangeError('of the application'); } } }),
  'a Proxy': () => new Proxy({ a: 1 }, {}),
  'a Proxy of an object without a prototype': () => new Proxy(Object.create(null), {}),
  'a Proxy of an array': () => new Proxy([], {}),
  'a Proxy that was revoked': revoked,
  'a Proxy whose traps throw': () => new Proxy({}, { getPrototypeOf: trap, has: trap, ownKeys: trap, get: trap, getOwnPropertyDescriptor: trap }),
  'a Proxy below': () => ({ a: new Proxy({}, {}) }),
  'a revoked Proxy below': () => ({ a: [revoked()] }),
  'a Proxy below whose traps throw': () => ({ a: new Proxy({}, { getPrototypeOf: trap, ownKeys: trap, get: trap, getOwnPropertyDescriptor: trap }) }),
  'the namespace of a module': () => namespace,
  'a MessagePort that is not in the list': () => ({ port: ports.port1 }),
};
const ports = new MessageChannel();
const namespace = await import('data:text/javascript,export const port = 8080');

for (const [name, make] of Object.entries(REFUSED)) {
  await check(`${name}: is refused as without us`, () => {
    const thrown = (send) => {
      const { port1 } = new MessageChannel();
      try {
        port1.postMessage(send(make()));
        return 'was sent';
      } catch (error) {
        return `${error.name} ${error.message}`;
      } finally {
        port1.close();
      }
    };
    inSpan(() => {
      const bare = thrown((payload) => payload);
      assert.notEqual(bare, 'was sent');
      for (const [helper, send] of Object.entries(SENDS)) assert.equal(thrown(send), bare, helper);
    });
  });
}
ports.port1.close();

await check('a large list costs no more than a few times its clone', () => {
  inSpan(() => {
    const payload = { list: Array.from({ length: 300_000 }, (_, i) => i) };
    const time = (body) => {
      const from = performance.now();
      body();
      return performance.now() - from;
    };
    const clone = Math.min(...[1, 2, 3].map(() => time(() => structuredClone(payload))));
    const ours = Math.min(...[1, 2, 3].map(() => time(() => inject(payload))));
    assert.ok(ours < 5 * clone + 5, `inject ${ours.toFixed(1)} ms, clone ${clone.toFixed(1)} ms`);
  });
});
