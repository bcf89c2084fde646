"""What is owed? Schedules, the order of setting off payments, days past due, plans. Pure: values in, values out.

Must not read a clock, a database or the network. Rules that are numbers or orders live in `playbooks/`.
"""
