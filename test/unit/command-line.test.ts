import { readCommandLine } from '../../transformer/hosts/tsc/command-line.js';

describe('of the arguments of tsc', () => {
  test.each<readonly [string, object]>([
    ['', { emitsNothing: false, isBuild: false, isWatch: false, isPretty: undefined, projects: [], overrides: [] }],
    ['-p app', { projects: ['app'], overrides: [] }],
    ['--Project app -w', { projects: ['app'], isWatch: true, overrides: [] }],
    ['--watch false', { isWatch: false, overrides: [] }],
    ['--pretty --listEmittedFiles', { isPretty: true, overrides: [] }],
    ['--pretty false -p .', { isPretty: false, projects: ['.'] }],
    ['--locale de --checkers 2', { overrides: [] }],
    ['--outDir out -p .', { projects: ['.'], overrides: ['--outDir', 'out'] }],
    ['src/main.ts --sourceMap', { overrides: ['src/main.ts', '--sourceMap'] }],
    ['--noEmit', { emitsNothing: true }],
    ['--noEmit false', { emitsNothing: false, overrides: ['--noemit', 'false'] }],
    ['-v', { emitsNothing: true, isBuild: false }],
    ['-b', { isBuild: true, projects: [] }],
    ['--build one two -v', { isBuild: true, projects: ['one', 'two'], emitsNothing: false }],
    ['-b --tsBuildInfoFile info one', { projects: ['one'] }],
    ['-b --clean', { emitsNothing: true }],
    ['-b -d', { emitsNothing: true }],
    ['-d', { emitsNothing: false, overrides: ['-d'] }],
    ['-p . -b', { isBuild: false, projects: ['.'] }],
  ])('%j says what is compiled', (args, expected) => {
    expect(readCommandLine(args.split(' ').filter(Boolean))).toMatchObject(expected);
  });
});
