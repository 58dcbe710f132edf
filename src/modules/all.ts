/** Every built-in module: the one list from which interpreters take them. `builtins` and `sys` are made at start. */

import type { TypeDefinition } from '../runtime/define.ts';
import type { ModuleDefinition } from '../runtime/module-definition.ts';
import { _abc } from './_abc.ts';
import { _ast, AST_TYPES } from './_ast/_ast.ts';
import { _asyncio, ASYNCIO_TYPES } from './_asyncio/_asyncio.ts';
import { _bisect } from './_bisect.ts';
import { _bz2, BZ2_TYPES } from './_bz2/_bz2.ts';
import { _codecs, CODEC_TYPES } from './_codecs.ts';
import { _collections, COLLECTION_TYPES } from './_collections/_collections.ts';
import { _contextvars, CONTEXT_TYPES } from './_contextvars.ts';
import { _csv, CSV_TYPES } from './_csv/_csv.ts';
import { _datetime, DATETIME_TYPES } from './_datetime/_datetime.ts';
import { _decimal, DECIMAL_TYPES } from './_decimal/_decimal.ts';
import { _elementtree, ELEMENTTREE_TYPES } from './_elementtree/_elementtree.ts';
import { _functools, FUNCTOOLS_TYPES } from './_functools/_functools.ts';
import { _heapq } from './_heapq.ts';
import { _imp } from './_imp.ts';
import { _io, IO_TYPES } from './_io/_io.ts';
import { _json, JSON_TYPES } from './_json/_json.ts';
import { _locale, LOCALE_TYPES } from './_locale.ts';
import { _lsprof, profiler, profilerEntry, profilerSubentry } from './_lsprof.ts';
import { _multiprocessing, MULTIPROCESSING_TYPES } from './_multiprocessing.ts';
import { _opcode } from './_opcode.ts';
import { _operator, OPERATOR_TYPES } from './_operator/_operator.ts';
import { _pickle, PICKLE_TYPES } from './_pickle/_pickle.ts';
import { _posixshmem } from './_posixshmem.ts';
import { _posixsubprocess } from './_posixsubprocess.ts';
import { _queue, QUEUE_TYPES } from './_queue.ts';
import { _random, randomType } from './_random.ts';
import { REMOTE_DEBUGGING_TYPES, remoteDebugging } from './_remote_debugging.ts';
import { _signal, SIGNAL_TYPES } from './_signal.ts';
import { _socket, SOCKET_TYPES } from './_socket/_socket.ts';
import { _sre, SRE_TYPES } from './_sre/module.ts';
import { _stat } from './_stat.ts';
import { _statistics } from './_statistics.ts';
import { _string, STRING_TYPES } from './_string.ts';
import { _struct, STRUCT_TYPES } from './_struct/_struct.ts';
import { _suggestions } from './_suggestions.ts';
import { _symtable, SYMTABLE_TYPES } from './_symtable.ts';
import { _testmultiphase, TESTMULTIPHASE_TYPES } from './_testmultiphase.ts';
import { _thread, THREAD_TYPES } from './_thread.ts';
import { _tokenize, TOKENIZE_TYPES } from './_tokenize.ts';
import { _types, capsule } from './_types.ts';
import { _typing, TYPING_TYPES } from './_typing/_typing.ts';
import { _uuid } from './_uuid.ts';
import { _warnings } from './_warnings.ts';
import { _weakref, WEAKREF_TYPES } from './_weakref.ts';
import { ARRAY_TYPES, array } from './array/array.ts';
import { atexit } from './atexit.ts';
import { BINASCII_TYPES, binascii } from './binascii/binascii.ts';
import { builtinsModule } from './builtins.ts';
import { cmath } from './cmath.ts';
import { errno } from './errno.ts';
import { faulthandler } from './faulthandler.ts';
import { fcntl_ } from './fcntl/fcntl.ts';
import { gc } from './gc.ts';
import { _blake2, BLAKE2_TYPES } from './hashes/_blake2.ts';
import { _hashlib, HASHLIB_TYPES } from './hashes/_hashlib.ts';
import { _hmac, HMAC_TYPES } from './hashes/_hmac.ts';
import { _sha3, SHA3_TYPES } from './hashes/_sha3.ts';
import { _md5, _sha1, _sha2, MESSAGE_DIGEST_TYPES } from './hashes/message-digests.ts';
import { ITERTOOLS_TYPES, itertools } from './itertools/itertools.ts';
import { marshal } from './marshal.ts';
import { math } from './math.ts';
import { MMAP_TYPES, mmap } from './mmap/mmap.ts';
import { _multibytecodec, MULTIBYTE_TYPES } from './multibyte/_multibytecodec.ts';
import { CODEC_MODULES } from './multibyte/codec-modules.ts';
import { POSIX_TYPES, posix } from './posix/posix.ts';
import { PYEXPAT_TYPES, pyexpat } from './pyexpat/pyexpat.ts';
import { RESOURCE_TYPES, resource } from './resource.ts';
import { SELECT_TYPES, select_ } from './select.ts';
import { sys } from './sys.ts';
import { SYS_TYPES } from './sys-info.ts';
import { branchHandler } from './sys-monitoring.ts';
import { SYSCONFIG_MODULES } from './sysconfigdata.ts';
import { syslog } from './syslog.ts';
import { TERMIOS_TYPES, termios } from './termios/termios.ts';
import { structTime, time } from './time/time.ts';
import { ucd, unicodedata } from './unicodedata.ts';
import { grp, pwd, USER_DATABASE_TYPES } from './user-database.ts';
import { ZLIB_TYPES, zlib } from './zlib/zlib.ts';

