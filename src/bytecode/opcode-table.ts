/**
 * The opcodes of CPython 3.14, one entry each: the only place where an opcode is described.
 *
 * scripts/generate-opcodes.ts prints from it `opcodes.gen.ts` (constants and metadata for the compiler, `dis`,
 * the executors) and docs/opcodes.md. Nothing imports this file at run time.
 *
 * A stack picture names what an instruction takes from the stack and what it leaves, the top at the right. An item
 * `name[count]` stands for `count` values; counts may use `oparg`. Items that stay where they are appear on both
 * sides, as in CPython's Python/bytecodes.c, since the flow graph asks how deep an instruction reaches.
 * Numbers, flags and caches are those of Include/opcode_ids.h and Include/internal/pycore_opcode_metadata.h.
 */

/** The properties of opcodes, in the order of their bits. CPython: `HAS_ARG_FLAG` and so on. */
export const FLAG_NAMES = ['arg', 'const', 'name', 'jump', 'free', 'local', 'exc'] as const;
type FlagName = (typeof FLAG_NAMES)[number];

export interface OpcodeEntry {
  readonly name: string;
  readonly number: number;
  /** The stack picture. */
  readonly stack: string;
  readonly doc: string;
  readonly flags: readonly FlagName[];
  /** Inline cache fields that follow the instruction and their sizes in code units, in order. */
  readonly caches: Readonly<Record<string, number>>;
  /** For a pseudo instruction: what the assembler puts in its place. */
  readonly targets: readonly string[] | undefined;
}

interface Options {
  readonly flags?: string;
  readonly caches?: Readonly<Record<string, number>>;
  readonly targets?: readonly string[];
}

function op(name: string, number: number, stack: string, doc: string, options: Options = {}): OpcodeEntry {
  const flags = (options.flags ?? '').split(' ').filter((word) => word !== '') as FlagName[];
  return { name, number, stack, doc, flags, caches: options.caches ?? {}, targets: options.targets };
}

/** An instruction with an oparg; `flags` names what else there is to say about it. */
function opArg(
  name: string,
  number: number,
  stack: string,
  doc: string,
  flags = '',
  caches = {},
): OpcodeEntry {
  return op(name, number, stack, doc, { flags: `arg ${flags}`, caches });
}

/** An instruction that exists for the compiler only; flags as given. */
function pseudo(
  name: string,
  number: number,
  stack: string,
  doc: string,
  flags: string,
  targets: readonly string[],
): OpcodeEntry {
  return op(name, number, stack, doc, { flags, targets });
}

const COUNTER = { counter: 1 };

/** Up to this number real instructions have no oparg, above it they have one. CPython: `HAVE_ARGUMENT`. */
export const HAVE_ARGUMENT = 43;

/** From here on, numbers stand for instrumented forms. */
export const MIN_INSTRUMENTED_OPCODE = 234;

