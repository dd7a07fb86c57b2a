/** Every way in which an application may take messages from a port, bare and as we emit it. */
import { on, once } from 'node:events';
import { BroadcastChannel, MessageChannel, receiveMessageOnPort } from 'node:worker_threads';
import { receive } from 'otel-baton/runtime';
import { pull, tap } from 'otel-baton/runtime/pull';
import { attachNext, close, open } from 'otel-baton/runtime/scope';

export const END = 'the end of the messages';

function listening(listen) {
  return (post, see, ours) =>
    new Promise((resolve) => {
      const { port1, port2 } = new MessageChannel();
      port2.once('close', resolve);
      listen(port2, ours, (value) => {
        if (value === END) port1.close();
        else see(value);
      });
      post((value) => port1.postMessage(value));
      port1.postMessage(END);
    });
}

/** Each is given what posts, what sees a message, and whether the port is one of ours; it ends when all have been seen. */
export const WAYS = {
  on: listening((port, ours, see) => (ours ? receive(port) : port).on('message', see)),
  addEventListener: listening((port, ours, see) => (ours ? receive(port) : port).addEventListener('message', ({ data }) => see(data))),
  onmessage: listening((port, ours, see) => {
    (ours ? receive(port) : port).onmessage = ({ data }) => see(data);
  }),
  'a listener that is there before': listening((port, ours, see) => {
    port.on('message', see);
    if (ours) receive(port);
  }),

  BroadcastChannel: (post, see, ours) =>
    new Promise((resolve) => {
      const name = `attack ${Math.random()}`;
      const [from, to] = [new BroadcastChannel(name), new BroadcastChannel(name)];
      (ours ? receive(to) : to).onmessage = ({ data }) => {
        if (data !== END) return see(data);
        from.close();
        to.close();
        resolve();
      };
      post((value) => from.postMessage(value));
      from.postMessage(END);
    }),

  async receiveMessageOnPort(post, see, ours) {
    const { port1, port2 } = new MessageChannel();
    post((value) => port1.postMessage(value));
    const loop = open();
    try {
      for (let result; (result = ours ? pull(receiveMessageOnPort(port2), loop, true) : receiveMessageOnPort(port2)); ) {
        const body = open(true);
        try {
          attachNext(body, loop);
          see(result.message);
        } finally {
          close(body);
        }
      }
    } finally {
      close(loop);
    }
    port1.close();
  },

  async 'events.on'(post, see, ours) {
    const { port1, port2 } = new MessageChannel();
    post((value) => port1.postMessage(value));
    port1.postMessage(END);
    const loop = open();
    try {
      for await (const [message] of on(ours ? tap(port2, loop) : port2, 'message')) {
        const body = open(true);
        try {
          attachNext(body, loop);
          if (message === END) break;
          see(message);
        } finally {
          close(body);
        }
      }
    } finally {
      close(loop);
    }
    port1.close();
  },

  async 'events.once'(post, see, ours) {
    const messages = [];
    post((value) => messages.push(value));
    const { port1, port2 } = new MessageChannel();
    for (const each of messages) {
      const scope = open();
      try {
        const awaited = once(ours ? tap(port2, scope, true) : port2, 'message');
        port1.postMessage(each);
        const [message] = attachNext(scope, scope, await awaited);
        see(message);
      } finally {
        close(scope);
      }
    }
    port1.close();
  },
};
