"""Small exact parsers, one subject a file. Each is total: it gives a value or raises `Unreadable`, never a guess.

A parser sees one cell. What it refuses it describes by reason code and by the *shape* of the text (digits as 9,
letters as a), so that no message, log or report carries personal data.
"""
