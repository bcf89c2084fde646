"""What we know about the people who need something now: the one Django app with tables.

Holds no rule of law and no wording; rooms above act through `action` so that every act leaves one audit entry.
"""
