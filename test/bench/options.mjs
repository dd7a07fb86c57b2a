import { parseArgs } from 'node:util';

export const PARTS = /** @type {const} */ (['build', 'hosts', 'tsc', 'message', 'process', 'work', 'debug', 'memory', 'size']);
export const COMPILERS = /** @type {const} */ (['6.0', '5.9']);

export const USAGE = `usage: npm run bench -- [options]

Measures what otel-baton costs, as ratios to a baseline that runs in the same rounds.

  --only <part>         ${PARTS.join(', ')}; can be given several times (default: all)
  --quick               fewer rounds: shows that it works, the figures are rough
  --rounds <n>          rounds of each measurement, instead of the part's own number
  --message <text>      of message, process, work and debug, only what has it in its title ('20 keys', 'one way', 'json')
  --typescript <v>      the compiler of the build part: ${COMPILERS.join(' (default), ')}
  --json <file>         write the figures there, too
  --help                this text

Always exits 0, whatever the figures, unless something fails to run.
`;

/**
 * @typedef {object} Options
 * @property {ReadonlySet<string>} parts
 * @property {boolean} quick
 * @property {number | undefined} rounds
 * @property {string} message
 * @property {string} typescript
 * @property {string | undefined} json
 * @property {boolean} help
 */

/**
 * @param {string[]} args
 * @returns {Options}
 * @throws where an option is unknown or its value cannot be
 */
export function readOptions(args) {
  const { values } = parseArgs({
    args,
    options: {
      only: { type: 'string', multiple: true },
      quick: { type: 'boolean', default: false },
      rounds: { type: 'string' },
      message: { type: 'string', default: '' },
      typescript: { type: 'string', default: COMPILERS[0] },
      json: { type: 'string' },
      help: { type: 'boolean', default: false },
    },
  });
  for (const part of values.only ?? []) oneOf('--only', part, PARTS);
  oneOf('--typescript', values.typescript, COMPILERS);
  if (values.rounds !== undefined && !/^[1-9]\d*$/.test(values.rounds)) throw new Error(`--rounds cannot be ${values.rounds}. It is a number from 1.`);
  return {
    parts: new Set(values.only ?? PARTS),
    quick: values.quick,
    rounds: values.rounds === undefined ? undefined : Number(values.rounds),
    message: values.message,
    typescript: values.typescript,
    json: values.json,
    help: values.help,
  };
}

/**
 * @param {string} option
 * @param {string} value
 * @param {readonly string[]} allowed
 */
function oneOf(option, value, allowed) {
  if (!allowed.includes(value)) throw new Error(`${option} cannot be ${value}. It is one of: ${allowed.join(', ')}.`);
}
