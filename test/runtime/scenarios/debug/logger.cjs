/** Loaded before a program: what is told to `diag` goes to the standard output. */
const { writeSync } = require('node:fs');
const { diag, DiagLogLevel } = require('@opentelemetry/api');

const logger = Object.fromEntries(['error', 'warn', 'info', 'debug', 'verbose'].map((level) => [level, (message) => writeSync(1, `${level}: ${message}\n`)]));
diag.setLogger(logger, { logLevel: process.env.OTEL_LOG_LEVEL ? DiagLogLevel.DEBUG : DiagLogLevel.WARN });
