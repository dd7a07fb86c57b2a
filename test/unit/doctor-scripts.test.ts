/** Which commands the scripts of a package.json come down to. */
import { commandsOf } from '../../transformer/doctor/evidence/scripts.js';

test.each<readonly [string, readonly string[]]>([
  ['tsc', ['tsc']],
  ['tsc -p . && node dist/main.js', ['tsc -p .', 'node dist/main.js']],
  ['rimraf dist; tsc -b || exit 1', ['rimraf dist', 'tsc -b', 'exit 1']],
  ['npx tsc -p .', ['tsc -p .']],
  ['npx --no tsc', ['tsc']],
  ['pnpm exec tsc', ['tsc']],
  ['pnpm run build', ['pnpm run build']],
  ['yarn tsc -b', ['tsc -b']],
  ['npm exec -- tsc -b', ['tsc -b']],
  ['npm run compile', ['npm run compile']],
  ['NODE_ENV=production cross-env A=1 B="x y" tsc', ['tsc']],
  ['concurrently "tsc -w" \'node --watch dist/main.js\'', ['tsc -w', 'node --watch dist/main.js', 'concurrently tsc -w node --watch dist/main.js']],
  ['run-s clean compile', ['run-s clean compile']],
  ['node node_modules/typescript/bin/tsc --noEmit', ['tsc --noEmit']],
  ['./node_modules/.bin/tsc', ['tsc']],
  ['echo "tsc && swc"', ['echo tsc && swc']],
])('%s', (text, expected) => {
  expect(commandsOf({ build: text }).map(({ program, args }) => [program, ...args].join(' '))).toEqual(expected);
});

test('what is set before a command is its environment', () => {
  const [command] = commandsOf({ start: 'NODE_ENV=production cross-env OTEL_SDK_DISABLED=true NAME="a b" node main.js' });
  expect(command?.environment).toEqual({ NODE_ENV: 'production', OTEL_SDK_DISABLED: 'true', NAME: 'a b' });
});
