/**
 * Queues written by hand: what is put into a container of the program's own in one request is taken
 * out and worked on in another. Which containers are queues is inferred, see `../plan/queues/`.
 */
import type { Boundary, Dequeue, End, InferredQueue } from './vocabulary.js';

type Container = InferredQueue['on'];

const puts = (on: Container, member: readonly string[], argument: number, andOn?: true): End => ({
  at: { site: 'inferred queue', on, member },
  effect: { does: 'enqueue', argument, ...(andOn && { andOn }) },
});

const takes = (on: Container, member: readonly string[], gives: Dequeue['gives'], besides?: readonly string[]): End => ({
  at: { site: 'inferred queue', on, member },
  effect: { does: 'dequeue', gives, ...(besides && { besides }) },
});

/** What empties a container, beside which reading it is taking everything out. */
const EMPTIES = ['clear', 'delete', 'length', 'splice', '='];

export const QUEUE: Boundary = {
  name: 'queue written by hand',
  carries: 'none',
  relation: 'parent',
  trust: 'process',
  ends: [
    puts('array', ['push', 'unshift'], 0, true),
    puts('array', ['splice'], 2, true),
    puts('map', ['set'], 1),
    puts('set', ['add'], 0),
    takes('array', ['shift', 'pop'], 'element'),
    takes('array', ['splice'], 'list'),
    takes('array', ['[]'], 'element', ['shift', 'pop', 'splice']),
    takes('array', ['for…of', 'forEach', 'map'], 'list', EMPTIES),
    takes('map', ['get'], 'element', ['delete']),
    takes('map', ['for…of', 'entries'], 'entries', EMPTIES),
    takes('map', ['forEach', 'values'], 'list', EMPTIES),
    takes('set', ['for…of', 'forEach', 'values'], 'list', EMPTIES),
  ],
};
