"""Benchmarks, each beside its floor (the least work that could do) and a peer, as ratios within one run.

Not part of the wheel: `forbear bench` needs a checkout. Figures and how to repeat them: bench/RESULTS.md.
"""
