"""Virtual environments: folders with a python of their own and packages of their own (PEP 405).

The npm package that the library comes from leaves this module out. It has the interface of CPython's, so that
programs which derive from EnvBuilder work; it makes environments for POSIX systems only. pip is installed by
ensurepip, where there is one.
"""

import importlib.util
import logging
import os
import shlex
import shutil
import subprocess
import sys
import sysconfig
import types

from ._scripts import SCRIPTS

CORE_VENV_DEPS = ('pip',)
logger = logging.getLogger(__name__)


class EnvBuilder:
    """Makes virtual environments. Derived classes can override each of the steps of create()."""

    def __init__(
        self,
        system_site_packages=False,
        clear=False,
        symlinks=False,
        upgrade=False,
        with_pip=False,
        prompt=None,
        upgrade_deps=False,
        *,
        scm_ignore_files=frozenset(),
    ):
        self.system_site_packages = system_site_packages
        self.clear = clear
        self.symlinks = symlinks
        self.upgrade = upgrade
        self.with_pip = with_pip
        self.orig_prompt = prompt
        self.prompt = os.path.basename(os.getcwd()) if prompt == '.' else prompt
        self.upgrade_deps = upgrade_deps
        self.scm_ignore_files = frozenset(map(str.lower, scm_ignore_files))

    def create(self, env_dir):
        """Make an environment in a folder."""
        env_dir = os.path.abspath(env_dir)
        context = self.ensure_directories(env_dir)
        for scm in self.scm_ignore_files:
            getattr(self, f'create_{scm}_ignore_file')(context)
        # Until pip is installed, the environment sees no packages but its own.
        sees_system = self.system_site_packages
        self.system_site_packages = False
        self.create_configuration(context)
        self.setup_python(context)
        steps = [self._setup_pip] if self.with_pip else []
        if not self.upgrade:
            steps += [self.setup_scripts, self.post_setup]
        for step in steps:
            step(context)
        if sees_system:
            self.system_site_packages = sees_system
            self.create_configuration(context)
        if self.upgrade_deps:
            self.upgrade_dependencies(context)

    def clear_directory(self, path):
        """Delete all that a folder has."""
        with os.scandir(path) as entries:
            for entry in entries:
                if entry.is_dir(follow_symlinks=False):
                    shutil.rmtree(entry.path)
                elif entry.is_symlink() or entry.is_file():
                    os.remove(entry.path)

    def _venv_path(self, env_dir, name):
        variables = {
            'base': env_dir,
            'platbase': env_dir,
            'installed_base': env_dir,
            'installed_platbase': env_dir,
        }
        return sysconfig.get_path(name, scheme='venv', vars=variables)

    def ensure_directories(self, env_dir):
        """Make the folders of an environment; return what is known of it so far."""

        def make(folder):
            if not os.path.exists(folder):
                os.makedirs(folder)
            elif os.path.islink(folder) or os.path.isfile(folder):
                raise ValueError('Unable to create directory %r' % folder)

        if os.pathsep in os.fspath(env_dir):
            raise ValueError(
                f'Refusing to create a venv in {env_dir} because it contains the PATH separator {os.pathsep}.'
            )
        if os.path.exists(env_dir) and self.clear:
            self.clear_directory(env_dir)
        context = types.SimpleNamespace()
        context.env_dir = env_dir
        context.env_name = os.path.split(env_dir)[1]
        context.prompt = self.prompt if self.prompt is not None else context.env_name
        make(env_dir)
        executable = sys._base_executable
        if not executable:
            raise ValueError(
                'Unable to determine path to the running Python interpreter. Provide an explicit path or check '
                'that your PATH environment variable is correctly set.'
            )
        folder, name = os.path.split(os.path.abspath(executable))
        context.executable = executable
        context.python_dir = folder
        context.python_exe = name
        context.bin_path = self._venv_path(env_dir, 'scripts')
        context.bin_name = os.path.relpath(context.bin_path, env_dir)
        context.inc_path = self._venv_path(env_dir, 'include')
        context.lib_path = self._venv_path(env_dir, 'purelib')
        for folder in (context.inc_path, context.lib_path, context.bin_path):
            make(folder)
        # Programs look for libraries of 64 bits in a folder of its own.
        lib64 = os.path.join(env_dir, 'lib64')
        if sys.maxsize > 2**32 and os.name == 'posix' and sys.platform != 'darwin' and not os.path.exists(lib64):
            os.symlink('lib', lib64)
        context.env_exec_cmd = context.env_exe = os.path.join(context.bin_path, name)
        return context

    def create_configuration(self, context):
        """Write the file pyvenv.cfg, by which python knows that it is in an environment."""
        context.cfg_path = path = os.path.join(context.env_dir, 'pyvenv.cfg')
        with open(path, 'w', encoding='utf-8') as file:
            print(f'home = {context.python_dir}', file=file)
            print(f'include-system-site-packages = {str(self.system_site_packages).lower()}', file=file)
            print('version = %d.%d.%d' % sys.version_info[:3], file=file)
            if self.prompt is not None:
                print(f'prompt = {self.prompt!r}', file=file)
            print(f'executable = {os.path.realpath(sys.executable)}', file=file)
            print(f'command = {" ".join([sys.executable, "-m", "venv", *self._options(), context.env_dir])}', file=file)

    def _options(self):
        if self.symlinks != (os.name != 'nt'):
            yield '--symlinks' if self.symlinks else '--copies'
        if not self.with_pip:
            yield '--without-pip'
        if self.system_site_packages:
            yield '--system-site-packages'
        if self.clear:
            yield '--clear'
        if self.upgrade:
            yield '--upgrade'
        if self.upgrade_deps:
            yield '--upgrade-deps'
        if self.orig_prompt is not None:
            yield f'--prompt="{self.orig_prompt}"'
        if not self.scm_ignore_files:
            yield '--without-scm-ignore-files'

    def symlink_or_copy(self, src, dst, relative_symlinks_ok=False):
        """Make a link to a file; copy the file where that is asked for or links cannot be made."""
        if self.symlinks:
            try:
                if not os.path.islink(dst):
                    os.symlink(os.path.basename(src) if relative_symlinks_ok else src, dst)
                return
            except OSError:
                logger.warning('Unable to symlink %r to %r', src, dst)
        shutil.copyfile(src, dst)

    def create_git_ignore_file(self, context):
        """Keep the environment out of Git."""
        with open(os.path.join(context.env_dir, '.gitignore'), 'w', encoding='utf-8') as file:
            file.write('# Created by venv; see https://docs.python.org/3/library/venv.html\n*\n')

    def setup_python(self, context):
        """Put a python into the environment, under all its names."""
        # The command finds the rest of itself from where it stands: it is linked to, whatever was asked for.
        symlinks, self.symlinks = self.symlinks, True
        if not os.path.islink(context.env_exe):
            self.symlink_or_copy(context.executable, context.env_exe)
        for name in ('python', 'python3', f'python3.{sys.version_info[1]}', '𝜋thon'):
            path = os.path.join(context.bin_path, name)
            if not os.path.exists(path):
                self.symlink_or_copy(context.env_exe, path, relative_symlinks_ok=True)
        self.symlinks = symlinks

    def _call_new_python(self, context, *py_args, **kwargs):
        """Run the environment's python."""
        env = kwargs['env'] = os.environ.copy()
        env['VIRTUAL_ENV'] = context.env_dir
        env.pop('PYTHONHOME', None)
        env.pop('PYTHONPATH', None)
        kwargs['cwd'] = context.env_dir
        kwargs['executable'] = context.env_exec_cmd
        subprocess.check_output([context.env_exec_cmd, *py_args], **kwargs)

    def _setup_pip(self, context):
        """Install pip, or say that it is not there to be installed."""
        if importlib.util.find_spec('ensurepip') is None:
            print('pip was not installed into the environment: there is no ensurepip', file=sys.stderr)
            return
        self._call_new_python(context, '-m', 'ensurepip', '--upgrade', '--default-pip', stderr=subprocess.STDOUT)

    def setup_scripts(self, context):
        """Put the scripts into the environment that activate it."""
        context.script_path = context.bin_path
        for name, text in SCRIPTS.items():
            with open(os.path.join(context.bin_path, name), 'w', encoding='utf-8') as file:
                file.write(self.replace_variables(text, context))

    def post_setup(self, context):
        """Nothing: derived classes install what they want."""

    def replace_variables(self, text, context):
        """Put what is known of an environment into the text of a script, quoted for its shell."""
        for name, value in (
            ('__VENV_DIR__', context.env_dir),
            ('__VENV_NAME__', context.env_name),
            ('__VENV_PROMPT__', context.prompt),
            ('__VENV_BIN_NAME__', context.bin_name),
            ('__VENV_PYTHON__', context.env_exe),
        ):
            text = text.replace(name, shlex.quote(value))
        return text

    def install_scripts(self, context, path):
        """Copy the scripts of a folder into the environment: those in `common`, and those for this system."""
        for folder in ('common', os.name):
            top = os.path.join(path, folder)
            for root, _, files in os.walk(top):
                target = os.path.join(context.bin_path, os.path.relpath(root, top))
                os.makedirs(target, exist_ok=True)
                for name in files:
                    source, copy = os.path.join(root, name), os.path.join(target, name)
                    with open(source, 'rb') as file:
                        data = file.read()
                    try:
                        data = self.replace_variables(data.decode('utf-8'), context).encode('utf-8')
                    except UnicodeDecodeError as e:
                        logger.warning('unable to copy script %r, may be binary: %s', source, e)
                        continue
                    with open(copy, 'wb') as file:
                        file.write(data)
                    shutil.copymode(source, copy)

    def upgrade_dependencies(self, context):
        """Have pip fetch the newest versions of the packages that every environment has."""
        self._call_new_python(context, '-m', 'pip', 'install', '--upgrade', *CORE_VENV_DEPS)


