/**
 * `otel-baton/register`: Node runs the user's own files with their context carried, without a build:
 * `node --import otel-baton/register app.ts`, or `--require`. Worker threads and forked processes
 * inherit either.
 */
import { registerHooks } from './node/hooks.js';

registerHooks();
