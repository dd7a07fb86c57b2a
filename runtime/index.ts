/** What emitted code may call. Not meant to be called by hand. */
export { CARRIER } from './carrier.js';
export { enclose } from './envelope.js';
export { receive } from './receive.js';
