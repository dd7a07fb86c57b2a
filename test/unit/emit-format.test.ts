/** What we take a file to be emitted as is what the compiler emits, of each version. */
import type ts from 'typescript';
import { formatOf } from '../../transformer/apply/format.js';
import { VERSIONS } from '../harness/versions.js';

const SOURCE = "import { a } from 'b';\nexport const c = a;\n";
const OPTIONS = [
  {}, { target: 'ES2015' }, { target: 'ES2022' }, { target: 'ESNext' }, { module: 'CommonJS' }, { module: 'ES2015' }, { module: 'ESNext' }, { module: 'Preserve' },
  { target: 'ES2022', module: 'CommonJS' },
] as const;
const FILES = ['a.ts', 'a.mts', 'a.cts'];

describe.each(VERSIONS.typescript.tested.filter(({ version }) => Number.parseInt(version, 10) < 7))('TypeScript $version', ({ package: name }) => {
  // eslint-disable-next-line @typescript-eslint/no-require-imports
  const compiler = require(name) as typeof ts;

  test.each(OPTIONS.flatMap((options) => FILES.map((fileName) => ({ options, fileName }))))('$fileName with $options', ({ options, fileName }) => {
    const { target, module } = options as { readonly target?: keyof typeof ts.ScriptTarget; readonly module?: keyof typeof ts.ModuleKind };
    const compilerOptions = { ...(target && { target: compiler.ScriptTarget[target] }), ...(module && { module: compiler.ModuleKind[module] }) };
    const host = compiler.createCompilerHost(compilerOptions);
    host.getSourceFile = (each, version) => (each === fileName ? compiler.createSourceFile(each, SOURCE, version, /*setParentNodes*/ true) : undefined);
    const program = compiler.createProgram([fileName], { ...compilerOptions, noLib: true, noResolve: true, types: [] }, host);
    const file = program.getSourceFile(fileName) as ts.SourceFile;
    let emitted = '';
    program.emit(file, (_, text) => (emitted = text));
    expect(emitted).toMatch(formatOf(compiler, file, program.getCompilerOptions()) === 'commonjs' ? /require\("b"\)/ : /import \{ a \} from 'b'/);
  });
});
