/** What applications send between processes, and what they must not; the rows that were measured, and more. */
import { generateKeyPairSync } from 'node:crypto';
import { BlockList } from 'node:net';
import { createHistogram } from 'node:perf_hooks';
import { CARRIER } from 'otel-baton/runtime';

class Point {
  #secret = 1;
  constructor(x) {
    this.x = x;
  }
  get secret() {
    return this.#secret;
  }
}
class Coded extends TypeError {
  code = 'E_CODED';
}
class Money {
  constructor(amount) {
    this.amount = amount;
  }
  toJSON() {
    return { money: this.amount };
  }
}
class Keyed {
  toJSON(key) {
    return { key };
  }
}
class Command {
  a = 1;
  get cmd() {
    return 'NODE_X';
  }
}

const selfReference = () => {
  const self = { a: 1 };
  self.self = self;
  return self;
};
const childOfRoot = () => {
  const root = { child: { list: [] } };
  root.child.list.push(root);
  return root;
};
const sharedTwice = () => {
  const shared = { x: 1 };
  return { a: shared, b: shared, list: [shared] };
};
const revoked = () => {
  const { proxy, revoke } = Proxy.revocable({}, {});
  revoke();
  return proxy;
};
const fails = (message) => () => {
  throw new RangeError(message);
};
const deep = (levels) => {
  let list = [];
  for (let i = 0; i < levels; i++) list = [list];
  return { list };
};

const BINARY = {
  'a Uint8Array': () => new Uint8Array([1, 2]),
  'a Float64Array': () => new Float64Array([1.5, -0]),
  'an ArrayBuffer': () => new Uint8Array([1, 2]).buffer,
  'a Buffer of the pool': () => Buffer.from('text'),
  'a DataView': () => new DataView(new ArrayBuffer(4), 1, 2),
  'a SharedArrayBuffer': () => new SharedArrayBuffer(4),
};

const PRIMITIVES = {
  'a number': () => 1.5,
  'zero': () => 0,
  'minus zero': () => -0,
  'NaN': () => NaN,
  'Infinity': () => -Infinity,
  'a string': () => 'text',
  'an empty string': () => '',
  'a string of half a character': () => '\ud800',
  'a string of a megabyte': () => 'ä'.repeat(1_000_000),
  'a string that looks like an internal message': () => '{"cmd":"NODE_X"}',
  'our key': () => CARRIER,
  'true': () => true,
  'false': () => false,
  'null': () => null,
  'undefined': () => undefined,
  'a bigint': () => 10n ** 30n,
  'a symbol': () => Symbol('s'),
  'a function': () => () => 1,
};

/** A sidecar travels with each, as long as they can be sent. */
const PLAIN = {
  'an object': () => ({ id: 1, nested: { list: [2] } }),
  'an empty object': () => ({}),
  'an object of a thousand keys': () => Object.fromEntries(Array.from({ length: 1000 }, (_, i) => [`key ${i}`, i])),
  'an object without a prototype': () => Object.assign(Object.create(null), { a: 1 }),
  'keys that are indices': () => ({ b: 1, 2: 1, 1: 1 }),
  'an empty key': () => ({ '': 1, a: 2 }),
  'a key `__proto__`': () => JSON.parse('{"__proto__":{"polluted":1},"a":1}'),
  'keys of every object': () => ({ constructor: 1, prototype: 2, hasOwnProperty: 3, toString: 4 }),
  'values that JSON drops or changes': () => ({ a: undefined, b: null, c: NaN, d: -0, e: [undefined] }),
  'an object shared twice': sharedTwice,
  'a symbol key and a hidden property': () => Object.defineProperty({ [Symbol('s')]: 1, a: 1 }, 'hidden', { value: 1, enumerable: false }),
  'frozen': () => Object.freeze({ a: 1 }),
  'sealed': () => Object.seal({ a: 1 }),
  'not extensible': () => Object.preventExtensions({ a: 1 }),
  'a transferred buffer below': () => {
    const buffer = new ArrayBuffer(8);
    structuredClone(buffer, { transfer: [buffer] });
    return { buffer };
  },
  'a command of the application': () => ({ cmd: 'start', a: 1 }),
  'a command that is a number': () => ({ cmd: 5 }),
};

