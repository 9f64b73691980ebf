"""Martin Richards' operating-system simulation: tasks, queues, dispatch."""
import sys

IDLE, WORKER, HANDLER_A, HANDLER_B, DEVICE_A, DEVICE_B = range(1, 7)
DEV, WORK = 1000, 1001
BUFFER_SIZE = 4


class Packet:
    def __init__(self, link, ident, kind):
        self.link = link
        self.ident = ident
        self.kind = kind
        self.datum = 0
        self.data = [0] * BUFFER_SIZE

    def append_to(self, queue):
        self.link = None
        if queue is None:
            return self
        last = queue
        while last.link is not None:
            last = last.link
        last.link = self
        return queue


class DeviceRecord:
    def __init__(self):
        self.pending = None


class IdleRecord:
    def __init__(self, count):
        self.control = 1
        self.count = count


class HandlerRecord:
    def __init__(self):
        self.work_in = None
        self.device_in = None


class WorkerRecord:
    def __init__(self):
        self.destination = HANDLER_A
        self.count = 0


class Task:
    def __init__(self, scheduler, ident, priority, queue, record):
        self.scheduler = scheduler
        self.ident = ident
        self.priority = priority
        self.queue = queue
        self.record = record
        self.link = scheduler.task_list
        self.packet_pending = queue is not None
        self.task_waiting = queue is None
        self.task_holding = False
        scheduler.add(self)

    def run(self, packet):
        raise NotImplementedError

    def runnable(self):
        self.packet_pending = self.task_waiting = self.task_holding = False
        return self

    def is_blocked(self):
        return self.task_holding or (not self.packet_pending and self.task_waiting)

    def add_packet(self, packet, old):
        if self.queue is None:
            self.queue = packet
            self.packet_pending = True
            if self.priority > old.priority:
                return self
        else:
            packet.append_to(self.queue)
        return old

    def step(self):
        packet = None
        if self.packet_pending and self.task_waiting and not self.task_holding:
            packet = self.queue
            self.queue = packet.link
            self.task_waiting = False
            self.packet_pending = self.queue is not None
        return self.run(packet)

    def wait(self):
        self.task_waiting = True
        return self

    def hold(self):
        self.scheduler.holds += 1
        self.task_holding = True
        return self.link

    def release(self, ident):
        task = self.scheduler.find(ident)
        task.task_holding = False
        return task if task.priority > self.priority else self

    def send(self, packet):
        task = self.scheduler.find(packet.ident)
        self.scheduler.queued += 1
        packet.link = None
        packet.ident = self.ident
        return task.add_packet(packet, self)


class DeviceTask(Task):
    def run(self, packet):
        record = self.record
        if packet is None:
            packet = record.pending
            if packet is None:
                return self.wait()
            record.pending = None
            return self.send(packet)
        record.pending = packet
        return self.hold()


class HandlerTask(Task):
    def run(self, packet):
        record = self.record
        if packet is not None:
            if packet.kind == WORK:
                record.work_in = packet.append_to(record.work_in)
            else:
                record.device_in = packet.append_to(record.device_in)
        work = record.work_in
        if work is None:
            return self.wait()
        count = work.datum
        if count >= BUFFER_SIZE:
            record.work_in = work.link
            return self.send(work)
        device = record.device_in
        if device is None:
            return self.wait()
        record.device_in = device.link
        device.datum = work.data[count]
        work.datum = count + 1
        return self.send(device)


class IdleTask(Task):
    def run(self, packet):
        record = self.record
        record.count -= 1
        if record.count == 0:
            return self.hold()
        if record.control & 1 == 0:
            record.control //= 2
            return self.release(DEVICE_A)
        record.control = record.control // 2 ^ 0xD008
        return self.release(DEVICE_B)


class WorkTask(Task):
    def run(self, packet):
        if packet is None:
            return self.wait()
        record = self.record
        record.destination = HANDLER_B if record.destination == HANDLER_A else HANDLER_A
        packet.ident = record.destination
        packet.datum = 0
        for i in range(BUFFER_SIZE):
            record.count += 1
            if record.count > 26:
                record.count = 1
            packet.data[i] = ord("A") + record.count - 1
        return self.send(packet)


class Scheduler:
    def __init__(self):
        self.task_list = None
        self.table = [None] * 10
        self.holds = 0
        self.queued = 0

    def add(self, task):
        self.task_list = task
        self.table[task.ident] = task

    def find(self, ident):
        task = self.table[ident]
        if task is None:
            raise KeyError(ident)
        return task

    def schedule(self):
        task = self.task_list
        while task is not None:
            if task.is_blocked():
                task = task.link
            else:
                task = task.step()


def simulate(count):
    scheduler = Scheduler()
    IdleTask(scheduler, IDLE, 1, None, IdleRecord(count)).runnable()
    queue = Packet(None, 0, WORK)
    queue = Packet(queue, 0, WORK)
    WorkTask(scheduler, WORKER, 1000, queue, WorkerRecord())
    for ident, device, priority in ((HANDLER_A, DEVICE_A, 2000), (HANDLER_B, DEVICE_B, 3000)):
        queue = Packet(None, device, DEV)
        queue = Packet(queue, device, DEV)
        queue = Packet(queue, device, DEV)
        HandlerTask(scheduler, ident, priority, queue, HandlerRecord())
    DeviceTask(scheduler, DEVICE_A, 4000, None, DeviceRecord())
    DeviceTask(scheduler, DEVICE_B, 5000, None, DeviceRecord())
    scheduler.schedule()
    return scheduler.queued, scheduler.holds


def work(count=20000):
    return simulate(count)


if __name__ == "__main__":
    print(work(int(sys.argv[1])) if len(sys.argv) > 1 else work())