export const BUILTIN_MODULES: readonly ModuleDefinition[] = [
  faulthandler,
  mmap,
  syslog,
  errno,
  math,
  gc,
  _symtable,
  _tokenize,
  _types,
  _sre,
  _asyncio,
  _queue,
  _random,
  _heapq,
  _md5,
  _sha1,
  _sha2,
  _sha3,
  _blake2,
  _ast,
  _hashlib,
  _hmac,
  _bisect,
  _abc,
  _bz2,
  _codecs,
  _collections,
  _elementtree,
  _functools,
  _multiprocessing,
  _opcode,
  _pickle,
  _operator,
  _contextvars,
  _decimal,
  _imp,
  time,
  atexit,
  _stat,
  _signal,
  _csv,
  _datetime,
  _json,
  _locale,
  _suggestions,
  _io,
  _statistics,
  _string,
  _struct,
  _thread,
  _typing,
  _uuid,
  _warnings,
  _weakref,
  array,
  binascii,
  builtinsModule,
  cmath,
  itertools,
  marshal,
  _multibytecodec,
  ...CODEC_MODULES,
  posix,
  _posixshmem,
  _posixsubprocess,
  pyexpat,
  resource,
  remoteDebugging,
  select_,
  _testmultiphase,
  fcntl_,
  termios,
  pwd,
  grp,
  _socket,
  _lsprof,
  sys,
  unicodedata,
  zlib,
  ...SYSCONFIG_MODULES,
];

/** The types that modules define, which are readied with the built-in ones. */
export const MODULE_TYPES: readonly TypeDefinition[] = [
  ...BZ2_TYPES,
  ...SRE_TYPES,
  ...ARRAY_TYPES,
  ...AST_TYPES,
  ...BINASCII_TYPES,
  ...MESSAGE_DIGEST_TYPES,
  ...SHA3_TYPES,
  ...BLAKE2_TYPES,
  ...HASHLIB_TYPES,
  ...HMAC_TYPES,
  ...STRUCT_TYPES,
  ...ASYNCIO_TYPES,
  ...QUEUE_TYPES,
  randomType,
  ...CODEC_TYPES,
  ...COLLECTION_TYPES,
  ...ELEMENTTREE_TYPES,
  ...FUNCTOOLS_TYPES,
  ...MMAP_TYPES,
  ...MULTIPROCESSING_TYPES,
  ...OPERATOR_TYPES,
  ...PICKLE_TYPES,
  capsule,
  ...CONTEXT_TYPES,
  ...DECIMAL_TYPES,
  ...IO_TYPES,
  structTime,
  ...SIGNAL_TYPES,
  ...CSV_TYPES,
  ...DATETIME_TYPES,
  ...JSON_TYPES,
  ...LOCALE_TYPES,
  ...POSIX_TYPES,
  ...MULTIBYTE_TYPES,
  ...PYEXPAT_TYPES,
  ...RESOURCE_TYPES,
  ...REMOTE_DEBUGGING_TYPES,
  ...SELECT_TYPES,
  ...TESTMULTIPHASE_TYPES,
  ...TERMIOS_TYPES,
  ...USER_DATABASE_TYPES,
  ...SOCKET_TYPES,
  ...ITERTOOLS_TYPES,
  ...STRING_TYPES,
  ...SYS_TYPES,
  branchHandler,
  profiler,
  profilerEntry,
  profilerSubentry,
  ...THREAD_TYPES,
  ...TYPING_TYPES,
  ...SYMTABLE_TYPES,
  ...TOKENIZE_TYPES,
  ucd,
  ...WEAKREF_TYPES,
  ...ZLIB_TYPES,
];
