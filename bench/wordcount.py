"""Counts words of generated text: splitting, dicts, sorting with keys."""
import sys

SYLLABLES = ["ba", "ce", "di", "fo", "gu", "ha", "je", "ki", "lo", "mu", "na", "pe", "ri", "so", "tu"]


def generate(count):
    state = 2463534242
    lines, line = [], []
    for i in range(count):
        state ^= (state << 13) & 0xFFFFFFFF
        state ^= state >> 17
        state ^= (state << 5) & 0xFFFFFFFF
        word = SYLLABLES[state % 15] + SYLLABLES[(state >> 8) % 15 * (state >> 20) % 15]
        if state & 64:
            word = word.capitalize()
        line.append(word + ("," if state & 1024 else ""))
        if len(line) == 12:
            lines.append(" ".join(line) + ".")
            line = []
    return "\n".join(lines)


def count_words(text):
    counts = {}
    for line in text.splitlines():
        for word in line.split():
            word = word.strip(",.").lower()
            if word in counts:
                counts[word] += 1
            else:
                counts[word] = 1
    return counts


def letter_pairs(counts):
    pairs = {}
    for word, n in counts.items():
        for a, b in zip(word, word[1:]):
            pairs[a + b] = pairs.get(a + b, 0) + n
    return pairs


def by_length(counts):
    groups = {}
    for word in counts:
        groups.setdefault(len(word), []).append(word)
    return {length: sorted(words)[:3] for length, words in sorted(groups.items())}


def work(count=80000):
    counts = count_words(generate(count))
    top = sorted(counts.items(), key=lambda item: (-item[1], item[0]))[:8]
    pairs = max(letter_pairs(counts).items(), key=lambda item: (item[1], item[0]))
    return len(counts), top, pairs, by_length(counts)


if __name__ == "__main__":
    print(work(int(sys.argv[1])) if len(sys.argv) > 1 else work())
