/**
 * The only view of a syntax tree that the planner may use.
 *
 * The trees of TypeScript 5 and 6 and of the TypeScript 7 API satisfy it without adapters: they
 * share property names and differ only in the numbers of `SyntaxKind`, which are therefore looked
 * up by name in the table the host hands over.
 */
export interface Node {
  readonly kind: number;
  readonly pos: number;
  readonly end: number;
  readonly parent: Node;
  getStart(sourceFile?: SourceFile): number;
  forEachChild<T>(callback: (node: Node) => T | undefined): T | undefined;
}

export interface SourceFile extends Node {
  readonly fileName: string;
  readonly text: string;
  readonly statements: readonly Node[];
  readonly isDeclarationFile: boolean;
}

/** A node read by property name; what a property holds follows from the node's kind. */
// eslint-disable-next-line @typescript-eslint/no-explicit-any -- the price of one planner for three compilers
export type Loose = Node & { readonly [property: string]: any };

export const KIND_NAMES = [
  'AmpersandAmpersandToken', 'AnyKeyword', 'ArrayBindingPattern', 'ArrayLiteralExpression', 'ArrowFunction', 'AsExpression',
  'AwaitExpression', 'AwaitKeyword', 'BarBarEqualsToken', 'BarBarToken', 'BinaryExpression', 'BindingElement', 'Block',
  'CallExpression', 'CaseBlock', 'CatchClause', 'ClassDeclaration', 'ClassExpression', 'ClassStaticBlockDeclaration',
  'CommaToken', 'ConditionalExpression', 'Constructor', 'DefaultClause', 'DefaultKeyword', 'CaseClause', 'DoStatement', 'ElementAccessExpression', 'EnumDeclaration',
  'EqualsToken', 'ExportAssignment', 'ExportDeclaration', 'ExportKeyword', 'ExpressionStatement',
  'ExpressionWithTypeArguments', 'ExtendsKeyword', 'ExternalModuleReference', 'FalseKeyword', 'ForInStatement', 'ForOfStatement',
  'ForStatement', 'FunctionDeclaration', 'FunctionExpression', 'GetAccessor', 'HeritageClause', 'Identifier',
  'IfStatement', 'ImportClause', 'ImportDeclaration', 'ImportEqualsDeclaration', 'ImportSpecifier', 'ImportType', 'InterfaceDeclaration',
  'IntersectionType', 'LabeledStatement', 'LiteralType', 'MetaProperty', 'MethodDeclaration', 'ModuleBlock', 'ModuleDeclaration',
  'NamedImports', 'NamespaceImport', 'NewExpression', 'NonNullExpression', 'NoSubstitutionTemplateLiteral', 'NullKeyword',
  'NumericLiteral', 'ObjectBindingPattern', 'ObjectLiteralExpression', 'Parameter', 'ParenthesizedExpression',
  'ParenthesizedType', 'PrivateIdentifier', 'PropertyAccessExpression', 'PropertyAssignment', 'PropertyDeclaration', 'PropertySignature',
  'QualifiedName', 'QuestionQuestionEqualsToken', 'QuestionQuestionToken', 'ReturnStatement', 'SatisfiesExpression', 'SetAccessor',
  'ShorthandPropertyAssignment', 'SourceFile', 'SpreadAssignment', 'SpreadElement', 'StringLiteral', 'SuperKeyword', 'TemplateExpression', 'ThisKeyword', 'TrueKeyword', 'TypeAliasDeclaration',
  'TypeAssertionExpression', 'TypeLiteral', 'TypeOperator', 'TypeParameter', 'TypeQuery', 'TypeReference',
  'UndefinedKeyword', 'UnionType', 'UnknownKeyword', 'VariableDeclaration', 'VariableDeclarationList', 'VariableStatement',
  'VoidExpression', 'WhileStatement', 'YieldExpression', 'AsyncKeyword', 'TryStatement', 'BigIntLiteral', 'PrefixUnaryExpression', 'DeleteExpression', 'TypeOfExpression', 'TaggedTemplateExpression',
  'AmpersandAmpersandEqualsToken', 'ArrayType', 'BigIntKeyword', 'BooleanKeyword', 'DeclareKeyword', 'Decorator', 'DefaultKeyword', 'FunctionType',
  'ImportKeyword', 'IndexSignature', 'IndexedAccessType', 'MappedType', 'MethodSignature', 'NamedTupleMember', 'NeverKeyword', 'NumberKeyword',
  'ObjectKeyword', 'OptionalType', 'ReadonlyKeyword', 'StaticKeyword', 'StringKeyword', 'SwitchStatement', 'SymbolKeyword',
  'TemplateLiteralType', 'ThisType', 'TupleType', 'VoidKeyword',
] as const;

export type KindName = (typeof KIND_NAMES)[number];
export type Kinds = { readonly [Name in KindName]: number };

/** Build the kind table from the host's `SyntaxKind`; an absent kind fails at once and by name. */
export function kindsOf(syntaxKind: Readonly<Record<string, unknown>>): Kinds {
  const kinds: Record<string, number> = {};
  for (const name of KIND_NAMES) {
    const kind = syntaxKind[name];
    if (typeof kind !== 'number') throw new Error(`otel-baton: this TypeScript has no SyntaxKind.${name}; use TypeScript 5.4 to 6.x.`);
    kinds[name] = kind;
  }
  return kinds as Kinds;
}