export const OPCODE_TABLE: readonly OpcodeEntry[] = [
  op('CACHE', 0, '( -- )', 'A code unit of inline cache; never executed.'),
  op('BINARY_SLICE', 1, '(container, start, stop -- res)', 'Push `container[start:stop]`.'),
  op(
    'BUILD_TEMPLATE',
    2,
    '(strings, interpolations -- template)',
    'Make a template string object of two tuples.',
  ),
  op(
    'CALL_FUNCTION_EX',
    4,
    '(func, null, callargs, kwargs -- result)',
    'Call func with the positional arguments in the iterable callargs and the keyword arguments in the mapping kwargs, which may be NULL.',
  ),
  op(
    'CHECK_EG_MATCH',
    5,
    '(exc_value, match_type -- rest, match)',
    'Split an exception group for `except*`: what does not match, and what does (None when nothing).',
  ),
  op(
    'CHECK_EXC_MATCH',
    6,
    '(left, right -- left, b)',
    'Does the exception left match right in an `except` clause?',
  ),
  op(
    'CLEANUP_THROW',
    7,
    '(sub_iter, last_sent_val, exc_value -- none, value)',
    'End a delegation that was thrown into: a StopIteration gives its value, anything else is raised again.',
  ),
  op('DELETE_SUBSCR', 8, '(container, sub -- )', 'Delete `container[sub]`.'),
  op(
    'END_FOR',
    9,
    '(value -- )',
    'Drop the value on top at the end of a loop; marks the end for monitoring.',
  ),
  op(
    'END_SEND',
    10,
    '(receiver, value -- val)',
    'Drop the receiver of a finished delegation and keep its value.',
  ),
  op(
    'EXIT_INIT_CHECK',
    11,
    '(should_be_none -- )',
    'Raise TypeError when `__init__` returned something other than None.',
  ),
  op(
    'FORMAT_SIMPLE',
    12,
    '(value -- res)',
    'Format a value with an empty specification, unless it is a str already.',
  ),
  op('FORMAT_WITH_SPEC', 13, '(value, fmt_spec -- res)', 'Format a value by a specification.'),
  op('GET_AITER', 14, '(obj -- iter)', 'Push `obj.__aiter__()`.'),
  op(
    'GET_ANEXT',
    15,
    '(aiter -- aiter, awaitable)',
    'Push the awaitable of the next item of an asynchronous iterator.',
  ),
  op('GET_ITER', 16, '(iterable -- iter)', 'Push `iter(iterable)`.'),
  op('RESERVED', 17, '( -- )', 'Never emitted: the number keeps its place for the interpreter.'),
  op('GET_LEN', 18, '(obj -- obj, len)', 'Push `len(obj)` and keep obj.'),
  op(
    'GET_YIELD_FROM_ITER',
    19,
    '(iterable -- iter)',
    'Push the iterator that `yield from` delegates to: a generator or coroutine is its own.',
  ),
  op('INTERPRETER_EXIT', 20, '(retval -- )', 'Leave the interpreter loop with a result.'),
  op('LOAD_BUILD_CLASS', 21, '( -- bc)', 'Push `builtins.__build_class__`.'),
  op('LOAD_LOCALS', 22, '( -- locals)', 'Push the namespace of the local variables.'),
  op('MAKE_FUNCTION', 23, '(codeobj -- func)', 'Make a function of a code object and the frame’s globals.'),
  op(
    'MATCH_KEYS',
    24,
    '(subject, keys -- subject, keys, values_or_none)',
    'Push the tuple of the values under keys in subject, or None when one is missing.',
  ),
  op('MATCH_MAPPING', 25, '(subject -- subject, res)', 'Is subject a mapping to a pattern?'),
  op('MATCH_SEQUENCE', 26, '(subject -- subject, res)', 'Is subject a sequence to a pattern?'),
  op('NOP', 27, '( -- )', 'Do nothing; keeps a line for tracing.'),
  op('NOT_TAKEN', 28, '( -- )', 'Do nothing; marks the fall-through side of a branch for monitoring.'),
  op('POP_EXCEPT', 29, '(exc_value -- )', 'Make the popped exception the one being handled again.'),
  op('POP_ITER', 30, '(value -- )', 'Drop the iterator at the end of a loop.'),
  op('POP_TOP', 31, '(value -- )', 'Drop the top of the stack.'),
  op(
    'PUSH_EXC_INFO',
    32,
    '(exc -- prev_exc, new_exc)',
    'Make exc the exception being handled, and push the former one beneath it.',
  ),
  op('PUSH_NULL', 33, '( -- res)', 'Push NULL, the place of a missing `self`.'),
  op(
    'RETURN_GENERATOR',
    34,
    '( -- res)',
    'Make the generator of this frame and return it to the caller; when it is resumed, push the first value sent.',
  ),
  op('RETURN_VALUE', 35, '(retval -- res)', 'Return retval to the caller, on whose stack it becomes res.'),
  op('SETUP_ANNOTATIONS', 36, '( -- )', 'Make sure that `__annotations__` is in the local namespace.'),
  op('STORE_SLICE', 37, '(v, container, start, stop -- )', '`container[start:stop] = v`.'),
  op('STORE_SUBSCR', 38, '(v, container, sub -- )', '`container[sub] = v`.', { caches: COUNTER }),
  op('TO_BOOL', 39, '(value -- res)', 'Push the truth of value as a bool.', {
    caches: { counter: 1, version: 2 },
  }),
  op('UNARY_INVERT', 40, '(value -- res)', 'Push `~value`.'),
  op('UNARY_NEGATIVE', 41, '(value -- res)', 'Push `-value`.'),
  op('UNARY_NOT', 42, '(value -- res)', 'Push the opposite of a bool.'),
  op(
    'WITH_EXCEPT_START',
    43,
    '(exit_func, exit_self, lasti, unused, val -- exit_func, exit_self, lasti, unused, val, res)',
    'Call the exit method of a `with` block with the exception in flight.',
  ),
  opArg('BINARY_OP', 44, '(lhs, rhs -- res)', 'Apply the operator `oparg` (NB_ADD, …) to lhs and rhs.', '', {
    counter: 1,
    descr: 4,
  }),
  opArg(
    'BUILD_INTERPOLATION',
    45,
    '(value, str, format[oparg & 1] -- interpolation)',
    'Make one interpolation of a template string; `oparg >> 2` is the conversion.',
  ),
  opArg('BUILD_LIST', 46, '(values[oparg] -- list)', 'Make a list of the values.'),
  opArg('BUILD_MAP', 47, '(values[oparg * 2] -- map)', 'Make a dict of keys and values in turn.'),
  opArg('BUILD_SET', 48, '(values[oparg] -- set)', 'Make a set of the values.'),
  opArg(
    'BUILD_SLICE',
    49,
    '(args[oparg] -- slice)',
    'Make a slice of start, stop and, when `oparg` is 3, step.',
  ),
  opArg('BUILD_STRING', 50, '(pieces[oparg] -- str)', 'Join strings.'),
  opArg('BUILD_TUPLE', 51, '(values[oparg] -- tup)', 'Make a tuple of the values.'),
  opArg(
    'CALL',
    52,
    '(callable, self_or_null, args[oparg] -- res)',
    'Call with positional arguments; self_or_null, when there, is the first of them.',
    '',
    { counter: 1, func_version: 2 },
  ),
  opArg('CALL_INTRINSIC_1', 53, '(value -- res)', 'Call the built-in helper `oparg` of one argument.'),
  opArg(
    'CALL_INTRINSIC_2',
    54,
    '(value2, value1 -- res)',
    'Call the built-in helper `oparg` of two arguments.',
  ),
  opArg(
    'CALL_KW',
    55,
    '(callable, self_or_null, args[oparg], kwnames -- res)',
    'Call; the last `len(kwnames)` arguments are keyword arguments of these names.',
    '',
    { counter: 1, func_version: 2 },
  ),
  opArg(
    'COMPARE_OP',
    56,
    '(left, right -- res)',
    'Compare; `oparg >> 5` is the operator, bit 4 asks for a bool, the low bits are a mask for specialized forms.',
    '',
    COUNTER,
  ),
  opArg('CONTAINS_OP', 57, '(left, right -- b)', '`left in right`; `not in` when `oparg` is 1.', '', COUNTER),
  opArg(
    'CONVERT_VALUE',
    58,
    '(value -- result)',
    'Convert by str, repr or ascii (`oparg` 1, 2, 3) for an f-string.',
  ),
  opArg(
    'COPY',
    59,
    '(bottom, unused[oparg - 1] -- bottom, unused[oparg - 1], top)',
    'Push the `oparg`-th value from the top again.',
  ),
  opArg('COPY_FREE_VARS', 60, '( -- )', 'Copy the `oparg` cells of the closure into the frame.'),
  opArg('DELETE_ATTR', 61, '(owner -- )', 'Delete the attribute `oparg` of owner.', 'name'),
  opArg('DELETE_DEREF', 62, '( -- )', 'Empty the cell `oparg`, which must be full.', 'free'),
  opArg('DELETE_FAST', 63, '( -- )', 'Unbind the local variable `oparg`, which must be bound.', 'local'),
  opArg('DELETE_GLOBAL', 64, '( -- )', 'Delete a global variable.', 'name'),
  opArg('DELETE_NAME', 65, '( -- )', 'Delete a name from the local namespace.', 'name'),
  opArg(
    'DICT_MERGE',
    66,
    '(callable, unused, unused, dict, unused[oparg - 1], update -- callable, unused, unused, dict, unused[oparg - 1])',
    'Add the mapping update to the keyword arguments of a call; a repeated key is a TypeError.',
  ),
  opArg(
    'DICT_UPDATE',
    67,
    '(dict, unused[oparg - 1], update -- dict, unused[oparg - 1])',
    'Add the mapping update to a dict.',
  ),
  opArg(
    'END_ASYNC_FOR',
    68,
    '(awaitable, exc -- )',
    'End an `async for` on StopAsyncIteration, raise anything else again; `oparg` leads to the loop for monitoring.',
    'jump',
  ),
  opArg('EXTENDED_ARG', 69, '( -- )', 'Eight more high bits for the oparg of the next instruction.'),
  opArg(
    'FOR_ITER',
    70,
    '(iter -- iter, next)',
    'Push the next item, or go `oparg` units forward, past END_FOR, when there is none.',
    'jump',
    COUNTER,
  ),
  opArg(
    'GET_AWAITABLE',
    71,
    '(iterable -- iter)',
    'Push the iterator of an awaitable; `oparg` says whether `async with` wants it, for the error message.',
  ),
  opArg(
    'IMPORT_FROM',
    72,
    '(from -- from, res)',
    'Push an attribute of a module, or a submodule of it.',
    'name',
  ),
  opArg('IMPORT_NAME', 73, '(level, fromlist -- res)', 'Import a module.', 'name'),
  opArg('IS_OP', 74, '(left, right -- b)', '`left is right`; `is not` when `oparg` is 1.'),
  opArg(
    'JUMP_BACKWARD',
    75,
    '( -- )',
    'Go `oparg` units back, and look for signals and other threads.',
    'jump',
    COUNTER,
  ),
  opArg(
    'JUMP_BACKWARD_NO_INTERRUPT',
    76,
    '( -- )',
    'Go `oparg` units back without looking for anything.',
    'jump',
  ),
  opArg('JUMP_FORWARD', 77, '( -- )', 'Go `oparg` units forward.', 'jump'),
  opArg(
    'LIST_APPEND',
    78,
    '(list, unused[oparg - 1], v -- list, unused[oparg - 1])',
    'Append to a list further down, for comprehensions.',
  ),
  opArg(
    'LIST_EXTEND',
    79,
    '(list, unused[oparg - 1], iterable -- list, unused[oparg - 1])',
    'Extend a list further down.',
  ),
  opArg(
    'LOAD_ATTR',
    80,
    '(owner -- attr, self_or_null[oparg & 1])',
    'Push the attribute `oparg >> 1`; when bit 0 is set, as a callable and the self (or NULL) to call it with.',
    'name',
    { counter: 1, version: 2, keys_version: 2, descr: 4 },
  ),
  opArg('LOAD_COMMON_CONSTANT', 81, '( -- value)', 'Push one of a few well-known built-in objects.'),
  opArg('LOAD_CONST', 82, '( -- value)', 'Push a constant.', 'const'),
  opArg('LOAD_DEREF', 83, '( -- value)', 'Push what the cell `oparg` holds; it must be full.', 'local'),
  opArg('LOAD_FAST', 84, '( -- value)', 'Push a local variable that is known to be bound.', 'local'),
  opArg(
    'LOAD_FAST_AND_CLEAR',
    85,
    '( -- value)',
    'Push a local variable, NULL when unbound, and unbind it.',
    'local',
  ),
  opArg(
    'LOAD_FAST_BORROW',
    86,
    '( -- value)',
    'LOAD_FAST where the variable outlives the value on the stack.',
    'local',
  ),
  opArg(
    'LOAD_FAST_BORROW_LOAD_FAST_BORROW',
    87,
    '( -- value1, value2)',
    'LOAD_FAST_BORROW of `oparg >> 4`, then of `oparg & 15`.',
    'local',
  ),
  opArg(
    'LOAD_FAST_CHECK',
    88,
    '( -- value)',
    'Push a local variable; UnboundLocalError when it is unbound.',
    'local',
  ),
  opArg(
    'LOAD_FAST_LOAD_FAST',
    89,
    '( -- value1, value2)',
    'LOAD_FAST of `oparg >> 4`, then of `oparg & 15`.',
    'local',
  ),
  opArg(
    'LOAD_FROM_DICT_OR_DEREF',
    90,
    '(class_dict -- value)',
    'Push what a class namespace holds under the variable’s name, else what the cell holds.',
    'free',
  ),
  opArg(
    'LOAD_FROM_DICT_OR_GLOBALS',
    91,
    '(mod_or_class_dict -- v)',
    'Push a name of the mapping, else a global or built-in one.',
    'name',
  ),
  opArg(
    'LOAD_GLOBAL',
    92,
    '( -- res, null[oparg & 1])',
    'Push the global or built-in variable `oparg >> 1`, and NULL when bit 0 is set.',
    'name',
    { counter: 1, index: 1, module_keys_version: 1, builtin_keys_version: 1 },
  ),
  opArg('LOAD_NAME', 93, '( -- v)', 'Push a name: local, else global, else built-in.', 'name'),
  opArg('LOAD_SMALL_INT', 94, '( -- value)', 'Push the int `oparg`.'),
  opArg(
    'LOAD_SPECIAL',
    95,
    '(owner -- attr, self_or_null)',
    'Look a special method up on the type of owner, for a `with` statement.',
  ),
  opArg(
    'LOAD_SUPER_ATTR',
    96,
    '(global_super, class, self -- attr, null[oparg & 1])',
    'Push `super(class, self).name` for the name `oparg >> 2`; bit 0: to be called, bit 1: the two arguments were written.',
    'name',
    COUNTER,
  ),
  opArg('MAKE_CELL', 97, '( -- )', 'Put a local variable into a new cell.', 'free'),
  opArg(
    'MAP_ADD',
    98,
    '(dict, unused[oparg - 1], key, value -- dict, unused[oparg - 1])',
    'Store into a dict further down, for comprehensions.',
  ),
  opArg(
    'MATCH_CLASS',
    99,
    '(subject, type, names -- attrs)',
    'Push the tuple of the attributes that a class pattern binds, or None; `oparg` of them are positional.',
  ),
  opArg('POP_JUMP_IF_FALSE', 100, '(cond -- )', 'Go forward when the bool is False.', 'jump', COUNTER),
  opArg('POP_JUMP_IF_NONE', 101, '(value -- )', 'Go forward when the value is None.', 'jump', COUNTER),
  opArg(
    'POP_JUMP_IF_NOT_NONE',
    102,
    '(value -- )',
    'Go forward when the value is not None.',
    'jump',
    COUNTER,
  ),
  opArg('POP_JUMP_IF_TRUE', 103, '(cond -- )', 'Go forward when the bool is True.', 'jump', COUNTER),
  opArg(
    'RAISE_VARARGS',
    104,
    '(args[oparg] -- )',
    'Raise: nothing (again), an exception, or an exception and its cause.',
  ),
  opArg(
    'RERAISE',
    105,
    '(values[oparg], exc -- values[oparg])',
    'Raise exc again; with `oparg`, from the instruction that values[0] gives.',
  ),
  opArg(
    'SEND',
    106,
    '(receiver, v -- receiver, retval)',
    'Send v into the receiver; when that returns, go `oparg` units forward.',
    'jump',
    COUNTER,
  ),
  opArg(
    'SET_ADD',
    107,
    '(set, unused[oparg - 1], v -- set, unused[oparg - 1])',
    'Add to a set further down, for comprehensions.',
  ),
  opArg(
    'SET_FUNCTION_ATTRIBUTE',
    108,
    '(attr, func -- func)',
    'Set defaults, annotations or closure of a function being made.',
  ),
  opArg(
    'SET_UPDATE',
    109,
    '(set, unused[oparg - 1], iterable -- set, unused[oparg - 1])',
    'Add the items of an iterable to a set further down.',
  ),
  opArg('STORE_ATTR', 110, '(v, owner -- )', 'Set an attribute.', 'name', {
    counter: 1,
    version: 2,
    index: 1,
  }),
  opArg('STORE_DEREF', 111, '(v -- )', 'Fill a cell.', 'free'),
  opArg('STORE_FAST', 112, '(value -- )', 'Bind a local variable.', 'local'),
  opArg(
    'STORE_FAST_LOAD_FAST',
    113,
    '(value1 -- value2)',
    'STORE_FAST of `oparg >> 4`, then LOAD_FAST of `oparg & 15`.',
    'local',
  ),
  opArg(
    'STORE_FAST_STORE_FAST',
    114,
    '(value2, value1 -- )',
    'STORE_FAST of `oparg >> 4`, then of `oparg & 15`.',
    'local',
  ),
  opArg('STORE_GLOBAL', 115, '(v -- )', 'Bind a global variable.', 'name'),
  opArg('STORE_NAME', 116, '(v -- )', 'Bind a name in the local namespace.', 'name'),
  opArg(
    'SWAP',
    117,
    '(bottom, unused[oparg - 2], top -- bottom, unused[oparg - 2], top)',
    'Exchange the top of the stack and the `oparg`-th value from the top.',
  ),
  opArg(
    'UNPACK_EX',
    118,
    '(seq -- right[oparg >> 8], rest, left[oparg & 255])',
    'Unpack an iterable with one starred target: the items before it, the list of the rest, the items after it; the first on top.',
  ),
  opArg(
    'UNPACK_SEQUENCE',
    119,
    '(seq -- values[oparg])',
    'Unpack an iterable of exactly `oparg` items; the first on top.',
    '',
    COUNTER,
  ),
  opArg(
    'YIELD_VALUE',
    120,
    '(retval -- value)',
    'Yield retval from a generator; when it is resumed, value is what was sent.',
  ),
  opArg(
    'RESUME',
    128,
    '( -- )',
    'The start of a function, or the point behind a yield or await: tracing, signals, other threads.',
  ),

  op('INSTRUMENTED_END_FOR', 234, '(receiver, value -- receiver)', 'END_FOR under monitoring.'),
  op('INSTRUMENTED_POP_ITER', 235, '(iter -- )', 'POP_ITER under monitoring.'),
  op('INSTRUMENTED_END_SEND', 236, '(receiver, value -- val)', 'END_SEND under monitoring.'),
  opArg('INSTRUMENTED_FOR_ITER', 237, '(iter -- iter, next)', 'FOR_ITER under monitoring.', 'jump'),
  op('INSTRUMENTED_INSTRUCTION', 238, '( -- )', 'Any instruction under monitoring of single instructions.'),
  opArg('INSTRUMENTED_JUMP_FORWARD', 239, '( -- )', 'JUMP_FORWARD under monitoring.'),
  op('INSTRUMENTED_NOT_TAKEN', 240, '( -- )', 'NOT_TAKEN under monitoring.'),
  opArg('INSTRUMENTED_POP_JUMP_IF_TRUE', 241, '(cond -- )', 'POP_JUMP_IF_TRUE under monitoring.'),
  opArg('INSTRUMENTED_POP_JUMP_IF_FALSE', 242, '(cond -- )', 'POP_JUMP_IF_FALSE under monitoring.'),
  opArg('INSTRUMENTED_POP_JUMP_IF_NONE', 243, '(value -- )', 'POP_JUMP_IF_NONE under monitoring.'),
  opArg('INSTRUMENTED_POP_JUMP_IF_NOT_NONE', 244, '(value -- )', 'POP_JUMP_IF_NOT_NONE under monitoring.'),
  opArg('INSTRUMENTED_RESUME', 245, '( -- )', 'RESUME under monitoring.'),
  op('INSTRUMENTED_RETURN_VALUE', 246, '(retval -- res)', 'RETURN_VALUE under monitoring.'),
  opArg('INSTRUMENTED_YIELD_VALUE', 247, '(retval -- value)', 'YIELD_VALUE under monitoring.'),
  opArg('INSTRUMENTED_END_ASYNC_FOR', 248, '(awaitable, exc -- )', 'END_ASYNC_FOR under monitoring.', 'jump'),
  opArg(
    'INSTRUMENTED_LOAD_SUPER_ATTR',
    249,
    '(global_super, class, self -- attr, null[oparg & 1])',
    'LOAD_SUPER_ATTR under monitoring.',
    'name',
  ),
  opArg('INSTRUMENTED_CALL', 250, '(callable, self_or_null, args[oparg] -- res)', 'CALL under monitoring.'),
  opArg(
    'INSTRUMENTED_CALL_KW',
    251,
    '(callable, self_or_null, args[oparg], kwnames -- res)',
    'CALL_KW under monitoring.',
  ),
  op(
    'INSTRUMENTED_CALL_FUNCTION_EX',
    252,
    '(func, null, callargs, kwargs -- result)',
    'CALL_FUNCTION_EX under monitoring.',
  ),
  opArg('INSTRUMENTED_JUMP_BACKWARD', 253, '( -- )', 'JUMP_BACKWARD under monitoring.'),
  op('INSTRUMENTED_LINE', 254, '( -- )', 'The first instruction of a line under monitoring of lines.'),
  opArg('ENTER_EXECUTOR', 255, '( -- )', 'Continue in optimized code.'),

  pseudo(
    'ANNOTATIONS_PLACEHOLDER',
    256,
    '( -- )',
    'Where the code of the module’s or class’s annotations goes.',
    '',
    ['NOP'],
  ),
  pseudo('JUMP', 257, '( -- )', 'Go to a label.', 'arg jump', ['JUMP_FORWARD', 'JUMP_BACKWARD']),
  pseudo(
    'JUMP_IF_FALSE',
    258,
    '(cond -- cond)',
    'Go to a label when the truth of cond is false; keep cond.',
    'arg jump',
    ['COPY', 'TO_BOOL', 'POP_JUMP_IF_FALSE'],
  ),
  pseudo(
    'JUMP_IF_TRUE',
    259,
    '(cond -- cond)',
    'Go to a label when the truth of cond is true; keep cond.',
    'arg jump',
    ['COPY', 'TO_BOOL', 'POP_JUMP_IF_TRUE'],
  ),
  pseudo('JUMP_NO_INTERRUPT', 260, '( -- )', 'JUMP that looks for no signals.', 'arg jump', [
    'JUMP_FORWARD',
    'JUMP_BACKWARD_NO_INTERRUPT',
  ]),
  pseudo(
    'LOAD_CLOSURE',
    261,
    '( -- cell)',
    'Push a cell itself, for the closure of a function.',
    'arg local',
    ['LOAD_FAST'],
  ),
  pseudo('POP_BLOCK', 262, '( -- )', 'The end of a region that a SETUP instruction began.', '', ['NOP']),
  pseudo(
    'SETUP_CLEANUP',
    263,
    '( -- lasti, exc)',
    'From here on exceptions go to a label, with the offset of the instruction that raised.',
    'arg exc',
    ['NOP'],
  ),
  pseudo('SETUP_FINALLY', 264, '( -- exc)', 'From here on exceptions go to a label.', 'arg exc', ['NOP']),
  pseudo(
    'SETUP_WITH',
    265,
    '( -- exc)',
    'From here on exceptions go to a label, with the offset of the instruction that raised and without the top of the stack.',
    'arg exc',
    ['NOP'],
  ),
  pseudo(
    'STORE_FAST_MAYBE_NULL',
    266,
    '(value -- )',
    'STORE_FAST of a value that may be NULL.',
    'arg local',
    ['STORE_FAST'],
  ),
];

