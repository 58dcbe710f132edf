/** Every built-in module: the one list from which interpreters take them. `builtins` and `sys` are made at start. */

import type { TypeDefinition } from '../runtime/define.ts';
import type { ModuleDefinition } from '../runtime/module-definition.ts';
import { _abc } from './_abc.ts';
import { _ast, AST_TYPES } from './_ast/_ast.ts';
import defer * as asyncio from './_asyncio/_asyncio.ts';
import defer * as bisect from './_bisect.ts';
import defer * as bz2 from './_bz2/_bz2.ts';
import { _codecs, CODEC_TYPES } from './_codecs.ts';
import { _collections, COLLECTION_TYPES } from './_collections/_collections.ts';
import { _contextvars, CONTEXT_TYPES } from './_contextvars.ts';
import defer * as csv from './_csv/_csv.ts';
import defer * as datetime from './_datetime/_datetime.ts';
import defer * as decimal from './_decimal/_decimal.ts';
import { _functools, FUNCTOOLS_TYPES } from './_functools/_functools.ts';
import { _heapq } from './_heapq.ts';
import { _imp } from './_imp.ts';
import { _io, IO_TYPES } from './_io/_io.ts';
import { _json, JSON_TYPES } from './_json/_json.ts';
import defer * as locale from './_locale.ts';
import defer * as lsprof from './_lsprof.ts';
import defer * as lzma from './_lzma/_lzma.ts';
import defer * as multiprocessing from './_multiprocessing.ts';
import { _opcode } from './_opcode.ts';
import { _operator, OPERATOR_TYPES } from './_operator/_operator.ts';
import defer * as pickle from './_pickle/_pickle.ts';
import defer * as posixshmem from './_posixshmem.ts';
import defer * as posixSubprocess from './_posixsubprocess.ts';
import defer * as queue from './_queue.ts';
import defer * as random from './_random.ts';
import defer * as remoteDebugging from './_remote_debugging.ts';
import { _signal, SIGNAL_TYPES } from './_signal.ts';
import defer * as socket from './_socket/_socket.ts';
import defer * as sqlite3 from './_sqlite3/_sqlite3.ts';
import { _sre, SRE_TYPES } from './_sre/module.ts';
import { _stat } from './_stat.ts';
import defer * as statistics from './_statistics.ts';
import defer * as string from './_string.ts';
import defer * as struct from './_struct/_struct.ts';
import defer * as suggestions from './_suggestions.ts';
import defer * as symtable from './_symtable.ts';
import defer * as testmultiphase from './_testmultiphase.ts';
import { _thread, THREAD_TYPES } from './_thread.ts';
import { _tokenize, TOKENIZE_TYPES } from './_tokenize.ts';
import { _types, capsule } from './_types.ts';
import { _typing, TYPING_TYPES } from './_typing/_typing.ts';
import defer * as uuid from './_uuid.ts';
import { _warnings } from './_warnings.ts';
import { _weakref, WEAKREF_TYPES } from './_weakref.ts';
import defer * as zstd from './_zstd/_zstd.ts';
import defer * as array from './array/array.ts';
import { atexit } from './atexit.ts';
import defer * as binascii from './binascii/binascii.ts';
import { builtinsModule } from './builtins.ts';
import defer * as cmath from './cmath.ts';
import { deferred } from './deferred.ts';
import { errno } from './errno.ts';
import defer * as faulthandler from './faulthandler.ts';
import defer * as fcntl from './fcntl/fcntl.ts';
import defer * as gc from './gc.ts';
import defer * as hashes from './hashes/hashes.ts';
import { ITERTOOLS_TYPES, itertools } from './itertools/itertools.ts';
import { marshal } from './marshal.ts';
import defer * as math from './math.ts';
import defer * as mmap from './mmap/mmap.ts';
import defer * as multibyte from './multibyte/multibyte.ts';
import { POSIX_TYPES, posix } from './posix/posix.ts';
import { RESOURCE_TYPES, resource } from './resource.ts';
import defer * as select from './select.ts';
import { sys } from './sys.ts';
import { SYS_TYPES } from './sys-info.ts';
import { branchHandler } from './sys-monitoring.ts';
import { SYSCONFIG_MODULES } from './sysconfigdata.ts';
import defer * as syslog from './syslog.ts';
import defer * as termios from './termios/termios.ts';
import { structTime, time } from './time/time.ts';
import defer * as unicodedata from './unicodedata.ts';
import defer * as userDatabase from './user-database.ts';
import defer * as xml from './xml.ts';
import defer * as zlib from './zlib/zlib.ts';

