# A virtual environment has a prefix and packages of its own, and the library of what made it.
import os
import subprocess
import sys
import tempfile
import venv

PROGRAM = '''
import os, sys, sysconfig, site
top = os.environ['TOP']
print(sys.prefix == sys.exec_prefix == top, sys.base_prefix == sys.base_exec_prefix == os.environ['BASE'])
print(os.path.relpath(sys.executable, top))
print([os.path.relpath(path, top) for path in sys.path if path.startswith(top)], site.ENABLE_USER_SITE)
print(os.path.relpath(sysconfig.get_path('purelib'), top), os.path.relpath(sysconfig.get_path('scripts'), top))
import only_here
'''

with tempfile.TemporaryDirectory() as folder:
    top = os.path.join(os.path.realpath(folder), 'environment')
    venv.create(top, scm_ignore_files={'git'}, prompt='name')
    print(sorted(os.listdir(top)))
    print(sorted(name for name in os.listdir(os.path.join(top, 'bin')) if name.startswith(('python', 'activate'))))
    with open(os.path.join(top, 'pyvenv.cfg')) as file:
        print([line.partition(' =')[0] for line in file])
    packages = os.path.join(top, 'lib', 'python3.14', 'site-packages')
    with open(os.path.join(packages, 'only_here.py'), 'w') as file:
        file.write('print("imported")')
    with open(os.path.join(packages, 'more.pth'), 'w') as file:
        file.write('import sys; print("a .pth file")\n../more\n')
    os.mkdir(os.path.join(packages, '..', 'more'))
    environ = dict(os.environ, TOP=top, BASE=sys.base_prefix)
    environ.pop('PYTHONHOME', None)
    python = os.path.join(top, 'bin', 'python')
    ran = subprocess.run([python, "-c", PROGRAM], env=environ, capture_output=True, text=True)
    print(ran.returncode, ran.stdout, ran.stderr)
    command = '. environment/bin/activate; python -c "import only_here"; echo $VIRTUAL_ENV_PROMPT; deactivate; echo $VIRTUAL_ENV'
    print(subprocess.run(['sh', '-c', command], cwd=os.path.dirname(top), capture_output=True, text=True).stdout)
    for wrong in (top + ':x', os.path.join(top, 'pyvenv.cfg')):
        try:
            venv.create(wrong)
        except (ValueError, OSError) as e:
            print(type(e).__name__, str(e).replace(top, 'TOP'))
