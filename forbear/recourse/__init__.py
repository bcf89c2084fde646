"""How the law is invoked, step by step, and only by a human's decision."""
