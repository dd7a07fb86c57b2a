/**
 * Boundaries of the user's own: entries of `"boundaries"` in the tsconfig, and `@otelBoundary` tags
 * in the source, in short words, which become rows like all others. An entry that only has the name
 * of a known boundary changes that.
 */
import type { Attach, Boundary, Effect, End, Position } from './vocabulary.js';

/** One entry, as it is written. */
export interface OwnBoundary {
  readonly name?: string;
  /** The function, or the method, that is called: `module#name`, `module#Type.name`. */
  readonly call?: string;
  /** The class that is constructed: `module#Type`. */
  readonly new?: string;
  /** The container that is a queue: `module#name`, `module#Type.field`. */
  readonly queue?: string;
  /** Which argument is a function that is called later on behalf of the caller. */
  readonly task?: Position;
  /** Which argument is a function that is called again and again, in the context that `attach` says. */
  readonly listener?: number;
  /** Which argument is sent elsewhere, and carries the context. */
  readonly payload?: number;
  /** Which argument is a function that is called with what was sent. */
  readonly receiver?: number;
  /** Which argument is put into a queue. */
  readonly element?: number;
  /** What is taken out of a queue, and returned. */
  readonly takes?: 'element' | 'list';
  readonly attach?: Attach;
  readonly relation?: Boundary['relation'];
  /** Whether it is to be used: `false` switches a boundary off, `true` an optional one on. */
  readonly use?: boolean;
}

const isIndex = (value: unknown): boolean => Number.isInteger(value) && (value as number) >= 0;
const oneOf = (...values: readonly unknown[]) => (value: unknown): boolean => values.includes(value);
const isName = (value: unknown): boolean => typeof value === 'string' && /^[^#]+#[\w$.]+$/.test(value);

const INDEX = 'the index of an argument';
const NAME = 'a name like "package#Type.member" or "./src/file#function"';

/** What each word may be. */
const WORDS: Readonly<Record<keyof OwnBoundary, { readonly is: (value: unknown) => boolean; readonly says: string }>> = {
  name: { is: (value) => typeof value === 'string' && value !== '', says: 'a text' },
  call: { is: isName, says: NAME },
  new: { is: isName, says: NAME },
  queue: { is: isName, says: NAME },
  task: { is: (value) => isIndex(value) || value === 'first' || value === 'last', says: `${INDEX}, "first" or "last"` },
  listener: { is: isIndex, says: INDEX },
  payload: { is: isIndex, says: INDEX },
  receiver: { is: isIndex, says: INDEX },
  element: { is: isIndex, says: INDEX },
  takes: { is: oneOf('element', 'list'), says: '"element" or "list"' },
  attach: { is: oneOf('registrant', 'auto', 'caller', 'root'), says: '"registrant", "auto", "caller" or "root"' },
  relation: { is: oneOf('parent', 'link'), says: '"parent" or "link"' },
  use: { is: oneOf(true, false), says: 'true or false' },
};

/** Where it is, of which an entry of one's own has one. */
const PLACES = ['call', 'new', 'queue'] as const;
/** What is done there, of which a call and a construction have one. */
export const ROLES = ['task', 'listener', 'payload', 'receiver', 'element', 'takes'] as const;

/**
 * What is wrong with an entry.
 *
 * @param known Names of the boundaries that can be changed.
 * @returns `undefined` for one that can be used.
 */
export function faultOf(entry: unknown, known: readonly string[]): string | undefined {
  if (typeof entry !== 'object' || entry === null || Array.isArray(entry)) return `is ${JSON.stringify(entry)}, which is no object.`;
  for (const [word, value] of Object.entries(entry)) {
    if (!Object.hasOwn(WORDS, word)) return `has the word "${word}", which says nothing. The words are ${Object.keys(WORDS).join(', ')}.`;
    const { is, says } = WORDS[word as keyof OwnBoundary];
    if (!is(value)) return `has "${word}": ${JSON.stringify(value)}, which must be ${says}.`;
  }
  const own = entry as OwnBoundary;
  const places = PLACES.filter((place) => own[place] !== undefined);
  const roles = ROLES.filter((role) => own[role] !== undefined);
  if (places.length > 1) return `has ${places.map((each) => `"${each}"`).join(' and ')}, of which it can have one.`;
  if (!places.length) {
    if (own.name === undefined || !known.includes(own.name)) return `changes no boundary that is known and has no "call", "new" or "queue". The known ones are ${known.join(', ')}.`;
    return roles.length ? `has "${roles[0]}" but no "call" or "new" that it is of.` : undefined;
  }
  if (own.queue !== undefined) return roles.length ? `has "queue" and "${roles[0]}", of which it can have one.` : undefined;
  const [role] = roles;
  if (own.new !== undefined && role !== undefined && role !== 'task' && role !== 'receiver') return `has "new" and "${role}": a constructor can have "task", "receiver" or "attach": "root".`;
  const isRole = roles.length === 1 || (!roles.length && own.attach === 'root');
  return isRole ? undefined : `must have one of ${ROLES.map((each) => `"${each}"`).join(', ')}, or "attach": "root" alone, to say what is done there.`;
}

function effectOf({ task, listener, payload, receiver, element, takes, attach }: OwnBoundary): Effect {
  if (task !== undefined) return { does: 'hand over', arguments: [task] };
  if (listener !== undefined) return { does: 'bind', argument: listener, attach: attach ?? 'auto' };
  if (payload !== undefined) return { does: 'inject', argument: payload };
  if (receiver !== undefined) return { does: 'receive task', at: 0, functions: { argument: receiver } };
  if (element !== undefined) return { does: 'enqueue', argument: element };
  return takes === undefined ? { does: 'detach', callbacks: 'detached' } : { does: 'dequeue', gives: takes };
}

/** As it is reported. */
export const nameOf = ({ name, call, new: type, queue }: OwnBoundary): string => name ?? call ?? type ?? queue ?? '';

/** @param place The name as the resolver spells it. */
export function ownBoundary(own: OwnBoundary, place: string): Boundary {
  const at: End['at'] = own.queue !== undefined ? { site: 'named queue', of: place, isQueue: own.use !== false } : own.new === undefined ? { site: 'function call', of: [place] } : { site: 'construction', of: [place] };
  const effect: Effect = own.queue === undefined ? effectOf(own) : { does: 'enqueue', argument: 0 };
  const isSent = own.payload !== undefined || own.receiver !== undefined;
  return { name: nameOf(own), carries: isSent ? 'payload' : 'none', relation: own.relation ?? 'parent', trust: 'process', ends: [{ at, effect }] };
}

/** A known boundary, as an entry changes it; `undefined` where that switches it off. */
export function changed(boundary: Boundary, { attach, relation, use }: OwnBoundary): Boundary | undefined {
  if (use === false) return undefined;
  const { optional, ...rest } = boundary;
  const ends = boundary.ends.flatMap((end): readonly End[] => {
    if (attach === undefined) return [end];
    if (end.effect.does === 'bind') return [{ ...end, effect: { ...end.effect, attach } }];
    return end.effect.does === 'detach' && attach !== 'root' ? [] : [end];
  });
  return { ...rest, ...(optional && use === undefined && { optional }), relation: relation ?? boundary.relation, ends };
}
