/** What is declared outside this file: which import, required member or global does an expression name? */
import { ALIASES, CREATE_REQUIRE, GLOBAL_OBJECTS, MODULE_LOADERS, PROPERTIES, VALUES } from '../../boundaries/known.js';
import type { Loose } from '../../syntax.js';
import { foldModule } from '../module-name.js';
import type { NodeReader, Source } from './nodes.js';
import type { Binding, External, Scopes, Space } from './scopes.js';

/** Modules of the program itself: relative and absolute paths, subpath imports, the usual path mappings. */
export const OWN_MODULE = /^(?:\.|\/|#|~|@\/)/;

/** Longest chain of constants that is followed. */
const DEPTH = 100;

/**
 * The declaration that a name, a chain of members, a `require('m')` or an `import('m')` refers to;
 * `undefined` for what this file or another one of the program declares.
 */
export type ExternalOf = (node: Loose, space: Space) => External | undefined;

/** A declaration in the spelling of the tables. */
export function nameOfDeclaration({ module, name }: External): string {
  const spelled = `${module}#${name === '*' ? 'default' : name}`;
  return ALIASES[spelled] ?? spelled;
}

/** A function or another value in the spelling of the tables: as a member of the type that declares it, where that is known. */
export function nameOfValue(external: External): string {
  const [owner, member] = ownerOf(external);
  const type = owner && typeOfValue(owner);
  const spelled = type === undefined ? nameOfDeclaration(external) : `${type}.${member}`;
  return ALIASES[spelled] ?? spelled;
}

/** The type of a value of another module or of the global scope, if the tables have it. */
export function typeOfValue(external: External): string | undefined {
  return VALUES[nameOfDeclaration(external)] ?? PROPERTIES[nameOfValue(external)];
}

/** The object that a declaration is a member of: for a top-level one, what the module exports by default. */
function ownerOf({ module, name }: External): [External | undefined, string] {
  const dot = name.lastIndexOf('.');
  if (dot >= 0) return [{ module, name: name.slice(0, dot) }, name.slice(dot + 1)];
  return [name === '*' || name === 'default' ? undefined : { module, name: 'default' }, name];
}

export function createExternals({ kinds }: Source, read: NodeReader, scopes: Scopes): ExternalOf {
  const known = new Map<Loose, External | undefined>();
  const visiting = new Set<Loose>();

  function moduleNamed(specifier: string | undefined): External | undefined {
    return specifier === undefined || OWN_MODULE.test(specifier) ? undefined : { module: foldModule(specifier), name: '*' };
  }

  function memberOf(owner: External, member: string): External {
    const isModule = owner.name === '*' || owner.name === 'default';
    if (isModule && owner.module === '') return globalOf(member);
    return { module: owner.module, name: isModule ? member : `${owner.name}.${member}` };
  }

  const globalOf = (name: string): External => ({ module: '', name: GLOBAL_OBJECTS.has(name) ? '*' : name });

  function externalOf(node: Loose, space: Space): External | undefined {
    const expression = read.unwrap(node);
    if (expression.kind === kinds.Identifier) return ofIdentifier(expression, space);
    const access = read.memberAccess(expression);
    if (!access) return ofModule(expression);
    const owner = externalOf(access.object, 'values');
    return owner && memberOf(owner, access.name);
  }

  function ofIdentifier(node: Loose, space: Space): External | undefined {
    // A class taken out of a required module is a type too, although only TypeScript's own imports declare it as one.
    const binding = scopes.lookup(node.text, node, space) ?? scopes.lookup(node.text, node, 'values');
    return binding ? ofBinding(binding) : globalOf(node.text);
  }

  function ofBinding({ imported, declarations: [declaration] }: Binding): External | undefined {
    if (imported) return OWN_MODULE.test(imported.module) ? undefined : imported;
    if (!declaration || known.has(declaration)) return declaration && known.get(declaration);
    if (visiting.has(declaration) || visiting.size >= DEPTH) return undefined;
    visiting.add(declaration);
    const external = ofDeclaration(declaration);
    visiting.delete(declaration);
    known.set(declaration, external);
    return external;
  }

  function ofDeclaration(declaration: Loose): External | undefined {
    if (isAmbient(declaration)) return globalOf(declaration.name.text);
    if (declaration.kind === kinds.ImportEqualsDeclaration) return externalOf(declaration.moduleReference, 'values');
    if (declaration.kind === kinds.VariableDeclaration) return ofVariable(declaration);
    return declaration.kind === kinds.BindingElement ? ofElement(declaration) : undefined;
  }

  /** `declare const`, `declare function`: they only describe what is global. */
  function isAmbient(declaration: Loose): boolean {
    const statement: Loose = declaration.kind === kinds.VariableDeclaration ? (declaration.parent.parent as Loose) : declaration;
    const isValue = statement.kind === kinds.VariableStatement || statement.kind === kinds.FunctionDeclaration;
    return isValue && read.hasModifier(statement, kinds.DeclareKeyword);
  }

  function ofVariable(variable: Loose): External | undefined {
    if (variable.type) return ofAnnotation(variable.type);
    const external = variable.initializer && externalOf(variable.initializer, 'values');
    // What a `let` holds may be replaced later; if it holds a module, it never is.
    return external && (read.isConst(variable) || isOfLoadedModule(variable.initializer)) ? external : undefined;
  }

  function isOfLoadedModule(node: Loose): boolean {
    const expression = read.unwrap(node);
    const access = read.memberAccess(expression);
    return access ? isOfLoadedModule(access.object) : ofModule(expression) !== undefined;
  }

  function ofElement(element: Loose): External | undefined {
    const key = read.nameOf(element.propertyName ?? element.name);
    const isMember = element.parent.kind === kinds.ObjectBindingPattern && !element.initializer && !element.dotDotDotToken;
    if (!isMember || key === undefined) return undefined;
    const holder = element.parent.parent as Loose;
    const owner = holder.kind === kinds.Parameter ? undefined : holder.kind === kinds.BindingElement ? ofElement(holder) : ofVariable(holder);
    return owner && memberOf(owner, key);
  }

  /** `require('m')`, `await import('m')`, asserted or not, and the type `import('m').Name`. */
  function ofModule(node: Loose): External | undefined {
    if (node.kind === kinds.ImportType) return ofQualified(moduleNamed(read.literal(node.argument.literal)), node.qualifier);
    if (read.isAssertion(node)) return ofAnnotation(node.type) ?? ofModule(read.unwrap(node.expression));
    const isAwaited = node.kind === kinds.AwaitExpression;
    const call = isAwaited ? read.unwrap(node.expression) : node;
    if (call.kind !== kinds.CallExpression) return undefined;
    const isLoad = isAwaited ? call.expression.kind === kinds.ImportKeyword : loadsModule(read.unwrap(call.expression));
    return isLoad ? moduleNamed(read.literal(call.arguments[0])) : undefined;
  }

  function ofQualified(owner: External | undefined, qualifier: Loose | undefined): External | undefined {
    if (!owner || !qualifier) return owner;
    if (qualifier.kind === kinds.Identifier) return memberOf(owner, qualifier.text);
    const left = ofQualified(owner, qualifier.left);
    return left && memberOf(left, qualifier.right.text);
  }

  /** The value that `typeof import('m')` annotates; of other annotations, what a value is called is not known. */
  function ofAnnotation(type: Loose): External | undefined {
    return type.kind === kinds.ImportType && type.isTypeOf ? ofModule(type) : undefined;
  }

  function loadsModule(callee: Loose): boolean {
    const loader = externalOf(callee, 'values');
    if (loader) return MODULE_LOADERS.has(nameOfValue(loader));
    if (callee.kind !== kinds.Identifier) return false;
    const initializer: Loose | undefined = scopes.lookup(callee.text, callee, 'values')?.declarations[0]?.initializer;
    const maker = initializer?.kind === kinds.CallExpression ? externalOf(initializer.expression, 'values') : undefined;
    return maker !== undefined && nameOfValue(maker) === CREATE_REQUIRE;
  }

  return externalOf;
}
