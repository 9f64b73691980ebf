"""The sieve of Eratosthenes: a loop over lists, compiled after a moment."""
import sys


def sieve(limit):
    prime = [True] * (limit + 1)
    prime[0] = prime[1] = False
    for n in range(2, int(limit ** 0.5) + 1):
        if prime[n]:
            for multiple in range(n * n, limit + 1, n):
                prime[multiple] = False
    return [n for n, is_prime in enumerate(prime) if is_prime]


if __name__ == "__main__":
    limit = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000
    found = sieve(limit)
    print(f"{len(found)} primes up to {limit}, the last is {found[-1]}")
