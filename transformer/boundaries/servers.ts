/**
 * Servers: what is active when one starts to listen is kept for all its connections.
 * https://nodejs.org/api/net.html#serverlisten · https://expressjs.com/en/api.html#app.listen · https://koajs.com/#app-listen-
 */
import type { Boundary } from './vocabulary.js';

export const SERVER: Boundary = {
  name: 'server',
  carries: 'none',
  relation: 'parent',
  trust: 'process',
  ends: [
    {
      at: { site: 'member call', on: ['net#Server', 'express-serve-static-core#Application', 'koa#Application'], member: ['listen'] },
      effect: { does: 'detach' },
    },
  ],
};
