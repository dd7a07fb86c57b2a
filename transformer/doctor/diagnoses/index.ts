/** All diagnoses, the project's first. */
import type { Diagnosis } from '../diagnosis.js';
import { AWAIT_LOSES_CONTEXT } from './await-loses-context.js';
import { COPIES_LOADED } from './copies-loaded.js';
import { NOT_REGISTERED } from './not-registered.js';
import { PROPAGATORS_DIFFER } from './propagators-differ.js';
import { SPANS_LOST } from './spans-lost.js';
import { STARTED_LATE } from './started-late.js';

export const DIAGNOSES: readonly Diagnosis[] = [COPIES_LOADED, ...NOT_REGISTERED, ...STARTED_LATE, AWAIT_LOSES_CONTEXT, ...SPANS_LOST, PROPAGATORS_DIFFER];
