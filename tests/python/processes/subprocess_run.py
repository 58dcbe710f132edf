"""Programs in processes of their own: their streams, folder, environment, status, and what prevents their start."""

import os
import subprocess
import sys

run = subprocess.run

print(run(["cat"], input=b"data", capture_output=True).stdout)
print(run("echo out; echo err >&2; exit 3", shell=True, capture_output=True, text=True).args)
print(run("echo out; echo err >&2; exit 3", shell=True, capture_output=True, text=True).returncode)
print(run("echo err >&2", shell=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT).stdout)
print(run(["pwd"], cwd="/", capture_output=True, text=True).stdout)
print(run("echo $NAME", shell=True, env={"NAME": "value"}, capture_output=True, text=True).stdout)
print(run("umask", shell=True, umask=0o77, capture_output=True, text=True).stdout)
for arguments, folder in (["/nonexistent/program"], None), (["true"], "/nonexistent"):
    try:
        run(arguments, cwd=folder)
    except OSError as error:
        print(type(error).__name__, error.filename)
try:
    run(["sleep", "10"], timeout=0.05)
except subprocess.TimeoutExpired as error:
    print(error)
process = subprocess.Popen(["sleep", "10"])
print(process.poll())
process.terminate()
print(process.wait())
program = "import sys; print(sys.stdin.read().upper()); sys.exit(7)"
done = run([sys.executable, "-c", program], input="text", capture_output=True, text=True)
print(done.stdout, done.returncode)

# Descriptors are inherited where that was asked for.
read, write = os.pipe()
run([sys.executable, "-c", f"import os; os.write({write}, b'through')"], pass_fds=[write])
os.close(write)
print(os.read(read, 100))

print(os.waitstatus_to_exitcode(os.system("exit 5")))
child = os.posix_spawn("/bin/sh", ["sh", "-c", "exit 6"], os.environ)
print(os.waitpid(child, 0)[1] >> 8)
print(os.popen("echo popen").read())
