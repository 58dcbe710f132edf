/**
 * All that the rest of Tython has of the just-in-time compiler. It is imported deferred: many programs end before anything
 * is hot, and what a start-up snapshot does not hold costs a start nothing.
 */
export { JustInTime } from './jit.ts';
export { listJavaScript } from './listing.ts';
export { JitLog } from './log.ts';
