"""The demo bank: a seeded, believable small lender whose five systems do not agree with each other.

Nobody in it exists and nothing in it can reach anybody. Not read by the product's day; see docs/reference/demo-bank.md.
"""

from forbear.intake.demobank.generator import Summary, generate

__all__ = ["Summary", "generate"]
