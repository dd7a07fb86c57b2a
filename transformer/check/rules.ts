/**
 * What can be found, by the number of its message: in a few words, and how grave it is unless the user says otherwise.
 *
 * - `error`: a boundary is there and its context is lost, and something in this program changes that;
 *   or something that the user has said of boundaries does nothing.
 * - `warning`: it may be no boundary, or the other side is somebody else's.
 * - `off`: the user has said that it is meant.
 */
import { MESSAGES } from '../messages.js';

export type Level = 'error' | 'warning' | 'off';

export const LEVELS: readonly Level[] = ['error', 'warning', 'off'];

interface Rule {
  readonly title: string;
  readonly level: Level;
  /** What was found, what happens now and what to do. */
  readonly says: string;
}

export const RULES = {
  BATON1001: { title: 'receiver outside the program', level: 'warning', says: MESSAGES.BATON1001 },
  BATON1002: { title: 'payload is no plain object', level: 'error', says: MESSAGES.BATON1002 },
  BATON1003: { title: 'receiver of type any', level: 'warning', says: MESSAGES.BATON1003 },
  BATON1004: { title: 'receiver without a name', level: 'error', says: MESSAGES.BATON1004 },
  BATON1005: { title: 'arguments are spread', level: 'error', says: MESSAGES.BATON1005 },
  BATON1006: { title: 'iterator is kept for later', level: 'error', says: MESSAGES.BATON1006 },
  BATON1007: { title: 'no statement follows', level: 'error', says: MESSAGES.BATON1007 },
  BATON1008: { title: 'block is left in between', level: 'error', says: MESSAGES.BATON1008 },
  BATON1009: { title: 'classic script', level: 'error', says: MESSAGES.BATON1009 },
  BATON1010: { title: 'receiver may be of another type', level: 'warning', says: MESSAGES.BATON1010 },
  BATON1011: { title: 'call cannot be moved into its span', level: 'error', says: MESSAGES.BATON1011 },
  BATON1012: { title: 'start of a process may be missing', level: 'error', says: MESSAGES.BATON1012 },
  BATON1013: { title: 'container may be a queue', level: 'warning', says: MESSAGES.BATON1013 },
  BATON1014: { title: 'element is used where no context can be attached', level: 'error', says: MESSAGES.BATON1014 },
  BATON1015: { title: 'receiver may be no pool', level: 'warning', says: MESSAGES.BATON1015 },
  BATON1016: { title: 'worker file of a pool is not known', level: 'warning', says: MESSAGES.BATON1016 },
  BATON1017: { title: 'function may be sent as code', level: 'error', says: MESSAGES.BATON1017 },
  BATON1018: { title: 'ignored by a comment', level: 'off', says: MESSAGES.BATON1018 },
  BATON2001: { title: 'unknown option', level: 'error', says: 'the tsconfig has an option that there is not, so the build fails; correct its name, or remove it.' },
  BATON2002: { title: 'impossible value of an option', level: 'error', says: 'the tsconfig gives an option a value that it cannot have, so the build fails; give it one of those that are named.' },
  BATON2004: { title: 'impossible boundary', level: 'error', says: 'an entry of "boundaries" says what cannot be, so the build fails; correct what is named.' },
  BATON2005: { title: 'impossible tag', level: 'error', says: 'a tag @otelBoundary says what cannot be, so the build fails; correct what is named.' },
  BATON2006: { title: 'boundary is nowhere in the program', level: 'error', says: 'a boundary of your own is nowhere in the program, so it does nothing; correct its name, or remove it.' },
} as const satisfies Readonly<Record<string, Rule>>;

export type RuleCode = keyof typeof RULES;

export const CODES = Object.keys(RULES) as readonly RuleCode[];

export const isCode = (code: string): code is RuleCode => Object.hasOwn(RULES, code);
