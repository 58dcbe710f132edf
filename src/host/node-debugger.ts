/**
 * Looks into JavaScript functions that are running, with the debugger that is built into Node: it is attached to this very
 * thread, which pauses for as long as the session is asked. Takes some milliseconds, and 40 the first time.
 */
import type { Debugger, Session } from 'node:inspector';
import { createRequire } from 'node:module';

/** Where a paused thread calls the first function, it pauses. */
function pauseHere(): void {}

/** What an expression gives in a function of the stack; `undefined` when it throws. */
function evaluate(session: Session, callFrameId: string, expression: string): unknown {
  let value: unknown;
  const request = { callFrameId, expression, silent: true, returnByValue: true };
  session.post(
    'Debugger.evaluateOnCallFrame',
    request,
    (error, answer: Debugger.EvaluateOnCallFrameReturnType) => {
      if (error === null && answer.exceptionDetails === undefined) value = answer.result.value;
    },
  );
  return value;
}

function sourceOf(session: Session, scriptId: string): string {
  let source = '';
  session.post('Debugger.getScriptSource', { scriptId }, (error, answer) => {
    if (error === null) source = answer.scriptSource;
  });
  return source;
}

/** See `Host.evaluateInCaller`. */
export function evaluateInCaller(condition: string, expressionFor: (script: string) => string): boolean {
  let session: Session;
  try {
    const inspector = createRequire(import.meta.url)('node:inspector') as typeof import('node:inspector');
    session = new inspector.Session();
    session.connect();
  } catch {
    return false;
  }
  let found = false;
  session.on('Debugger.paused', ({ params }) => {
    if (found) return;
    // Only scripts that were made from text have no address: in a function of a large one, V8 parses all of it first.
    const frame = params.callFrames.find(
      ({ callFrameId, url }) => url === '' && evaluate(session, callFrameId, condition) === true,
    );
    if (frame === undefined) return;
    const script = sourceOf(session, frame.location.scriptId);
    found = evaluate(session, frame.callFrameId, expressionFor(script)) !== undefined;
  });
  try {
    session.post('Debugger.enable');
    session.post('Debugger.pause');
    pauseHere();
    session.post('Debugger.disable');
  } finally {
    session.disconnect();
  }
  return found;
}
