"""Addresses fit to be seen: enough to recognise one's own, too little to use."""


def masked(address: str) -> str:
    """`w***@example.org`, `+861***0001`: the first and last few characters; short ones entirely hidden."""
    name, at, domain = address.rpartition("@")
    if at and name:
        return f"{name[0]}***@{domain}"
    return f"{address[:4]}***{address[-4:]}" if len(address) >= 11 else "***"
