"""What `opcode` asks for. CPython's instructions do not exist here."""


def stack_effect(opcode, oparg=None, /, *, jump=None):
    raise ValueError("invalid opcode or oparg")


def get_specialization_stats():
    return None
