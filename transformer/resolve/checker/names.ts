/** How declarations are called across modules: `module#Name.member`. */
import type ts from 'typescript';
import { foldModule } from '../module-name.js';
import type { Compiler, Program, Symbol } from './host.js';

/** The package a file belongs to; `@types/x` is `x`. `undefined` for the program's own files. */
export function packageOf(fileName: string): string | undefined {
  const at = fileName.lastIndexOf('/node_modules/');
  if (at < 0) return undefined;
  const [first = '', second = ''] = fileName.slice(at + '/node_modules/'.length).split('/');
  const name = first.startsWith('@') ? `${first}/${second}` : first;
  return name.startsWith('@types/') ? name.slice('@types/'.length) : name;
}

/** What a module keeps in a namespace of its own name, as declarations of Node 26 do, is the module's. */
function inModule(module: string, path: readonly string[]): string {
  const [first, ...rest] = path;
  return `${module}#${(first === module && rest.length ? rest : path).join('.')}`;
}

/** `declare global { … }`, which each compiler marks in its own way. */
const isGlobal = (module: ts.ModuleDeclaration): boolean => module.name.text === 'global' && /^(?:declare\s+)?global\b/.test(module.getText());

/** Name declarations; the answers are kept, so make one for each program. */
export function createNamer(compiler: Compiler): (symbol: Symbol) => readonly string[] {
  const known = new Map<Symbol, readonly string[]>();

  function nameOf(declaration: ts.Declaration, name: string): string {
    const path = [name];
    let node: ts.Node = declaration.parent;
    for (; !compiler.isSourceFile(node); node = node.parent) {
      if (compiler.isModuleDeclaration(node)) {
        if (compiler.isStringLiteral(node.name)) return inModule(foldModule(node.name.text), path);
        if (isGlobal(node)) return `#${path.join('.')}`;
        path.unshift(node.name.text);
      } else if (compiler.isInterfaceDeclaration(node) || compiler.isClassLike(node)) path.unshift(node.name?.text ?? '');
    }
    if (!compiler.isExternalModule(node)) return `#${path.join('.')}`;
    return `${packageOf(node.fileName) ?? node.fileName}#${path.join('.')}`;
  }

  return (symbol) => {
    let names = known.get(symbol);
    if (!names) {
      names = [...new Set((symbol.declarations ?? []).filter((d) => d.parent).map((d) => nameOf(d, symbol.name)))];
      known.set(symbol, names);
    }
    return names;
  };
}

/** Every module that the program has declarations of: packages and ambient modules. */
export function modulesOf(program: Program): ReadonlySet<string> {
  const modules = new Set<string>();
  for (const file of program.getSourceFiles()) {
    const name = packageOf(file.fileName);
    if (name !== undefined) modules.add(name);
    const ambient = (file as { ambientModuleNames?: readonly string[] }).ambientModuleNames;
    if (file.isDeclarationFile) for (const module of ambient ?? []) modules.add(foldModule(module));
  }
  return modules;
}
