# Aliases of characters' names in \\N{...}.
print([hex(ord(c)) for c in "\N{BYTE ORDER MARK}\N{LINE FEED}\N{NBSP}\N{ESC}\N{ZWJ}\N{LATIN SMALL LETTER A}"])
