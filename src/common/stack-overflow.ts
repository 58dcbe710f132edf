/** Is this what an engine throws when the JavaScript stack runs out? V8 and JavaScriptCore: RangeError; SpiderMonkey: InternalError. */
export function isStackOverflow(error: unknown): boolean {
  return error instanceof Error && (error.name === 'RangeError' || error.name === 'InternalError');
}
