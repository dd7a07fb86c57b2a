/** A `MessageChannel` whose other port never leaves its file: both ends are compiled. */
import type ts from 'typescript';
import type { Checker, Compiler, Symbol } from './host.js';

/** Functions to which a port may be given without leaving the file. */
const PULLS = /^(?:events#(?:EventEmitter\.)?(?:once|on)|worker_threads#receiveMessageOnPort)$/;
/** Members by which a port is listened to, or left alone; only the former show that somebody compiled is there. */
const LISTENS = /^(?:on|once|addListener|prependListener|prependOnceListener|addEventListener|onmessage)$/;
const OTHER: Readonly<Record<string, string>> = { port1: 'port2', port2: 'port1' };

/**
 * @returns Whether the port at the other end is only listened to and posted to in the file of
 * `receiver`; `false` also where `receiver` is no end of a channel made there.
 */
export function otherEndStays(
  compiler: Compiler,
  checker: Checker,
  receiver: ts.Expression,
  namesOf: (symbol: Symbol) => readonly string[],
): boolean {
  const file = receiver.getSourceFile();
  const inner = compiler.isNonNullExpression(receiver) || compiler.isParenthesizedExpression(receiver) ? receiver.expression : receiver;

  function stays(isOtherEnd: (node: ts.Node) => boolean): boolean {
    let isHeard = false;
    let all = true;
    const visit = (node: ts.Node): void => {
      if (isOtherEnd(node)) {
        const { parent } = node;
        const isReceiver = compiler.isPropertyAccessExpression(parent) && parent.expression === node;
        const isPulled = compiler.isCallExpression(parent) && parent.arguments[0] === node && isPull(parent.expression);
        if (!isReceiver && !isPulled) all = false;
        if (isPulled || (isReceiver && LISTENS.test(parent.name.text))) isHeard = true;
      }
      compiler.forEachChild(node, visit);
    };
    visit(file);
    return all && isHeard;
  }

  function isPull(callee: ts.Expression): boolean {
    let symbol = checker.getSymbolAtLocation(compiler.isPropertyAccessExpression(callee) ? callee.name : callee);
    if (symbol && symbol.flags & compiler.SymbolFlags.Alias) symbol = checker.getAliasedSymbol(symbol);
    return !!symbol && namesOf(symbol).some((name) => PULLS.test(name));
  }

  /** What a name stands for, also in `{ name }` and `export { name }`. */
  function valueSymbol(node: ts.Identifier, name: string): Symbol | undefined {
    if (node.text !== name) return undefined;
    if (compiler.isShorthandPropertyAssignment(node.parent)) return checker.getShorthandAssignmentValueSymbol(node.parent);
    if (compiler.isExportSpecifier(node.parent)) return checker.getExportSpecifierLocalTargetSymbol(node.parent);
    return checker.getSymbolAtLocation(node);
  }

  const isExported = (variable: ts.VariableDeclaration): boolean => (compiler.getCombinedModifierFlags(variable) & compiler.ModifierFlags.Export) !== 0;

  const isMessageChannel = (node: ts.Expression | undefined): boolean =>
    !!node && compiler.isNewExpression(node) && checker.getTypeAtLocation(node).symbol?.name === 'MessageChannel';

  // channel.port1.postMessage(…)
  if (compiler.isPropertyAccessExpression(inner) && compiler.isIdentifier(inner.expression)) {
    const channel = checker.getSymbolAtLocation(inner.expression);
    const declaration = channel?.valueDeclaration;
    const other = OTHER[inner.name.text];
    if (!other || !declaration || !compiler.isVariableDeclaration(declaration) || isExported(declaration) || !isMessageChannel(declaration.initializer)) return false;
    let escapes = false;
    const visit = (node: ts.Node): void => {
      if (compiler.isIdentifier(node) && node !== declaration.name && valueSymbol(node, channel.name) === channel) {
        if (!compiler.isPropertyAccessExpression(node.parent) || node.parent.expression !== node) escapes = true;
      }
      compiler.forEachChild(node, visit);
    };
    visit(file);
    return (
      !escapes &&
      stays(
        (node) =>
          compiler.isPropertyAccessExpression(node) && node.name.text === other && checker.getSymbolAtLocation(node.expression) === channel,
      )
    );
  }

  // const { port1, port2 } = new MessageChannel(); port1.postMessage(…)
  const declaration = compiler.isIdentifier(inner) ? checker.getSymbolAtLocation(inner)?.valueDeclaration : undefined;
  if (!declaration || !compiler.isBindingElement(declaration) || !compiler.isObjectBindingPattern(declaration.parent)) return false;
  const variable = declaration.parent.parent;
  if (!compiler.isVariableDeclaration(variable) || isExported(variable) || !isMessageChannel(variable.initializer)) return false;
  const keyOf = (element: ts.BindingElement): string => (element.propertyName ?? element.name).getText();
  const other = declaration.parent.elements.find((element) => keyOf(element) === OTHER[keyOf(declaration)]);
  const symbol = other && checker.getSymbolAtLocation(other.name);
  return !!symbol && stays((node) => compiler.isIdentifier(node) && node !== other.name && node !== other.propertyName && valueSymbol(node, symbol.name) === symbol);
}
