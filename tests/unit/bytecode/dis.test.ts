/** The disassembler's text against that of CPython 3.14's `dis.dis`. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type DisOptions, disassemble } from '../../../src/bytecode/dis.ts';
import { loads } from '../../../src/bytecode/marshal.ts';
import { PyCode } from '../../../src/objects/code.ts';

/** A code object that CPython compiled, from its marshal data. */
function disassembleHex(hex: string, options: DisOptions = {}): string {
  const code = loads(Uint8Array.from(Buffer.from(hex, 'hex')));
  assert.ok(code instanceof PyCode);
  return disassemble(code, { address: () => 1, ...options });
}

/**
 *     def f(items, *, key=None):
 *         """Doc."""
 *         try:
 *             for i, x in enumerate(items):
 *                 if x is not None and x >= 1.5:
 *                     yield key(x) + f"{i!r:>{x}}"
 *         except (KeyError, ValueError) as e:
 *             raise RuntimeError from e
 *         return lambda: key
 */
const FUNCTION =
  'e30000000000000000000000000200000000000000f3140000008000520052012f01520217006c027400520123002903da03' +
  '6b65794e630100000000000000010000000500000023000004f3ce000000610122001f0080001b005c010000000000000000' +
  '560034010000000000001000462b00007702000072235603660300001c004b0b00005603520238bc0000670300001c004b14' +
  '0000530121005603340100000000000056023a02520356030c0032020d002c0000000000000000000000780080011f004b2d' +
  '000009001e0054013301520417006c08230020005c0200000000000000005c04000000000000000033020600640d00001c00' +
  '70045c06000000000000000054046802520170043f04690169003b031d0069013503690129057a04446f632e4e6700000000' +
  '0000f83fda013e630000000000000000000000000100000013000000f3080000003c0180005300230029014ea90029017202' +
  '000000730100000080da04662e7079da083c6c616d6264613eda13662e3c6c6f63616c733e2e3c6c616d6264613e09000000' +
  '7305000000f880009133f3000000002904da09656e756d6572617465da084b65794572726f72da0a56616c75654572726f72' +
  'da0c52756e74696d654572726f722905da056974656d737202000000da0169da0178da016573050000002664202020720700' +
  '0000da01667213000000010000007368000000f8e9008000f004050522dc141d9865d6142489448841d80f108c7da011a063' +
  'a618d9161998219366a021a01aa061a801a073a055a01ad5162cd4102cf105001525f40a000c17d00416f8f405000d15946a' +
  'd00b21f400010522dc0e1aa001d00821fbf003010522fc7331000000830141250185114105009b04410500a41b410500bf06' +
  '412501c10511412203c11607411d03c11d05412203c12203412501290172130000007206000000720a0000007207000000da' +
  '083c6d6f64756c653e7214000000010000007311000000f003010101f0020801179044f600080117720a000000';

test('lines, labels, opargs, exception table, nested code', () => {
  assert.equal(disassembleHex(FUNCTION), FUNCTION_TEXT);
});

test('depth limits nesting', () => {
  const head = FUNCTION_TEXT.slice(0, FUNCTION_TEXT.indexOf('\nDisassembly'));
  assert.equal(disassembleHex(FUNCTION, { depth: 0 }), head);
  const second = FUNCTION_TEXT.lastIndexOf('\nDisassembly');
  assert.equal(disassembleHex(FUNCTION, { depth: 1 }), FUNCTION_TEXT.slice(0, second));
});

/** `a.b(c)[d] = {1, 2} < e` */
const STATEMENT =
  'e30000000000000000000000000400000000000000f33800000080005e015e0230025d00380200005d015005000000000000' +
  '0000000000000000000000005d0334010000000000005d0426000000520123002902e9010000004e2905da0165da0161da01' +
  '62da0163da0164a900f300000000da04672e7079da083c6d6f64756c653e720b00000001000000731e000000f003010101d8' +
  '0d0e900188469051894a80018703810380418306807183097209000000';

test('offsets and caches', () => {
  assert.equal(disassembleHex(STATEMENT, { showOffsets: true, showCaches: true }), CACHES_TEXT);
});

test('positions', () => {
  assert.equal(disassembleHex(STATEMENT, { showPositions: true }), POSITIONS_TEXT);
});

