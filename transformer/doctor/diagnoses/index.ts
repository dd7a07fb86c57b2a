/** All diagnoses, the project's first. */
import type { Diagnosis } from '../diagnosis.js';
import { API_COPIES } from './api-copies.js';
import { AWAIT_LOSES_CONTEXT } from './await-loses-context.js';
import { BUILD } from './build.js';
import { BY_SYNTAX } from './by-syntax.js';
import { COMPILED } from './compiled.js';
import { COPIES_LOADED } from './copies-loaded.js';
import { NOT_REGISTERED } from './not-registered.js';
import { PROPAGATORS_DIFFER } from './propagators-differ.js';
import { SETTINGS } from './settings.js';
import { SPANS_LOST } from './spans-lost.js';
import { STARTED_LATE } from './started-late.js';
import { TOOLCHAIN } from './toolchain.js';

export const DIAGNOSES: readonly Diagnosis[] = [
  ...TOOLCHAIN, ...BUILD, ...COMPILED, BY_SYNTAX, ...API_COPIES, ...SETTINGS,
  ...NOT_REGISTERED, COPIES_LOADED, ...STARTED_LATE, AWAIT_LOSES_CONTEXT, ...SPANS_LOST, PROPAGATORS_DIFFER,
];