def create(
    env_dir,
    system_site_packages=False,
    clear=False,
    symlinks=False,
    with_pip=False,
    prompt=None,
    upgrade_deps=False,
    *,
    scm_ignore_files=frozenset(),
):
    """Make a virtual environment in a folder."""
    builder = EnvBuilder(
        system_site_packages=system_site_packages,
        clear=clear,
        symlinks=symlinks,
        with_pip=with_pip,
        prompt=prompt,
        upgrade_deps=upgrade_deps,
        scm_ignore_files=scm_ignore_files,
    )
    builder.create(env_dir)


def main(args=None):
    """The command `python -m venv`."""
    import argparse

    parser = argparse.ArgumentParser(
        description='Creates virtual Python environments in one or more target directories.',
        epilog='Once an environment has been created, you may wish to activate it, e.g. by sourcing an activate '
        'script in its bin directory.',
    )
    add = parser.add_argument
    add('dirs', metavar='ENV_DIR', nargs='+', help='A directory to create the environment in.')
    add(
        '--system-site-packages',
        default=False,
        action='store_true',
        dest='system_site',
        help='Give the virtual environment access to the system site-packages dir.',
    )
    links = parser.add_mutually_exclusive_group()
    links.add_argument(
        '--symlinks',
        default=True,
        action='store_true',
        help='Try to use symlinks rather than copies, when symlinks are not the default for the platform.',
    )
    links.add_argument(
        '--copies',
        dest='symlinks',
        action='store_false',
        help='Try to use copies rather than symlinks, even when symlinks are the default for the platform.',
    )
    add(
        '--clear',
        default=False,
        action='store_true',
        help='Delete the contents of the environment directory if it already exists, before environment creation.',
    )
    add(
        '--upgrade',
        default=False,
        action='store_true',
        help='Upgrade the environment directory to use this version of Python, assuming Python has been upgraded '
        'in-place.',
    )
    add(
        '--without-pip',
        dest='with_pip',
        default=True,
        action='store_false',
        help='Skips installing or upgrading pip in the virtual environment (pip is bootstrapped by default)',
    )
    add('--prompt', help='Provides an alternative prompt prefix for this environment.')
    add(
        '--upgrade-deps',
        default=False,
        action='store_true',
        help=f'Upgrade core dependencies ({", ".join(CORE_VENV_DEPS)}) to the latest version in PyPI',
    )
    add(
        '--without-scm-ignore-files',
        dest='scm_ignore_files',
        action='store_const',
        const=frozenset(),
        default=frozenset(['git']),
        help='Skips adding SCM ignore files to the environment directory (Git is supported by default).',
    )
    options = parser.parse_args(args)
    if options.upgrade and options.clear:
        raise ValueError('you cannot supply --upgrade and --clear together.')
    builder = EnvBuilder(
        system_site_packages=options.system_site,
        clear=options.clear,
        symlinks=options.symlinks,
        upgrade=options.upgrade,
        with_pip=options.with_pip,
        prompt=options.prompt,
        upgrade_deps=options.upgrade_deps,
        scm_ignore_files=options.scm_ignore_files,
    )
    for folder in options.dirs:
        builder.create(folder)


if __name__ == '__main__':
    try:
        main()
    except Exception as e:
        print(f'Error: {e}', file=sys.stderr)
        sys.exit(1)
