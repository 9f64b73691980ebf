# What os offers beyond files and directories: limits, ids, scheduling,
# descriptors, extended forms of waiting and running programs.
import os, sys, tempfile

print(os.sysconf("SC_PAGESIZE") == os.sysconf(os.sysconf_names["SC_PAGE_SIZE"]), os.sysconf("SC_CLK_TCK"))
for bad in ("SC_NO_SUCH", 1.5):
    try:
        os.sysconf(bad)
    except (ValueError, TypeError) as e:
        print(type(e).__name__, e)
print(os.pathconf("/", "PC_NAME_MAX"), os.fpathconf(0, "PC_PATH_MAX") > 0, len(os.confstr("CS_PATH")) > 3)
print(os.getgroups() == os.getgroups(), len(os.getresuid()), os.getsid(0) > 0)
v = os.statvfs("/")
print(type(v), v.f_bsize > 0, len(v), v.f_namemax, v[9])
print(all(isinstance(x, float) for x in os.getloadavg()))
print(os.getpriority(os.PRIO_PROCESS, 0) >= -20, os.sched_get_priority_max(os.SCHED_FIFO), os.sched_getscheduler(0))
print(os.sched_getparam(0), os.sched_param(0), os.sched_yield())
mask = os.sched_getaffinity(0)
os.sched_setaffinity(0, mask)
print(os.sched_getaffinity(0) == mask)

with tempfile.TemporaryDirectory() as d:
    path = os.path.join(d, "file")
    fd = os.open(path, os.O_RDWR | os.O_CREAT)
    print(os.pwrite(fd, b"hello world", 3), os.pread(fd, 5, 3), os.pread(fd, 100, 8))
    print(os.writev(fd, [b"ab", bytearray(b"c")]), os.pread(fd, 20, 0))
    os.posix_fallocate(fd, 0, 64)
    print(os.fstat(fd).st_size)
    os.lockf(fd, os.F_LOCK, 0)
    os.lockf(fd, os.F_ULOCK, 0)
    os.fchmod(fd, 0o640)
    print(oct(os.stat(path).st_mode & 0o777))
    os.chown(path, -1, -1)
    os.fdatasync(fd)
    other = os.open(os.path.join(d, "copy"), os.O_RDWR | os.O_CREAT)
    print(os.copy_file_range(fd, other, 11, 3), os.pread(other, 20, 0))
    print(os.sendfile(other, fd, 0, 3), os.lseek(other, 0, os.SEEK_CUR))
    os.close(fd)
    os.close(other)
    fifo = os.path.join(d, "fifo")
    os.mkfifo(fifo)
    import stat
    print(stat.S_ISFIFO(os.stat(fifo).st_mode))
    here = os.open(".", os.O_RDONLY)
    os.chdir(d)
    os.fchdir(here)
    os.close(here)
    print(os.getcwd() != d)
    try:
        os.statvfs(os.path.join(d, "missing"))
    except FileNotFoundError as e:
        print(e.errno, e.filename == os.path.join(d, "missing"))

e = os.eventfd(5)
os.eventfd_write(e, 7)
print(os.eventfd_read(e))
os.close(e)
m = os.memfd_create("name")
os.write(m, b"in memory")
print(os.pread(m, 9, 0), len(os.getrandom(16)))
os.close(m)
a, b = os.openpty()
print(os.isatty(b), os.ttyname(b).startswith("/dev/"), os.device_encoding(b))
os.close(a)
os.close(b)
print(os.major(os.makedev(8, 1)), os.minor(os.makedev(8, 1)))

sys.stdout.flush()
pid = os.fork()
if pid == 0:
    os.execv("/bin/sh", ["sh", "-c", "exit 7"])
print(os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]))
pid = os.fork()
if pid == 0:
    os.execve("/bin/sh", ("sh", "-c", "exit $CODE"), {"CODE": "9"})
print(os.WEXITSTATUS(os.wait()[1]))
pid = os.fork()
if pid == 0:
    os._exit(3)
r = os.waitid(os.P_PID, pid, os.WEXITED)
print(r.si_pid == pid, r.si_status, r.si_code == os.CLD_EXITED)
print(os.spawnv(os.P_WAIT, "/bin/sh", ["sh", "-c", "exit 4"]))
for bad in (lambda: os.execv("/bin/sh", []), lambda: os.execv("/bin/sh", [""]), lambda: os.execv("/bin/sh", "sh"),
            lambda: os.execve("/bin/sh", ["sh"], {"a=": "b"}), lambda: os.execv("/no/such", ["x"])):
    try:
        bad()
    except (ValueError, TypeError, OSError) as e:
        print(type(e).__name__, e)
print("asyncio" in sys.stdlib_module_names, len(sys.stdlib_module_names) > 200, type(sys.stdlib_module_names))
