"""What helps most? Playbooks as decision tables, a person's situation, what staff can do in a day. Pure.

Must not decide what is lawful (the gate does, after this) and must not send anything: it only proposes, and says why.
"""
