"""A small ray tracer: vector classes with operators, spheres, a plane, shadows."""
import math
import sys


class Vector:
    def __init__(self, x, y, z):
        self.x = x
        self.y = y
        self.z = z

    def __add__(self, other):
        return Vector(self.x + other.x, self.y + other.y, self.z + other.z)

    def __sub__(self, other):
        return Vector(self.x - other.x, self.y - other.y, self.z - other.z)

    def __mul__(self, factor):
        return Vector(self.x * factor, self.y * factor, self.z * factor)

    __rmul__ = __mul__

    def __neg__(self):
        return Vector(-self.x, -self.y, -self.z)

    def dot(self, other):
        return self.x * other.x + self.y * other.y + self.z * other.z

    @property
    def length(self):
        return math.sqrt(self.dot(self))

    def normalised(self):
        return self * (1.0 / self.length)

    def reflect(self, normal):
        return self - 2.0 * self.dot(normal) * normal


class Ray:
    def __init__(self, origin, direction):
        self.origin = origin
        self.direction = direction.normalised()

    def at(self, t):
        return self.origin + self.direction * t


class Material:
    def __init__(self, colour, shine=0.0):
        self.colour = colour
        self.shine = shine

    def colour_at(self, point):
        return self.colour


class Checks(Material):
    def __init__(self, one, two):
        super().__init__(one)
        self.other = two

    def colour_at(self, point):
        return self.colour if (math.floor(point.x) + math.floor(point.z)) % 2 else self.other


class Sphere:
    def __init__(self, centre, radius, material):
        self.centre = centre
        self.radius = radius
        self.material = material

    def hit(self, ray):
        to = self.centre - ray.origin
        along = to.dot(ray.direction)
        disc = self.radius * self.radius - to.dot(to) + along * along
        if disc < 0.0:
            return None
        t = along - math.sqrt(disc)
        return t if t > 1e-6 else None

    def normal_at(self, point):
        return (point - self.centre).normalised()


class Plane:
    def __init__(self, point, normal, material):
        self.point = point
        self.normal = normal.normalised()
        self.material = material

    def hit(self, ray):
        slope = ray.direction.dot(self.normal)
        if abs(slope) < 1e-6:
            return None
        t = (self.point - ray.origin).dot(self.normal) / slope
        return t if t > 1e-6 else None

    def normal_at(self, point):
        return self.normal


class Scene:
    def __init__(self):
        self.objects = []
        self.lights = []
        self.sky = Vector(0.2, 0.3, 0.5)

    def nearest(self, ray):
        best = None
        for thing in self.objects:
            t = thing.hit(ray)
            if t is not None and (best is None or t < best[0]):
                best = (t, thing)
        return best

    def in_shadow(self, point, light):
        ray = Ray(point, light - point)
        return any(thing.hit(ray) is not None for thing in self.objects)

    def trace(self, ray, depth=0):
        found = self.nearest(ray)
        if found is None:
            return self.sky
        t, thing = found
        point = ray.at(t)
        normal = thing.normal_at(point)
        colour = thing.material.colour_at(point)
        result = colour * 0.1
        for light in self.lights:
            if not self.in_shadow(point, light):
                strength = (light - point).normalised().dot(normal)
                if strength > 0.0:
                    result = result + colour * strength
        shine = thing.material.shine
        if shine > 0.0 and depth < 3:
            bounced = self.trace(Ray(point, ray.direction.reflect(normal)), depth + 1)
            result = result * (1.0 - shine) + bounced * shine
        return result


def make_scene():
    scene = Scene()
    scene.lights += [Vector(8.0, 12.0, -6.0), Vector(-10.0, 9.0, 3.0)]
    scene.objects.append(Plane(Vector(0.0, -1.0, 0.0), Vector(0.0, 1.0, 0.0),
                               Checks(Vector(0.9, 0.9, 0.9), Vector(0.1, 0.1, 0.1))))
    for i in range(5):
        angle = i * 1.3
        scene.objects.append(Sphere(Vector(2.0 * math.sin(angle), -0.3 + 0.25 * i, 5.0 + 2.0 * math.cos(angle)),
                                    0.7, Material(Vector(0.2 + 0.15 * i, 0.8 - 0.1 * i, 0.5), 0.3)))
    return scene


def work(size=80):
    scene = make_scene()
    eye = Vector(0.0, 1.0, -4.0)
    total = Vector(0.0, 0.0, 0.0)
    digest = 0
    for row in range(size):
        for col in range(size):
            direction = Vector((col - size / 2) / size, (size / 2 - row) / size - 0.15, 1.0)
            colour = scene.trace(Ray(eye, direction))
            total = total + colour
            digest = (digest * 31 + int(255 * min(1.0, colour.x))) % 1000000007
    return f"{total.x:.6f} {total.y:.6f} {total.z:.6f} {digest}"


if __name__ == "__main__":
    print(work(int(sys.argv[1])) if len(sys.argv) > 1 else work())