/** The specialized forms of an instruction, in CPython's order, and the number of each. */
export const SPECIALIZATIONS: Readonly<Record<string, Readonly<Record<string, number>>>> = {
  RESUME: { RESUME_CHECK: 196 },
  LOAD_CONST: { LOAD_CONST_MORTAL: 191, LOAD_CONST_IMMORTAL: 190 },
  TO_BOOL: {
    TO_BOOL_ALWAYS_TRUE: 203,
    TO_BOOL_BOOL: 204,
    TO_BOOL_INT: 205,
    TO_BOOL_LIST: 206,
    TO_BOOL_NONE: 207,
    TO_BOOL_STR: 208,
  },
  BINARY_OP: {
    BINARY_OP_MULTIPLY_INT: 134,
    BINARY_OP_ADD_INT: 130,
    BINARY_OP_SUBTRACT_INT: 142,
    BINARY_OP_MULTIPLY_FLOAT: 133,
    BINARY_OP_ADD_FLOAT: 129,
    BINARY_OP_SUBTRACT_FLOAT: 141,
    BINARY_OP_ADD_UNICODE: 131,
    BINARY_OP_SUBSCR_LIST_INT: 137,
    BINARY_OP_SUBSCR_LIST_SLICE: 138,
    BINARY_OP_SUBSCR_TUPLE_INT: 140,
    BINARY_OP_SUBSCR_STR_INT: 139,
    BINARY_OP_SUBSCR_DICT: 135,
    BINARY_OP_SUBSCR_GETITEM: 136,
    BINARY_OP_EXTEND: 132,
    BINARY_OP_INPLACE_ADD_UNICODE: 3,
  },
  STORE_SUBSCR: { STORE_SUBSCR_DICT: 201, STORE_SUBSCR_LIST_INT: 202 },
  SEND: { SEND_GEN: 197 },
  UNPACK_SEQUENCE: { UNPACK_SEQUENCE_TWO_TUPLE: 211, UNPACK_SEQUENCE_TUPLE: 210, UNPACK_SEQUENCE_LIST: 209 },
  STORE_ATTR: { STORE_ATTR_INSTANCE_VALUE: 198, STORE_ATTR_SLOT: 199, STORE_ATTR_WITH_HINT: 200 },
  LOAD_GLOBAL: { LOAD_GLOBAL_MODULE: 193, LOAD_GLOBAL_BUILTIN: 192 },
  LOAD_SUPER_ATTR: { LOAD_SUPER_ATTR_ATTR: 194, LOAD_SUPER_ATTR_METHOD: 195 },
  LOAD_ATTR: {
    LOAD_ATTR_INSTANCE_VALUE: 180,
    LOAD_ATTR_MODULE: 184,
    LOAD_ATTR_WITH_HINT: 189,
    LOAD_ATTR_SLOT: 188,
    LOAD_ATTR_CLASS: 177,
    LOAD_ATTR_CLASS_WITH_METACLASS_CHECK: 178,
    LOAD_ATTR_PROPERTY: 187,
    LOAD_ATTR_GETATTRIBUTE_OVERRIDDEN: 179,
    LOAD_ATTR_METHOD_WITH_VALUES: 183,
    LOAD_ATTR_METHOD_NO_DICT: 182,
    LOAD_ATTR_METHOD_LAZY_DICT: 181,
    LOAD_ATTR_NONDESCRIPTOR_WITH_VALUES: 186,
    LOAD_ATTR_NONDESCRIPTOR_NO_DICT: 185,
  },
  COMPARE_OP: { COMPARE_OP_FLOAT: 166, COMPARE_OP_INT: 167, COMPARE_OP_STR: 168 },
  CONTAINS_OP: { CONTAINS_OP_SET: 170, CONTAINS_OP_DICT: 169 },
  JUMP_BACKWARD: { JUMP_BACKWARD_NO_JIT: 176, JUMP_BACKWARD_JIT: 175 },
  FOR_ITER: { FOR_ITER_LIST: 172, FOR_ITER_TUPLE: 174, FOR_ITER_RANGE: 173, FOR_ITER_GEN: 171 },
  CALL: {
    CALL_BOUND_METHOD_EXACT_ARGS: 144,
    CALL_PY_EXACT_ARGS: 161,
    CALL_TYPE_1: 165,
    CALL_STR_1: 163,
    CALL_TUPLE_1: 164,
    CALL_BUILTIN_CLASS: 146,
    CALL_BUILTIN_O: 149,
    CALL_BUILTIN_FAST: 147,
    CALL_BUILTIN_FAST_WITH_KEYWORDS: 148,
    CALL_LEN: 154,
    CALL_ISINSTANCE: 150,
    CALL_LIST_APPEND: 155,
    CALL_METHOD_DESCRIPTOR_O: 159,
    CALL_METHOD_DESCRIPTOR_FAST_WITH_KEYWORDS: 157,
    CALL_METHOD_DESCRIPTOR_NOARGS: 158,
    CALL_METHOD_DESCRIPTOR_FAST: 156,
    CALL_ALLOC_AND_ENTER_INIT: 143,
    CALL_PY_GENERAL: 162,
    CALL_BOUND_METHOD_GENERAL: 145,
    CALL_NON_PY_GENERAL: 160,
  },
  CALL_KW: { CALL_KW_BOUND_METHOD: 151, CALL_KW_PY: 153, CALL_KW_NON_PY: 152 },
};
