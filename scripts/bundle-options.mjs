/** What all bundles have in common. With TYTHON_DEBUG=1 the interpreter checks its invariants at each instruction. */
export const DEFINITIONS = { TYTHON_DEBUG: String(process.env.TYTHON_DEBUG === '1') };
