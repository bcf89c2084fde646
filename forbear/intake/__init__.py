"""How facts come in: sources are read, cleaned, checked, matched and kept in the lake. Decides nothing about people.

Read `collect.py` first: it is the road of one row. Every row of every file ends as taken, changed, unchanged or
quarantined with a reason; nothing is dropped silently.
"""
