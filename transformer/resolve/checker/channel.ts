/** A `MessageChannel` whose other port never leaves its file: both ends are compiled. */
import type ts from 'typescript';

type Compiler = typeof ts;

/** Functions to which a port may be given without leaving the file. */
const PULLS = new Set(['once', 'on', 'receiveMessageOnPort']);
const OTHER: Readonly<Record<string, string>> = { port1: 'port2', port2: 'port1' };

/**
 * @returns Whether the port at the other end is only listened to and posted to in the file of
 * `receiver`; `false` also where `receiver` is no end of a channel made there.
 */
export function otherEndStays(compiler: Compiler, checker: ts.TypeChecker, receiver: ts.Expression): boolean {
  const file = receiver.getSourceFile();
  const inner = compiler.isNonNullExpression(receiver) || compiler.isParenthesizedExpression(receiver) ? receiver.expression : receiver;

  function stays(isOtherEnd: (node: ts.Node) => boolean): boolean {
    let count = 0;
    let all = true;
    const visit = (node: ts.Node): void => {
      if (isOtherEnd(node)) {
        count++;
        const { parent } = node;
        const listens = compiler.isPropertyAccessExpression(parent) && parent.expression === node;
        const pulls = compiler.isCallExpression(parent) && parent.arguments[0] === node && PULLS.has(lastName(parent.expression));
        if (!listens && !pulls) all = false;
      }
      compiler.forEachChild(node, visit);
    };
    visit(file);
    return all && count > 0;
  }

  function lastName(node: ts.Expression): string {
    return compiler.isPropertyAccessExpression(node) ? node.name.text : node.getText();
  }

  const isMessageChannel = (node: ts.Expression | undefined): boolean =>
    !!node && compiler.isNewExpression(node) && checker.getTypeAtLocation(node).symbol?.name === 'MessageChannel';

  // channel.port1.postMessage(…)
  if (compiler.isPropertyAccessExpression(inner) && compiler.isIdentifier(inner.expression)) {
    const channel = checker.getSymbolAtLocation(inner.expression);
    const declaration = channel?.valueDeclaration;
    const other = OTHER[inner.name.text];
    if (!other || !declaration || !compiler.isVariableDeclaration(declaration) || !isMessageChannel(declaration.initializer)) return false;
    let escapes = false;
    const visit = (node: ts.Node): void => {
      if (compiler.isIdentifier(node) && node !== declaration.name && checker.getSymbolAtLocation(node) === channel) {
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
  if (!compiler.isVariableDeclaration(variable) || !isMessageChannel(variable.initializer)) return false;
  const keyOf = (element: ts.BindingElement): string => (element.propertyName ?? element.name).getText();
  const other = declaration.parent.elements.find((element) => keyOf(element) === OTHER[keyOf(declaration)]);
  const symbol = other && checker.getSymbolAtLocation(other.name);
  return !!symbol && stays((node) => compiler.isIdentifier(node) && node !== other.name && node !== other.propertyName && checker.getSymbolAtLocation(node) === symbol);
}
