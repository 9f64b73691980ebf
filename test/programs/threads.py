import threading, queue, time, sys
res = []
ts = [threading.Thread(target=lambda i=i: res.append(i)) for i in range(5)]
[x.start() for x in ts]; [x.join() for x in ts]; print(sorted(res))
q = queue.Queue()
def prod():
    for i in range(100): q.put(i)
    q.put(None)
t = threading.Thread(target=prod); t.start()
s = 0
while (x := q.get()) is not None: s += x
t.join(); print(s)
lock = threading.Lock(); n = 0
def inc():
    global n
    for _ in range(20000):
        with lock: n += 1
ts = [threading.Thread(target=inc) for _ in range(4)]
[x.start() for x in ts]; [x.join() for x in ts]; print(n)
ev = threading.Event()
def waiter(): ev.wait(); print("woke")
t = threading.Thread(target=waiter); t.start(); time.sleep(0.05); ev.set(); t.join()
print(lock.acquire(timeout=0.01), lock.acquire(timeout=0.05)); lock.release()
loc = threading.local(); loc.x = 1
def tl(): print(hasattr(loc, "x")); loc.x = 2
t = threading.Thread(target=tl); t.start(); t.join(); print(loc.x)
def bad(): raise ValueError("in thread")
t = threading.Thread(target=bad, name="T1"); t.start(); t.join()
c = threading.Condition(); items = []
def cons():
    with c:
        while not items: c.wait()
        print("got", items.pop())
t = threading.Thread(target=cons); t.start()
with c: items.append(5); c.notify()
t.join()
from concurrent.futures import ThreadPoolExecutor
with ThreadPoolExecutor(4) as ex: print(list(ex.map(lambda x: x * x, range(10))), ex.submit(pow, 2, 5).result())
def work(k):
    d = {}
    for i in range(50000): d[i % 100] = [i, str(i)]
    return len(d) + k
with ThreadPoolExecutor(3) as ex: print(sorted(ex.map(work, range(3))))
r = threading.RLock()
with r:
    with r: print("rlock")
b = threading.Barrier(2)
def bar(): b.wait()
t = threading.Thread(target=bar); t.start(); b.wait(); t.join()
tm = threading.Timer(0.02, print, ["timer"]); tm.start(); tm.join()
print(threading.current_thread().name, threading.active_count(), threading.main_thread() is threading.current_thread())
sem = threading.Semaphore(1)
with sem: print("sem")
total = 0
for i in range(300000): total += i
print(total)