export const BUILTIN_MODULES: readonly ModuleDefinition[] = [
  errno,
  _tokenize,
  _types,
  _sre,
  _heapq,
  _ast,
  _abc,
  _codecs,
  _collections,
  _functools,
  _opcode,
  _operator,
  _contextvars,
  _imp,
  time,
  atexit,
  _stat,
  _signal,
  _json,
  _io,
  _thread,
  _typing,
  _warnings,
  _weakref,
  builtinsModule,
  itertools,
  marshal,
  posix,
  resource,
  sys,
  ...SYSCONFIG_MODULES,
  ...deferred(['_bisect'], () => ({ modules: [bisect._bisect] })),
  ...deferred(['_locale'], () => ({ modules: [locale._locale], types: locale.LOCALE_TYPES })),
  ...deferred(['_lzma'], () => ({ modules: [lzma._lzma], types: lzma.LZMA_TYPES })),
  ...deferred(['_posixshmem'], () => ({ modules: [posixshmem._posixshmem] })),
  ...deferred(['_sqlite3'], () => ({ modules: [sqlite3._sqlite3], types: sqlite3.SQLITE_TYPES })),
  ...deferred(['_statistics'], () => ({ modules: [statistics._statistics] })),
  ...deferred(['_string'], () => ({ modules: [string._string], types: string.STRING_TYPES })),
  ...deferred(['_suggestions'], () => ({ modules: [suggestions._suggestions] })),
  ...deferred(['_uuid'], () => ({ modules: [uuid._uuid] })),
  ...deferred(['_zstd'], () => ({ modules: [zstd._zstd], types: zstd.ZSTD_TYPES })),
  ...deferred(['gc'], () => ({ modules: [gc.gc] })),
  ...deferred(['math'], () => ({ modules: [math.math] })),
  ...deferred(['_asyncio'], () => ({ modules: [asyncio._asyncio], types: asyncio.ASYNCIO_TYPES })),
  ...deferred(['_bz2'], () => ({ modules: [bz2._bz2], types: bz2.BZ2_TYPES })),
  ...deferred(['_csv'], () => ({ modules: [csv._csv], types: csv.CSV_TYPES })),
  ...deferred(['_datetime'], () => ({ modules: [datetime._datetime], types: datetime.DATETIME_TYPES })),
  ...deferred(['_decimal'], () => ({ modules: [decimal._decimal], types: decimal.DECIMAL_TYPES })),
  ...deferred(['_lsprof'], () => ({
    modules: [lsprof._lsprof],
    types: [lsprof.profiler, lsprof.profilerEntry, lsprof.profilerSubentry],
  })),
  ...deferred(['_multiprocessing'], () => ({
    modules: [multiprocessing._multiprocessing],
    types: multiprocessing.MULTIPROCESSING_TYPES,
  })),
  ...deferred(['_pickle'], () => ({ modules: [pickle._pickle], types: pickle.PICKLE_TYPES })),
  ...deferred(['_posixsubprocess'], () => ({ modules: [posixSubprocess._posixsubprocess] })),
  ...deferred(['_queue'], () => ({ modules: [queue._queue], types: queue.QUEUE_TYPES })),
  ...deferred(['_random'], () => ({ modules: [random._random], types: [random.randomType] })),
  ...deferred(['_remote_debugging'], () => ({
    modules: [remoteDebugging.remoteDebugging],
    types: remoteDebugging.REMOTE_DEBUGGING_TYPES,
  })),
  ...deferred(['_socket'], () => ({ modules: [socket._socket], types: socket.SOCKET_TYPES })),
  ...deferred(['_struct'], () => ({ modules: [struct._struct], types: struct.STRUCT_TYPES })),
  ...deferred(['_symtable'], () => ({ modules: [symtable._symtable], types: symtable.SYMTABLE_TYPES })),
  ...deferred(['_testmultiphase'], () => ({
    modules: [testmultiphase._testmultiphase],
    types: testmultiphase.TESTMULTIPHASE_TYPES,
  })),
  ...deferred(['array'], () => ({ modules: [array.array], types: array.ARRAY_TYPES })),
  ...deferred(['binascii'], () => ({ modules: [binascii.binascii], types: binascii.BINASCII_TYPES })),
  ...deferred(['cmath'], () => ({ modules: [cmath.cmath] })),
  ...deferred(['faulthandler'], () => ({ modules: [faulthandler.faulthandler] })),
  ...deferred(['fcntl'], () => ({ modules: [fcntl.fcntl_] })),
  ...deferred(['mmap'], () => ({ modules: [mmap.mmap], types: mmap.MMAP_TYPES })),
  ...deferred(['select'], () => ({ modules: [select.select_], types: select.SELECT_TYPES })),
  ...deferred(['syslog'], () => ({ modules: [syslog.syslog] })),
  ...deferred(['termios'], () => ({ modules: [termios.termios], types: termios.TERMIOS_TYPES })),
  ...deferred(['unicodedata'], () => ({ modules: [unicodedata.unicodedata], types: [unicodedata.ucd] })),
  ...deferred(['grp', 'pwd'], () => ({
    modules: [userDatabase.grp, userDatabase.pwd],
    types: userDatabase.USER_DATABASE_TYPES,
  })),
  ...deferred(['zlib'], () => ({ modules: [zlib.zlib], types: zlib.ZLIB_TYPES })),
  ...deferred(['pyexpat', '_elementtree'], () => xml.xml),
  ...deferred(['_md5', '_sha1', '_sha2', '_sha3', '_blake2', '_hashlib', '_hmac'], () => hashes.hashes),
  ...deferred(
    [
      '_multibytecodec',
      '_codecs_cn',
      '_codecs_hk',
      '_codecs_jp',
      '_codecs_kr',
      '_codecs_tw',
      '_codecs_iso2022',
    ],
    () => multibyte.multibyte,
  ),
];

/** The types that modules define, which are readied with the built-in ones. */
export const MODULE_TYPES: readonly TypeDefinition[] = [
  ...SRE_TYPES,
  ...AST_TYPES,
  ...CODEC_TYPES,
  ...COLLECTION_TYPES,
  ...FUNCTOOLS_TYPES,
  ...OPERATOR_TYPES,
  capsule,
  ...CONTEXT_TYPES,
  ...IO_TYPES,
  structTime,
  ...SIGNAL_TYPES,
  ...JSON_TYPES,
  ...POSIX_TYPES,
  ...RESOURCE_TYPES,
  ...ITERTOOLS_TYPES,
  ...SYS_TYPES,
  branchHandler,
  ...THREAD_TYPES,
  ...TYPING_TYPES,
  ...TOKENIZE_TYPES,
  ...WEAKREF_TYPES,
];
