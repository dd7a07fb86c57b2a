/** What is said of a boundary that is not carried, by number; each names what was found, what happens now and what to do. */
export const MESSAGES = {
  BATON1001: 'the file of the worker or child process lies outside this program, so nothing is added to what is sent to it; add the file to the program, or let it be.',
  BATON1002: 'the payload is not a plain object and the receiver is not known to be compiled with otel-baton, so it is sent without a context; send an object, or set "envelope": "always" if the receiver is compiled.',
  BATON1003: 'the type of the receiver is not known (any), so it is left alone; give it a type, or set "unknown": "guard" to have it checked at run time.',
  BATON1004: 'the receiver has no name by which it can be looked at when the program runs (is it a port? is a handle on its way to it?), so it is left alone; put it into a constant first.',
  BATON1005: 'the arguments are spread, so it cannot be told which is the payload and it is sent without a context; pass it by name.',
  BATON1006: 'the iterator is kept for later, so the payloads arrive clean but the loop keeps its own context; write `for await (… of on(…))`.',
  BATON1007: 'the message is not received in a statement that others follow, so the payload arrives clean and its context is not attached; write `const [message] = await once(…)` in a block.',
  BATON1008: 'the block also holds a `yield` or a `for await`, out of which an attached context would leak, so the payload arrives clean and the context stays as it is; move the pull into a function of its own.',
  BATON1009: 'the file is emitted as a classic script, which cannot import the runtime, so it is left alone; make it a module.',
  BATON1010: 'the receiver may be of another type, too, so what is given to it is left alone; give the receiver one type, or narrow it first.',
  BATON1011: 'the call cannot be made in the span’s context without changing it, so it runs in the active context; call a named function.',
  BATON1012: 'what starts the process may not be there (`?.`), so it is left alone and what it starts finds no context; test for it first.',
  BATON1013: 'what is put in here is taken out elsewhere, but nothing shows that its elements are work (a function that is called, or something that is sent), so it is not taken for a queue; set "queues": "all" if it is one, or say { "queue": "…", "use": false } if it is none.',
  BATON1014: 'what is taken out of the queue is used where its context cannot be attached (no statement follows, or a `yield` or `for await` stands between), so it runs in the active context; take it out into a constant in a block.',
  BATON1015: 'the receiver may be something else than a pool, so its task is left alone; give the receiver that type.',
  BATON1016: 'the worker file of the pool is not known to be compiled, so its functions are called with their own arguments only; name the file by a constant path of this program.',
  BATON1017: 'the function may be sent as code, which takes its own arguments only, so nothing is added; call a function of the worker file by its name.',
  BATON1018: 'a comment says otel-baton-ignore, so it is left alone; where it receives, the payload arrives clean all the same.',
} as const;

export type MessageCode = keyof typeof MESSAGES;
