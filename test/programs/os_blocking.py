# Calls that block let other threads run: pipes, waiting for programs; fork with threads.
import os, threading, subprocess, time, sys
# blocking calls let other threads run
r, w = os.pipe()
out = []
def reader():
    out.append(os.read(r, 10))
    with os.fdopen(r2) as f: out.append(f.readline())
r2, w2 = os.pipe()
t = threading.Thread(target=reader); t.start()
for i in range(3): time.sleep(0.01)
os.write(w, b"x"); 
os.write(w2, b"line\n"); os.close(w2)
t.join(); print(out)
ps = []
def runit(i): ps.append(subprocess.run(["sh","-c",f"sleep 0.5; exit {i}"]).returncode)
t0=time.time()
t0 = time.time()
ts=[threading.Thread(target=runit,args=(i,)) for i in range(4)]
[t.start() for t in ts]; [t.join() for t in ts]
print(sorted(ps), time.time()-t0 < 1.9)
pid = os.fork()
if pid == 0:
    t=threading.Thread(target=lambda: print("child thread", flush=True)); t.start(); t.join(); os._exit(7)
print(os.waitstatus_to_exitcode(os.waitpid(pid,0)[1]))
import select
r, w = os.pipe()
p = select.poll()
p.register(r, select.POLLIN)
print(p.poll(0), p.poll(10))
os.write(w, b"ready")
print([e for fd, e in p.poll() if fd == r] == [select.POLLIN], os.read(r, 5))
p.modify(r, 0)
p.unregister(r)
try: p.unregister(r)
except KeyError as e: print("KeyError", e.args[0] == r)
try: p.modify(r, 1)
except OSError as e: print(e)
try: p.register(-3)
except ValueError as e: print(e)
