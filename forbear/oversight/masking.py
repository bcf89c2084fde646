"""Names and addresses as those see them who need to recognise a person but not to reach one."""

HIDDEN = "＊＊"


def masked_name(name: str) -> str:
    """`李＊＊`, `W＊＊`: the first character only; nothing stays nothing."""
    return f"{name[0]}{HIDDEN}" if name else ""


def masked_address(kind: str, value: str) -> str:
    """`+86＊＊0010`, `w＊＊@example.org`; a postal address is hidden whole."""
    if kind == "email":
        name, at, domain = value.rpartition("@")
        return f"{name[:1]}{HIDDEN}{at}{domain}"
    return f"{value[:3]}{HIDDEN}{value[-4:]}" if kind == "mobile" and len(value) > 9 else HIDDEN
