"""The borrower door: what I owe and why, what I can do, who can help. Holds no rules."""
