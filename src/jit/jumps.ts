/** The JavaScript of the instructions that end their block: jumps, waits, returns and raises. */
import * as op from '../bytecode/opcodes.gen.ts';
import { OPCODE_CACHES } from '../bytecode/opcodes.gen.ts';
import { awaitedCall, raisedClass } from './call-sites.ts';
import { type GeneratorWriter, sendExpression } from './generators.ts';
import { writeForIter } from './loops.ts';
import type { Translator } from './translator.ts';
import { isBare, type Value } from './values.ts';

/** Writes an instruction that ends its block; false for any other. */
export function writeJump(t: Translator, opcode: number, oparg: number): boolean {
  switch (opcode) {
    case op.JUMP_FORWARD:
    case op.JUMP_BACKWARD_NO_INTERRUPT:
      t.branch(t.successors[0]);
      return true;
    case op.JUMP_BACKWARD: {
      const target = t.successors[0];
      t.poll(target);
      t.branch(target);
      return true;
    }
    case op.POP_JUMP_IF_FALSE: {
      forkBy(t, t.pop().js, false);
      return true;
    }
    case op.POP_JUMP_IF_TRUE: {
      forkBy(t, t.pop().js, true);
      return true;
    }
    case op.POP_JUMP_IF_NONE:
    case op.POP_JUMP_IF_NOT_NONE: {
      const { js, kind, tag } = t.popBare();
      const isNone = isBare(kind) && tag === undefined ? 'false' : `${tag ?? js} === None`;
      t.fork(opcode === op.POP_JUMP_IF_NONE ? isNone : `!(${isNone})`);
      return true;
    }
    case op.FOR_ITER:
      writeForIter(t);
      return true;
    case op.CALL:
      return awaitCall(t, oparg);
    case op.SEND: {
      const sent = t.pop();
      const target = t.peek(1).js;
      const step = t.temporary();
      if (t.generator?.delegates === true) delegate(t, t.generator, step, target, sent);
      else t.emit(`${t.mark}; const ${step} = ${sendExpression(target, sent.js)};`);
      t.fork(`${step} === undefined`, { js: step, kind: 'any' }, { js: 'T.returnValue', kind: 'any' });
      return true;
    }
    case op.YIELD_VALUE: {
      const { js } = t.pop();
      const stack = t.stack.map((value) => t.boxed(value));
      t.subject.places?.resumptions.set(t.pc + 1, stack.length + 1);
      const lines = t.generator!.suspend(t.pc, oparg, js, t.boxedLocals(), stack);
      for (const line of lines) t.emit(line);
      return true;
    }
    case op.RETURN_VALUE: {
      if (t.returnInlined()) return true;
      const { js } = t.pop();
      if (t.generator !== undefined) {
        const place = t.subject.unit.base + t.pc;
        for (const line of t.generator.end(t.pc, place, js, t.boxedLocals())) t.emit(line);
        return true;
      }
      t.emit(t.returning(js));
      return true;
    }
    case op.RAISE_VARARGS: {
      const [exc, cause] = t.popMany(oparg);
      if (oparg === 0) t.raise(`reraiseHandled(${t.subject.unit.base + t.pc})`);
      else if (cause !== undefined) t.raise(`raised(T, ${exc!.js}, ${cause.js})`);
      else if (exc!.js === t.newException) t.raise(`raisedNew(T, ${exc!.js})`);
      else t.raise(raisedClass(t, exc!) ?? `raised(T, ${exc!.js}, undefined)`);
      t.newException = undefined;
      return true;
    }
    case op.RERAISE: {
      const { js } = t.pop();
      const { base } = t.subject.unit;
      if (oparg > 0) t.reraise(js, `(${base} + ${t.peek(oparg).js})`);
      else t.reraise(js);
      return true;
    }
    default:
      return false;
  }
}

/** A conditional jump. Where the condition is known, there is one way only. */
function forkBy(t: Translator, condition: string, jumpsIf: boolean): void {
  const [next, taken] = t.successors;
  if (condition === 'true' || condition === 'false') t.branch(condition === String(jumpsIf) ? taken : next);
  else t.fork(jumpsIf ? condition : `!${condition}`);
}

/** A step of what `yield from` delegates to. */
function delegate(
  t: Translator,
  generator: GeneratorWriter,
  step: string,
  target: string,
  sent: Value,
): void {
  const isStart = sent.kind === 'none';
  t.emit(`let ${step};`);
  if (!isStart) t.open(`if (${sent.js} !== RETURNED) {`);
  if (generator.passesOn) {
    const stack = t.stack.map((value) => t.boxed(value));
    const lines = generator.delegate(t.pc, target, sent.js, t.boxedLocals(), stack);
    for (const line of lines) t.emit(line);
  }
  t.emit(`${t.mark}; ${step} = drive(g, ${target}, ${sent.js});`);
  if (!isStart) t.close();
}

/**
 * A call whose result is awaited at once. The coroutine of a compiled function is run as a function: what it returns is
 * what the `await` gives, unless it has to wait. False when this is no such call.
 */
function awaitCall(t: Translator, count: number): boolean {
  const { words } = t.subject.unit.code.executable!;
  const get = t.pc + 1 + OPCODE_CACHES[op.CALL]!;
  const send = get + 2;
  const isAwaited = send < t.blockEnd && (words[get]! & 255) === op.GET_AWAITABLE;
  if (!isAwaited || t.generator === undefined) return false;
  const marks = [t.pc, get, send].map((pc) => {
    t.pc = pc;
    t.keepForHandler();
    return t.mark;
  });
  const args = t.popMany(count).map(({ js }) => js);
  const self = t.pop();
  const callable = t.pop();
  const [target, step, value] = [t.temporary(), t.temporary(), t.temporary()];
  const { condition, call, awaited } = awaitedCall(callable, self, args);
  t.emit(`let ${target}, ${step}, ${value};`);
  t.emit(
    `if (${condition}) { ${marks[2]}; if ((${value} = ${awaited}) === undefined) { ${target} = T.awaited; ${step} = T.yielded; } }`,
  );
  t.emit(
    `else { ${marks[0]}; ${target} = (${call}) ?? throwPropagating(); ${marks[1]}; ${target} = awaitableIter(${target}, ${words[get]! >>> 8}); ${marks[2]}; if ((${step} = ${sendExpression(target, 'None')}) === undefined) ${value} = T.returnValue; }`,
  );
  t.push(target);
  t.fork(`${step} === undefined`, { js: step, kind: 'any' }, { js: value, kind: 'any' });
  return true;
}
