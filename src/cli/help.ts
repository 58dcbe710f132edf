/** What `-h`, `--help-env`, `--help-xoptions` and `--help-all` print: in our words, and with what is Tython's own. */
import type { PythonOptions } from './python-options.ts';

/** The first lines of `-h` and of every complaint. */
export function usage(program: string): string {
  return `usage: ${program} [option] ... [-c cmd | -m mod | file | -] [arg] ...\n`;
}

/** What a request for help is answered with. */
export function helpText(request: PythonOptions['request'], program: string): string {
  switch (request) {
    case 'help-env':
      return HELP_ENV;
    case 'help-xoptions':
      return HELP_XOPTIONS;
    case 'help-all':
      return `${usage(program)}${HELP}\n${HELP_ENV}\n${HELP_XOPTIONS}`;
    default:
      return usage(program) + HELP;
  }
}

const HELP = `Options (and corresponding environment variables):
-b     : warn when bytes or bytearray are turned into str or compared with
         it, or bytes with int (-bb: that is an error)
-B     : don't write .pyc files on import; also PYTHONDONTWRITEBYTECODE=x
-c cmd : program passed in as string (terminates option list)
-d     : sys.flags.debug; also PYTHONDEBUG=x
-E     : ignore PYTHON* environment variables
-h     : print this help message and exit (also -? or --help)
-i     : prompt after running the script, also where standard input is no
         terminal; also PYTHONINSPECT=x
-I     : isolate from the user's environment (implies -E, -P and -s)
-m mod : run a library module as a script (terminates option list)
-O     : drop assert statements and code that depends on __debug__;
         also PYTHONOPTIMIZE=x
-OO    : do what -O does and drop docstrings too
-P     : don't put the script's folder in front of sys.path;
         also PYTHONSAFEPATH=x
-q     : don't print version and copyright at the prompt
-s     : don't use the user's site folder; also PYTHONNOUSERSITE=x
-S     : don't import 'site' at the start
-u     : don't buffer stdout and stderr; also PYTHONUNBUFFERED=x
-v     : trace import statements, twice for more; also PYTHONVERBOSE=x
-V     : print the Python version and exit (also --version);
         twice for more about the build
-W arg : control warnings; arg is action:message:category:module:lineno;
         also PYTHONWARNINGS=arg
-x     : skip the first line of the source
-X opt : set an implementation-specific option (--help-xoptions lists them)
--check-hash-based-pycs always|default|never:
         when hash-based .pyc files are compared with their sources
--help-env: print help about environment variables and exit
--help-xoptions: print help about -X options and exit
--help-all: print all help and exit

Arguments:
file   : program read from a script file
-      : program read from stdin (a prompt if that is a terminal)
arg ...: arguments passed to the program in sys.argv[1:]
`;

const HELP_ENV = `Environment variables:
PYTHONASYNCIODEBUG: asyncio checks how it is used
PYTHON_BASIC_REPL: the plain prompt, without editing of several lines
PYTHONBREAKPOINT: what breakpoint() calls; 0: nothing
PYTHONCOERCECLOCALE: 0: programs are not told that the C locale is C.UTF-8
PYTHON_COLORS   : 1: colours in what the interpreter prints; 0: none
PYTHONHASHSEED  : 'random', or the number from which the hashes of str and
                  bytes are derived, 0 to 4294967295
PYTHON_HISTORY  : where the history of the prompt is kept
PYTHONHOME      : the folder whose lib/python3.14 is the library
PYTHONIOENCODING: encoding[:errors] of stdin, stdout and stderr
PYTHONPATH      : folders to look for modules in first, divided by ':'
PYTHONPLATLIBDIR: sys.platlibdir
PYTHONSTARTUP   : a file that is executed before the first prompt
PYTHONUSERBASE  : the folder of what the user has installed (site.USER_BASE)

Variables that go with an option (--help tells more of them):
PYTHON_CONTEXT_AWARE_WARNINGS: -X context_aware_warnings
PYTHON_CPU_COUNT: -X cpu_count
PYTHONDEBUG     : -d
PYTHONDEVMODE   : -X dev
PYTHONDONTWRITEBYTECODE: -B
PYTHONFAULTHANDLER: -X faulthandler
PYTHON_FROZEN_MODULES: -X frozen_modules
PYTHONINSPECT   : -i
PYTHONINTMAXSTRDIGITS: -X int_max_str_digits
PYTHON_JIT      : -X jit, as 0 or 1
PYTHONNODEBUGRANGES: -X no_debug_ranges
PYTHONNOUSERSITE: -s
PYTHONOPTIMIZE  : -O
PYTHONPROFILEIMPORTTIME: -X importtime
PYTHONPYCACHEPREFIX: -X pycache_prefix
PYTHONSAFEPATH  : -P
PYTHON_THREAD_INHERIT_CONTEXT: -X thread_inherit_context
PYTHONTRACEMALLOC: -X tracemalloc
PYTHONUNBUFFERED: -u
PYTHONUTF8      : -X utf8
PYTHONVERBOSE   : -v
PYTHONWARNDEFAULTENCODING: -X warn_default_encoding
PYTHONWARNINGS  : -W

Accepted and without effect: PYTHONCASEOK, PYTHON_GIL=1, PYTHONMALLOC,
PYTHONMALLOCSTATS, PYTHONPERFSUPPORT, PYTHON_PERF_JIT_SUPPORT,
PYTHON_DISABLE_REMOTE_DEBUG.
`;

const HELP_XOPTIONS = `Options of the implementation:
-X context_aware_warnings=0|1: filters of warnings belong to contexts, not to
         the process; also PYTHON_CONTEXT_AWARE_WARNINGS
-X cpu_count=N|default: what os.cpu_count() says; also PYTHON_CPU_COUNT
-X dev : the development mode, with more checks; also PYTHONDEVMODE
-X faulthandler: print the traceback when a signal ends the process;
         also PYTHONFAULTHANDLER
-X frozen_modules=on|off: accepted; also PYTHON_FROZEN_MODULES
-X importtime[=2]: tell how long each import takes, 2: and what was imported
         before; also PYTHONPROFILEIMPORTTIME
-X int_max_str_digits=N: the most digits between int and str, 0: any number;
         also PYTHONINTMAXSTRDIGITS
-X jit=0|1|log|code: compile hot code to JavaScript or not, tell what is
         compiled, show it; also PYTHON_JIT=0|1
-X jit_threshold=N: after how many calls code is hot
-X no_debug_ranges: code keeps no columns; also PYTHONNODEBUGRANGES
-X pycache_prefix=PATH: keep .pyc files in a tree of their own;
         also PYTHONPYCACHEPREFIX
-X thread_inherit_context=0|1: threads begin with a copy of the context of
         who starts them; also PYTHON_THREAD_INHERIT_CONTEXT
-X tracemalloc[=N]: accepted; also PYTHONTRACEMALLOC
-X utf8[=0|1]: texts are UTF-8 whatever the locale says; also PYTHONUTF8
-X warn_default_encoding: warn where a file is opened without an encoding;
         also PYTHONWARNDEFAULTENCODING

Accepted and without effect: gil=1, perf, perf_jit, showrefcount,
disable-remote-debug.
`;
