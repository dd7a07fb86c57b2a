/**
 * Streams, sockets, messages of HTTP and the like, which call their listeners in the context of who
 * made them, or of who pushes into them.
 *
 * https://nodejs.org/api/stream.html · https://nodejs.org/api/net.html#class-netsocket ·
 * https://nodejs.org/api/http.html · https://nodejs.org/api/http2.html · https://nodejs.org/api/dgram.html ·
 * https://nodejs.org/api/readline.html · https://nodejs.org/api/fs.html
 */
import { listened } from './events.js';
import type { Boundary } from './vocabulary.js';

const READS = ['data', 'end', 'readable'];
const WRITES = ['drain', 'finish'];
const ENDS = ['close', 'error'];

/** Declared in a namespace, which is called otherwise from one version of the declarations to the next. */
const stream = (name: string): readonly string[] => ['', 'Stream.', 'internal.'].map((namespace) => `stream#${namespace}${name}`);

/** One request and its response, on either side: a client's are right without us, and their types are the server's. */
export const HTTP_MESSAGE: Boundary = {
  name: 'HTTP message',
  carries: 'none',
  relation: 'parent',
  trust: 'process',
  ends: [
    listened(['http#IncomingMessage', 'http2#Http2ServerRequest'], [...READS, ...ENDS, 'aborted'], { attach: 'auto', lasts: 'exchange' }),
    listened(['http#ServerResponse', 'http2#Http2ServerResponse'], [...WRITES, ...ENDS], { attach: 'auto', lasts: 'exchange' }),
  ],
};

export const STREAM: Boundary = {
  name: 'stream',
  carries: 'none',
  relation: 'parent',
  trust: 'process',
  ends: [
    listened([...stream('Readable'), 'fs#ReadStream'], [...READS, ...ENDS], { attach: 'auto' }),
    listened([...stream('Writable'), 'fs#WriteStream'], [...WRITES, ...ENDS], { attach: 'auto' }),
    listened(
      [...['Duplex', 'Transform', 'PassThrough'].flatMap(stream), 'net#Socket', 'tls#TLSSocket'],
      [...READS, ...WRITES, ...ENDS],
      { attach: 'auto' },
    ),
  ],
};

export const DATAGRAM: Boundary = {
  name: 'datagram',
  carries: 'none',
  relation: 'parent',
  trust: 'process',
  ends: [listened(['dgram#Socket'], ['message', ...ENDS], { attach: 'auto' })],
};

export const LINE: Boundary = {
  name: 'line of input',
  carries: 'none',
  relation: 'parent',
  trust: 'process',
  ends: [listened(['readline#Interface', 'readline/promises#Interface'], ['line', 'close'], { attach: 'auto' })],
};

export const FILE_CHANGE: Boundary = {
  name: 'file change',
  carries: 'none',
  relation: 'parent',
  trust: 'process',
  ends: [
    listened(['fs#FSWatcher'], ['change', ...ENDS], { attach: 'auto' }),
    // One watcher serves all that watch the same path.
    { at: { site: 'function call', of: ['fs#watchFile'] }, effect: { does: 'bind', argument: -1, attach: 'auto' } },
  ],
};
