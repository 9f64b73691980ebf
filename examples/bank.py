"""Classes, properties, exceptions, generators and f-strings in one page."""
from contextlib import contextmanager
from dataclasses import dataclass, field


class InsufficientFunds(Exception):
    def __init__(self, account, amount):
        super().__init__(f"{account.owner} has {account.balance}, not {amount}")
        self.account = account


@dataclass
class Account:
    owner: str
    balance: int = 0
    history: list = field(default_factory=list, repr=False)

    def deposit(self, amount):
        self.balance += amount
        self.history.append(amount)

    def withdraw(self, amount):
        if amount > self.balance:
            raise InsufficientFunds(self, amount)
        self.deposit(-amount)

    @property
    def busiest(self):
        return max(self.history, key=abs, default=0)


@contextmanager
def transaction(*accounts):
    before = [(a.balance, len(a.history)) for a in accounts]
    try:
        yield
    except InsufficientFunds as problem:
        for account, (balance, length) in zip(accounts, before):
            account.balance = balance
            del account.history[length:]
        print("rolled back:", problem)


def transfers(n):
    for i in range(1, n + 1):
        yield i * 37 % 101, i % 2 == 0


def main():
    ada, bob = Account("Ada", 500), Account("Bob", 300)
    for amount, backwards in transfers(40):
        source, target = (bob, ada) if backwards else (ada, bob)
        with transaction(source, target):
            target.deposit(amount)
            source.withdraw(amount)
    for account in (ada, bob):
        match account:
            case Account(owner=name, balance=b) if b > 400:
                print(f"{name:>5} is rich: {b:6,} (busiest {account.busiest:+})")
            case Account(owner=name, balance=b):
                print(f"{name:>5} has {b:6,} (busiest {account.busiest:+})")


if __name__ == "__main__":
    main()
