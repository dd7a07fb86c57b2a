/** What an end of a boundary is to the context. */
import type { Effect } from '../boundaries/vocabulary.js';

/** `both`: what is handed over here is called here, later. */
export type Role = 'sends' | 'starts' | 'receives' | 'both';

export const ROLES: Readonly<Record<Effect['does'], Role>> = {
  inject: 'sends',
  'send task': 'sends',
  'send jobs': 'sends',
  'carry calls': 'sends',
  'carry messages': 'both',
  enqueue: 'sends',
  start: 'starts',
  'start process': 'starts',
  receive: 'receives',
  pull: 'receives',
  'attach started': 'receives',
  'receive task': 'receives',
  'receive jobs': 'receives',
  dequeue: 'receives',
  bind: 'both',
  'hand over': 'both',
  'hand over calls': 'both',
  'process tasks': 'both',
  'process batch': 'both',
  'enter span': 'both',
  detach: 'both',
};
