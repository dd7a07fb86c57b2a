/** What calls return, and what their callbacks are given. */
import { CALLBACKS, EMITTERS, FLUENT, PARAMETERS, RETURNS } from '../../boundaries/known.js';
import type { Loose } from '../../syntax.js';
import { nameOfValue } from './externals.js';
import { named, PLAIN, typeOfSpec, union, UNKNOWN, type ObjectType, type SyntaxContext, type Type, type Types } from './types.js';

type Calls = Pick<Types, 'ofCall' | 'ofReturn' | 'ofAwaited' | 'ofCallbackParameter' | 'isThenable'>;

const PROMISES: ReadonlySet<string | undefined> = new Set(['#Promise', '#PromiseLike']);

export function createCalls({ kinds, read, externalOf, types, once }: SyntaxContext): Calls {
  function ofCall(call: Loose): Type {
    const callee = read.unwrap(call.expression);
    if (callee.kind === kinds.ImportKeyword) return [named('#Promise')];
    const external = externalOf(callee, 'values');
    const spec = external && RETURNS[nameOfValue(external)];
    if (spec !== undefined) return typeOfSpec(spec, undefined, undefined, () => ofCallback(call));
    const access = read.memberAccess(callee);
    if (!access) return union(types.ofExpression(callee).map(ofReturn));
    return union(types.ofExpression(access.object).map((object) => (object ? ofMethod(object, access.name, call) : UNKNOWN)));
  }

  function ofMethod(object: ObjectType, method: string, call: Loose): Type {
    for (const owner of types.lineage(object, method) ?? []) {
      const spec = RETURNS[`${owner.name}.${method}`];
      if (spec !== undefined) return typeOfSpec(spec, owner, object, () => ofCallback(call, owner));
      if (FLUENT.has(method) && EMITTERS.has(`${owner.name}`)) return [object];
    }
    return union(types.ofMember([object], method).map(ofReturn));
  }

  /** What the callback among the arguments returns; a promise's callback may return a promise of that. */
  function ofCallback(call: Loose, owner?: ObjectType): Type {
    for (const argument of call.arguments as readonly Loose[]) {
      const [callback] = types.ofExpression(argument);
      if (!callback?.declarations.some(read.isFunction)) continue;
      return PROMISES.has(owner?.name) ? ofAwaited(ofReturn(callback)) : ofReturn(callback);
    }
    return UNKNOWN;
  }

  function ofReturn(callee: ObjectType | undefined): Type {
    const signatures = callee?.declarations.filter(read.isFunction) ?? [];
    // Of overloads, the one that has a body is not among those that can be called.
    const callable = signatures.length > 1 ? signatures.filter((signature) => !signature.body) : signatures;
    return callable.length > 0 ? union(callable.map(ofSignature)) : UNKNOWN;
  }

  function ofSignature(signature: Loose): Type {
    return once(signature, () => {
      if (signature.type) return types.ofTypeNode(signature.type);
      if (!signature.body || signature.asteriskToken) return UNKNOWN;
      const result = signature.body.kind === kinds.Block ? ofReturnStatements(signature.body) : types.ofExpression(signature.body);
      return read.hasModifier(signature, kinds.AsyncKeyword) ? [named('#Promise', [ofAwaited(result)])] : result;
    });
  }

  function ofReturnStatements(body: Loose): Type {
    const results: Type[] = [];
    read.visitStatements(body, (node) => {
      if (node.kind === kinds.ReturnStatement) results.push(node.expression ? types.ofExpression(node.expression) : PLAIN);
    });
    return results.length > 0 ? union(results) : PLAIN;
  }

  function ofAwaited(type: Type): Type {
    return union(
      type.map((each) => {
        if (!each) return UNKNOWN;
        const promise = types.lineage(each)?.find(({ name }) => PROMISES.has(name));
        if (promise) return ofAwaited(promise.typeArguments[0] ?? UNKNOWN);
        return types.hasMember(each, 'then') ? UNKNOWN : [each];
      }),
    );
  }

  function ofCallbackParameter(parameter: Loose): Type {
    const callback = parameter.parent as Loose;
    const call = callback.parent as Loose;
    const isArgument = call.kind === kinds.CallExpression && (call.arguments as readonly Loose[]).includes(callback);
    const external = isArgument ? externalOf(read.unwrap(call.expression), 'values') : undefined;
    const given = external && PARAMETERS[nameOfValue(external)]?.[(callback.parameters as readonly Loose[]).indexOf(parameter)];
    if (given !== undefined) return typeOfSpec(given, undefined);
    const access = isArgument && callback.parameters[0] === parameter ? read.memberAccess(read.unwrap(call.expression)) : undefined;
    if (!access) return UNKNOWN;
    return union(
      types.ofExpression(access.object).map((object) => {
        const owner = object && types.lineage(object, access.name)?.find(({ name }) => `${name}.${access.name}` in CALLBACKS);
        const spec = owner && CALLBACKS[`${owner.name}.${access.name}`];
        return spec === undefined ? UNKNOWN : typeOfSpec(spec, owner);
      }),
    );
  }

  function isThenable(type: ObjectType): boolean {
    return types.hasMember(type, 'then') || (types.lineage(type)?.some(({ name }) => PROMISES.has(name)) ?? false);
  }

  return { ofCall, ofReturn, ofAwaited, ofCallbackParameter, isThenable };
}
