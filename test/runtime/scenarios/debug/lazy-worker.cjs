const { parentPort } = require('node:worker_threads');
const { receive } = require('otel-baton/runtime');
require('otel-baton/runtime/start');

receive(parentPort).on('message', (message) => (message === 'end' ? parentPort.close() : parentPort.postMessage(message)));