const OTHERS = {
  'an own getter': () => ({ get a() { return 1; } }),
  'an own getter that throws': () => ({ get a() { return fails('of the application')(); } }),
  'a command whose getter throws': () => ({ get cmd() { return fails('of the application')(); } }),
  'a class instance': () => new Point(1),
  'a frozen class instance': () => Object.freeze(new Point(1)),
  'a class instance in an object': () => ({ point: new Point(1) }),
  'an object that holds itself': selfReference,
  'an object whose child holds it': childOfRoot,
  'an array': () => [1, { a: 1 }],
  'an empty array': () => [],
  'an array of a hundred thousand': () => Array.from({ length: 100_000 }, (_, i) => i),
  'an array with holes': () => [1, , 3], // eslint-disable-line no-sparse-arrays
  'an array with a property': () => Object.assign([1], { extra: 1 }),
  'nested deeply': () => deep(1000),
  ...BINARY,
  'a Map': () => new Map([[{ k: 1 }, { v: 1 }]]),
  'a Set': () => new Set([1, { a: 1 }]),
  'a Date': () => new Date(0),
  'a Date that is none': () => new Date(NaN),
  'a RegExp': () => /a/g,
  'an Error': () => new Error('wrong'),
  'an Error of a class, with a code': () => new Coded('wrong'),
  'an Error with a cause': () => new Error('wrong', { cause: { a: 1 } }),
  'a boxed string': () => Object('text'),
  'a boxed number': () => Object(1),
  'a boxed boolean': () => Object(false),
  'a boxed bigint': () => Object(1n),
  'a boxed symbol': () => Object(Symbol('s')),
  'a toJSON of its own': () => ({ a: 1, toJSON: () => ({ b: 2 }) }),
  'a toJSON of its own that returns a string': () => ({ toJSON: () => 'text' }),
  'a toJSON that throws': () => ({ toJSON: fails('of toJSON') }),
  'a toJSON of the class': () => new Money(1),
  'a toJSON that is given a key': () => new Keyed(),
  'a toJSON below that is given a key': () => ({ keyed: new Keyed(), list: [new Keyed()] }),
  'a hidden toJSON': () => Object.defineProperty({ a: 1 }, 'toJSON', { value: () => [1] }),
  'a toJSON that is no function': () => ({ toJSON: 'text', a: 1 }),
  'a method': () => ({ a: 1, method() {} }),
  'an array with a function': () => [() => 1],
  'a Promise': () => Promise.resolve(),
  'a WeakMap': () => new WeakMap(),
  'a Proxy': () => new Proxy({ a: 1 }, {}),
  'a Proxy of an array': () => new Proxy([1], {}),
  'a Proxy below': () => ({ a: new Proxy({ b: 1 }, {}) }),
  'a Proxy that was revoked': revoked,
  'a Proxy that cannot be asked what it has': () => new Proxy({ a: 1 }, { has: fails('of a trap') }),
  'a Proxy that cannot be read': () => new Proxy({ a: 1 }, { get: fails('of a trap') }),
  'a Proxy that cannot be listed': () => new Proxy({ a: 1 }, { ownKeys: fails('of a trap') }),
  'a Proxy that cannot be asked for its prototype': () => new Proxy({ a: 1 }, { getPrototypeOf: fails('of a trap') }),
  'a Blob': () => new Blob(['text']),
  'a KeyObject': () => generateKeyPairSync('ed25519').publicKey,
  'a URL': () => new URL('https://example.org/a?b#c'),
  'a Histogram': () => createHistogram(),
  'a BlockList': () => new BlockList(),
  'a MessagePort below': () => ({ port: new MessageChannel().port1 }),

  'a carrier of nobody under our key': () => ({ a: 1, [CARRIER]: 5 }),
  'an object under our key': () => ({ a: 1, [CARRIER]: { version: 1 } }),
  'something like an envelope': () => ({ '': 'payload', [CARRIER]: true, version: 1 }),
  'something like an envelope, with text': () => ({ '': 'payload', [CARRIER]: 'text' }),

  'an internal message': () => ({ cmd: 'NODE_X', a: 1 }),
  'an internal message without a prototype': () => Object.assign(Object.create(null), { cmd: 'NODE_X' }),
  'an internal message of a class': () => Object.assign(new Point(1), { cmd: 'NODE_X' }),
  'no internal message, though its command begins like one': () => ({ cmd: 'NODE_' }),
  'no internal message, because a getter of the class has the command': () => new Command(),
  'no internal message, because the command is inherited': () => Object.create({ cmd: 'NODE_X' }),
  'an array with an internal command': () => Object.assign([1], { cmd: 'NODE_X' }),
};

/** Made anew for each row, and then sent in every way. */
export const PAYLOADS = { ...PRIMITIVES, ...PLAIN, ...OTHERS };

/** Rows that must carry the context as a sidecar, too. */
export const IS_PLAIN = new Set(Object.keys(PLAIN));
