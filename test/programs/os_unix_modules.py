# fcntl, resource, pwd and grp.
import fcntl, grp, os, pwd, resource, tempfile
u = pwd.getpwuid(0)
print(u.pw_name, u[2], u.pw_dir, type(u).__name__, pwd.getpwnam('root') == u, u in pwd.getpwall())
g = grp.getgrgid(0)
print(g.gr_name, g.gr_gid, grp.getgrnam('root') == g)
for f in (lambda: pwd.getpwnam('no such'), lambda: pwd.getpwuid(987654321), lambda: grp.getgrgid(987654321), lambda: grp.getgrnam('no such'),
          lambda: pwd.getpwnam(3), lambda: grp.getgrgid('x'), lambda: resource.getrlimit(99), lambda: resource.getrusage(55),
          lambda: resource.setrlimit(resource.RLIMIT_NOFILE, (1,)), lambda: fcntl.fcntl(-5, fcntl.F_GETFD), lambda: fcntl.fcntl(9999, fcntl.F_GETFD)):
    try:
        print(f())
    except Exception as e:
        print(type(e).__name__, e)
soft, hard = resource.getrlimit(resource.RLIMIT_CORE)
resource.setrlimit(resource.RLIMIT_CORE, (0, hard))
print(resource.getrlimit(resource.RLIMIT_CORE)[0], resource.RLIM_INFINITY)
r = resource.getrusage(resource.RUSAGE_SELF)
print(r.ru_maxrss > 1000, r.ru_utime >= 0, len(r), resource.getpagesize())
with tempfile.TemporaryFile() as f:
    print(fcntl.flock(f, fcntl.LOCK_EX), fcntl.lockf(f, fcntl.LOCK_EX | fcntl.LOCK_NB), fcntl.lockf(f.fileno(), fcntl.LOCK_UN))
    print(fcntl.fcntl(f, fcntl.F_GETFD) & fcntl.FD_CLOEXEC)
    fcntl.fcntl(f, fcntl.F_SETFD, 0)
    print(fcntl.fcntl(f, fcntl.F_GETFD), os.get_inheritable(f.fileno()))
r, w = os.pipe()
fcntl.fcntl(r, fcntl.F_SETFL, fcntl.fcntl(r, fcntl.F_GETFL) | os.O_NONBLOCK)
try:
    os.read(r, 1)
except BlockingIOError as e:
    print(e)
os.write(w, b'abc')
