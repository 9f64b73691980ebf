"""Planets under gravity: float arithmetic on attributes and lists."""
import math
import sys

PI = math.pi
SOLAR_MASS = 4 * PI * PI
DAYS = 365.24


class Body:
    def __init__(self, name, pos, vel, mass):
        self.name = name
        self.x, self.y, self.z = pos
        self.vx, self.vy, self.vz = vel
        self.mass = mass


def solar_system():
    return [
        Body("sun", (0.0, 0.0, 0.0), (0.0, 0.0, 0.0), SOLAR_MASS),
        Body("jupiter", (4.84143144246472, -1.1603200440274284, -0.10362204447112311),
             (0.001660076642744037 * DAYS, 0.007699011184197404 * DAYS,
              -6.90460016972063e-05 * DAYS), 0.0009547919384243266 * SOLAR_MASS),
        Body("saturn", (8.34336671824458, 4.124798564124305, -0.4035234171143214),
             (-0.002767425107268624 * DAYS, 0.004998528012349172 * DAYS,
              2.3041729757376393e-05 * DAYS), 0.0002858859806661308 * SOLAR_MASS),
        Body("uranus", (12.894369562139131, -15.111151401698631, -0.22330757889265573),
             (0.002964601375647616 * DAYS, 0.0023784717395948095 * DAYS,
              -2.9658956854023756e-05 * DAYS), 4.366244043351563e-05 * SOLAR_MASS),
        Body("neptune", (15.379697114850917, -25.919314609987964, 0.17925877295037118),
             (0.0026806777249038932 * DAYS, 0.001628241700382423 * DAYS,
              -9.515922545197159e-05 * DAYS), 5.1513890204661145e-05 * SOLAR_MASS),
    ]


def pairs_of(bodies):
    return [(a, b) for i, a in enumerate(bodies) for b in bodies[i + 1:]]


def advance(bodies, pairs, dt, steps):
    for _ in range(steps):
        for a, b in pairs:
            dx = a.x - b.x
            dy = a.y - b.y
            dz = a.z - b.z
            dist2 = dx * dx + dy * dy + dz * dz
            mag = dt / (dist2 * math.sqrt(dist2))
            am = a.mass * mag
            bm = b.mass * mag
            a.vx -= dx * bm
            a.vy -= dy * bm
            a.vz -= dz * bm
            b.vx += dx * am
            b.vy += dy * am
            b.vz += dz * am
        for body in bodies:
            body.x += dt * body.vx
            body.y += dt * body.vy
            body.z += dt * body.vz


def energy(bodies, pairs):
    total = 0.0
    for body in bodies:
        total += 0.5 * body.mass * (body.vx ** 2 + body.vy ** 2 + body.vz ** 2)
    for a, b in pairs:
        dx, dy, dz = a.x - b.x, a.y - b.y, a.z - b.z
        total -= a.mass * b.mass / math.sqrt(dx * dx + dy * dy + dz * dz)
    return total


def offset_momentum(bodies):
    px = sum(b.vx * b.mass for b in bodies)
    py = sum(b.vy * b.mass for b in bodies)
    pz = sum(b.vz * b.mass for b in bodies)
    sun = bodies[0]
    sun.vx, sun.vy, sun.vz = -px / SOLAR_MASS, -py / SOLAR_MASS, -pz / SOLAR_MASS


def work(steps=15000):
    bodies = solar_system()
    pairs = pairs_of(bodies)
    offset_momentum(bodies)
    before = energy(bodies, pairs)
    advance(bodies, pairs, 0.01, steps)
    return f"{before:.9f} {energy(bodies, pairs):.9f}"


if __name__ == "__main__":
    print(work(int(sys.argv[1])) if len(sys.argv) > 1 else work())
