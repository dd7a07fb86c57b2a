/** Where in the tsconfig an option stands, and how the build is told of an error there. */
import type ts from 'typescript';
import type { OptionError } from './options.js';

type Compiler = typeof ts;

/** Our numbers among the compiler's; it prints `error TS<number>`. */
const DIAGNOSTIC_CODE = 990_000;

/** Thrown where the host takes no diagnostics (ts-jest, ts-loader). */
export class BatonError extends Error {
  override readonly name = 'BatonError';
}

export function optionDiagnostics(compiler: Compiler, options: ts.CompilerOptions | undefined, errors: readonly OptionError[]): readonly ts.Diagnostic[] {
  const files = configFiles(compiler, options?.['configFile'] as ConfigFile | undefined);
  return errors.map((error) => {
    const [file, place] = files.flatMap((each) => {
      const found = placeOf(compiler, each, error.option);
      return found ? [[each, found] as const] : [];
    })[0] ?? [];
    return {
      category: compiler.DiagnosticCategory.Error,
      code: DIAGNOSTIC_CODE + Number(/BATON(\d+)/.exec(error.message)?.[1]),
      source: 'otel-baton',
      messageText: `otel-baton: ${error.message}`,
      file,
      start: place?.getStart(file),
      length: place?.getWidth(file),
    };
  });
}

interface ConfigFile extends ts.TsConfigSourceFile {
  path?: string;
  resolvedPath?: string;
}

/** The tsconfig and those it extends. An incremental build writes the diagnostics down by the path of their file. */
function configFiles(compiler: Compiler, configFile: ConfigFile | undefined): readonly ts.JsonSourceFile[] {
  if (!configFile) return [];
  const extended = (configFile.extendedSourceFiles ?? []).flatMap((fileName) => {
    const text = compiler.sys.readFile(fileName);
    if (text === undefined) return [];
    const file = compiler.parseJsonText(fileName, text) as ConfigFile;
    file.path = file.resolvedPath = compiler.sys.useCaseSensitiveFileNames ? fileName : fileName.toLowerCase();
    return [file];
  });
  return [configFile, ...extended];
}

/** The property with this name in an entry of `compilerOptions.plugins` that is ours. */
function placeOf(compiler: Compiler, file: ts.JsonSourceFile, option: string): ts.Node | undefined {
  let place: ts.Node | undefined;
  const isOurs = (entry: ts.ObjectLiteralExpression): boolean => /otel-baton/.test(entry.getText(file));
  const visit = (node: ts.Node): void => {
    if (compiler.isObjectLiteralExpression(node) && isOurs(node)) {
      place = node.properties.find((property) => property.name && compiler.isStringLiteral(property.name) && property.name.text === option) ?? place;
    }
    compiler.forEachChild(node, visit);
  };
  visit(file);
  return place;
}
