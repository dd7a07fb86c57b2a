/**
 * Servers: what is active when one starts to listen is kept for all its connections.
 * https://nodejs.org/api/net.html#serverlisten · https://expressjs.com/en/api.html#app.listen · https://koajs.com/#app-listen-
 */
import type { Boundary } from './vocabulary.js';

/** All of them `net.Server`, which declares the member. */
const SERVERS = ['net#Server', 'http#Server', 'https#Server', 'http2#Http2Server', 'http2#Http2SecureServer', 'tls#Server'];

export const SERVER: Boundary = {
  name: 'server',
  carries: 'none',
  relation: 'parent',
  trust: 'process',
  ends: [
    {
      at: { site: 'member call', on: [...SERVERS, 'express-serve-static-core#Application', 'koa#Application'], member: ['listen'] },
      effect: { does: 'detach' },
    },
  ],
};
