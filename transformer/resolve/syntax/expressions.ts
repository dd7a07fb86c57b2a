/** What expressions and the declarations behind their names are. */
import type { Loose } from '../../syntax.js';
import { typeOfValue } from './externals.js';
import { named, NOTHING, objectType, PLAIN, typeOfSpec, union, UNKNOWN, type SyntaxContext, type Type, type Types } from './types.js';

type Expressions = Pick<Types, 'ofExpression' | 'ofDeclaration'>;

/** Deepest nesting that is looked into: a chain of calls as long as a file would else end the stack. */
const DEPTH = 200;

export function createExpressions({ kinds, read, scopes, externalOf, types, once }: SyntaxContext): Expressions {
  let depth = 0;

  const plain = [
    kinds.StringLiteral, kinds.NoSubstitutionTemplateLiteral, kinds.TemplateExpression, kinds.NumericLiteral, kinds.BigIntLiteral,
    kinds.TrueKeyword, kinds.FalseKeyword, kinds.PrefixUnaryExpression, kinds.TypeOfExpression, kinds.DeleteExpression,
  ];
  const choices = new Set([kinds.QuestionQuestionToken, kinds.BarBarToken, kinds.QuestionQuestionEqualsToken, kinds.BarBarEqualsToken]);
  const rightmost = new Set([kinds.EqualsToken, kinds.AmpersandAmpersandToken, kinds.AmpersandAmpersandEqualsToken]);

  const meanings = new Map<number, (node: Loose) => Type>([
    ...plain.map((kind) => [kind, () => PLAIN] as const),
    [kinds.NullKeyword, () => NOTHING],
    [kinds.VoidExpression, () => NOTHING],
    [kinds.Identifier, ofIdentifier],
    [kinds.ThisKeyword, (node) => types.ofThis(node)],
    [kinds.SuperKeyword, (node) => types.ofSuper(node)],
    [kinds.PropertyAccessExpression, ofAccess],
    [kinds.ElementAccessExpression, ofAccess],
    [kinds.QualifiedName, ofAccess],
    [kinds.CallExpression, (node) => types.ofCall(node)],
    [kinds.NewExpression, (node) => types.ofConstructed(node.expression, node.typeArguments)],
    [kinds.AwaitExpression, (node) => types.ofAwaited(ofExpression(node.expression))],
    [kinds.AsExpression, (node) => types.ofTypeNode(node.type)],
    [kinds.TypeAssertionExpression, (node) => types.ofTypeNode(node.type)],
    [kinds.ConditionalExpression, (node) => union([ofExpression(node.whenTrue), ofExpression(node.whenFalse)])],
    [kinds.BinaryExpression, ofBinary],
    [kinds.ArrowFunction, (node) => [objectType({ declarations: [node] })]],
    [kinds.FunctionExpression, (node) => [objectType({ declarations: [node] })]],
    [kinds.ClassExpression, (node) => types.ofClass(node, 'static')],
    [kinds.ObjectLiteralExpression, (node) => [objectType({ declarations: [node] })]],
    [kinds.ArrayLiteralExpression, ofArray],
  ]);

  function ofExpression(expression: Loose): Type {
    const node = read.unwrap(expression);
    if (depth >= DEPTH) return UNKNOWN;
    depth++;
    try {
      return meanings.get(node.kind)?.(node) ?? UNKNOWN;
    } finally {
      depth--;
    }
  }

  function ofIdentifier(node: Loose): Type {
    const binding = scopes.lookup(node.text, node, 'values');
    if (!binding) return node.text === 'undefined' ? NOTHING : (ofExternal(node) ?? UNKNOWN);
    const [first] = binding.declarations;
    const known = first?.type ? undefined : ofExternal(node);
    if (known || !binding.imported) return known ?? ofDeclaration(binding.declarations);
    // What a namespace import gives are functions of its module, not methods of an object.
    return first?.kind === kinds.NamespaceImport && externalOf(node, 'values') ? PLAIN : UNKNOWN;
  }

  function ofExternal(node: Loose): Type | undefined {
    const external = externalOf(node, 'values');
    const spec = external && typeOfValue(external);
    return spec === undefined ? undefined : typeOfSpec(spec);
  }

  function ofAccess(node: Loose): Type {
    const access = read.memberAccess(node);
    if (!access) return types.ofElement(ofExpression(node.expression));
    return ofExternal(node) ?? types.ofMember(ofExpression(access.object), access.name);
  }

  function ofBinary({ operatorToken, left, right }: Loose): Type {
    if (choices.has(operatorToken.kind)) return union([ofExpression(left), ofExpression(right)]);
    return rightmost.has(operatorToken.kind) ? ofExpression(right) : PLAIN;
  }

  function ofArray({ elements }: Loose): Type {
    const spread = (elements as readonly Loose[]).map((element) =>
      element.kind === kinds.SpreadElement ? types.ofElement(ofExpression(element.expression)) : ofExpression(element),
    );
    const element = union(spread);
    return [named('#Array', [element.length > 0 ? element : UNKNOWN])];
  }

  const ofDeclaration: Types['ofDeclaration'] = (declarations) => {
    const [first] = declarations;
    if (!first) return UNKNOWN;
    if (read.isClass(first)) return types.ofClass(first, 'static');
    if (first.kind === kinds.EnumDeclaration) return PLAIN;
    if (read.isFunction(first)) return [objectType({ declarations })];
    return once(first, () => (first.kind === kinds.BindingElement ? ofBindingElement(first) : ofVariable(first)));
  };

  function ofVariable(variable: Loose): Type {
    if (variable.type) return types.ofTypeNode(variable.type);
    if (variable.initializer) {
      const type = ofExpression(variable.initializer);
      // A variable that starts as `null` is given its value elsewhere.
      return type.length > 0 ? type : UNKNOWN;
    }
    if (variable.kind === kinds.Parameter) return types.ofCallbackParameter(variable);
    if (variable.kind !== kinds.VariableDeclaration) return UNKNOWN;
    const loop = variable.parent.parent as Loose;
    return loop.kind === kinds.ForOfStatement && !loop.awaitModifier ? types.ofElement(ofExpression(loop.expression)) : UNKNOWN;
  }

  function ofBindingElement(element: Loose): Type {
    const pattern = element.parent as Loose;
    const holder = ofDeclaration([pattern.parent as Loose]);
    const isArray = pattern.kind === kinds.ArrayBindingPattern;
    // The rest of an array is an array like it; the rest of an object has lost some of its members.
    if (element.dotDotDotToken) return isArray ? holder : UNKNOWN;
    const key = isArray ? `${(pattern.elements as readonly Loose[]).indexOf(element)}` : read.nameOf(element.propertyName ?? element.name);
    const type = key === undefined ? UNKNOWN : types.ofMember(holder, key);
    return element.initializer ? union([type, ofExpression(element.initializer)]) : type;
  }

  return { ofExpression, ofDeclaration };
}