const FUNCTION_TEXT = `  0           RESUME                   0

  1           LOAD_CONST               0 ('key')
              LOAD_CONST               1 (None)
              BUILD_MAP                1
              LOAD_CONST               2 (<code object f at 0x1, file "f.py", line 1>)
              MAKE_FUNCTION
              SET_FUNCTION_ATTRIBUTE   2 (kwdefaults)
              STORE_NAME               0 (f)
              LOAD_CONST               1 (None)
              RETURN_VALUE

Disassembly of <code object f at 0x1, file "f.py", line 1>:
  --            MAKE_CELL                1 (key)

   1            RETURN_GENERATOR
                POP_TOP
        L1:     RESUME                   0

   3    L2:     NOP

   4    L3:     LOAD_GLOBAL              1 (enumerate + NULL)
                LOAD_FAST_BORROW         0 (items)
                CALL                     1
                GET_ITER
        L4:     FOR_ITER                43 (to L9)
                UNPACK_SEQUENCE          2
                STORE_FAST_STORE_FAST   35 (i, x)

   5            LOAD_FAST_BORROW         3 (x)
        L5:     POP_JUMP_IF_NOT_NONE     3 (to L6)
                NOT_TAKEN
                JUMP_BACKWARD           11 (to L4)
        L6:     LOAD_FAST_BORROW         3 (x)
                LOAD_CONST               2 (1.5)
                COMPARE_OP             188 (bool(>=))
        L7:     POP_JUMP_IF_TRUE         3 (to L8)
                NOT_TAKEN
                JUMP_BACKWARD           20 (to L4)

   6    L8:     LOAD_DEREF               1 (key)
                PUSH_NULL
                LOAD_FAST_BORROW         3 (x)
                CALL                     1
                LOAD_FAST_BORROW         2 (i)
                CONVERT_VALUE            2 (repr)
                LOAD_CONST               3 ('>')
                LOAD_FAST_BORROW         3 (x)
                FORMAT_SIMPLE
                BUILD_STRING             2
                FORMAT_WITH_SPEC
                BINARY_OP                0 (+)
                YIELD_VALUE              0
                RESUME                   1
                POP_TOP
                JUMP_BACKWARD           45 (to L4)

   4    L9:     END_FOR
                POP_ITER

   9   L10:     LOAD_FAST                1 (key)
                BUILD_TUPLE              1
                LOAD_CONST               4 (<code object <lambda> at 0x1, file "f.py", line 9>)
                MAKE_FUNCTION
                SET_FUNCTION_ATTRIBUTE   8 (closure)
                RETURN_VALUE

  --   L11:     PUSH_EXC_INFO

   7            LOAD_GLOBAL              2 (KeyError)
                LOAD_GLOBAL              4 (ValueError)
                BUILD_TUPLE              2
                CHECK_EXC_MATCH
                POP_JUMP_IF_FALSE       13 (to L14)
                NOT_TAKEN
                STORE_FAST               4 (e)

   8   L12:     LOAD_GLOBAL              6 (RuntimeError)
                LOAD_FAST                4 (e)
                RAISE_VARARGS            2

  --   L13:     LOAD_CONST               1 (None)
                STORE_FAST               4 (e)
                DELETE_FAST              4 (e)
                RERAISE                  1

   7   L14:     RERAISE                  0

  --   L15:     COPY                     3
                POP_EXCEPT
                RERAISE                  1
       L16:     CALL_INTRINSIC_1         3 (INTRINSIC_STOPITERATION_ERROR)
                RERAISE                  1
ExceptionTable:
  L1 to L2 -> L16 [0] lasti
  L3 to L5 -> L11 [0]
  L6 to L7 -> L11 [0]
  L8 to L10 -> L11 [0]
  L10 to L11 -> L16 [0] lasti
  L11 to L12 -> L15 [1] lasti
  L12 to L13 -> L13 [1] lasti
  L13 to L15 -> L15 [1] lasti
  L15 to L16 -> L16 [0] lasti

Disassembly of <code object <lambda> at 0x1, file "f.py", line 9>:
  --           COPY_FREE_VARS           1

   9           RESUME                   0
               LOAD_DEREF               0 (key)
               RETURN_VALUE
`;

const CACHES_TEXT = `  0          0       RESUME                   0

  1          2       LOAD_SMALL_INT           1
             4       LOAD_SMALL_INT           2
             6       BUILD_SET                2
             8       LOAD_NAME                0 (e)
            10       COMPARE_OP               2 (<)
            12       CACHE                    0 (counter: 0)
            14       LOAD_NAME                1 (a)
            16       LOAD_ATTR                5 (b + NULL|self)
            18       CACHE                    0 (counter: 0)
            20       CACHE                    0 (version: 0)
            22       CACHE                    0
            24       CACHE                    0 (keys_version: 0)
            26       CACHE                    0
            28       CACHE                    0 (descr: 0)
            30       CACHE                    0
            32       CACHE                    0
            34       CACHE                    0
            36       LOAD_NAME                3 (c)
            38       CALL                     1
            40       CACHE                    0 (counter: 0)
            42       CACHE                    0 (func_version: 0)
            44       CACHE                    0
            46       LOAD_NAME                4 (d)
            48       STORE_SUBSCR
            50       CACHE                    0 (counter: 0)
            52       LOAD_CONST               1 (None)
            54       RETURN_VALUE
`;

const POSITIONS_TEXT = `0:0-1:0              RESUME                   0

1:13-1:14            LOAD_SMALL_INT           1
1:16-1:17            LOAD_SMALL_INT           2
1:12-1:18            BUILD_SET                2
1:21-1:22            LOAD_NAME                0 (e)
1:12-1:22            COMPARE_OP               2 (<)
1:0-1:1              LOAD_NAME                1 (a)
1:0-1:3              LOAD_ATTR                5 (b + NULL|self)
1:4-1:5              LOAD_NAME                3 (c)
1:0-1:6              CALL                     1
1:7-1:8              LOAD_NAME                4 (d)
1:0-1:9              STORE_SUBSCR
1:0-1:9              LOAD_CONST               1 (None)
1:0-1:9              RETURN_VALUE
`;
