"""How many parts a text message takes, so that a letter's cost is known before it leaves.

GSM 7-bit default alphabet and extension table: 3GPP TS 23.038 section 6.2.1; part lengths with the 6-byte
concatenation header: TS 23.040. Anything outside the alphabet is sent as UCS-2 (UTF-16 units).
"""

_BASIC = set(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?"
    "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
_EXTENDED = set("\f^{}\\[~]|€")
_GSM_SINGLE, _GSM_PART, _UCS2_SINGLE, _UCS2_PART = 160, 153, 70, 67


def sms_parts(text: str) -> int:
    """Parts of `text`, at least 1. A character is never split between two parts (escape pairs, surrogates)."""
    if set(text) <= _BASIC | _EXTENDED:
        return _packed([2 if char in _EXTENDED else 1 for char in text], _GSM_SINGLE, _GSM_PART)
    return _packed([2 if ord(char) > 0xFFFF else 1 for char in text], _UCS2_SINGLE, _UCS2_PART)


def _packed(units: list[int], single: int, part: int) -> int:
    if sum(units) <= single:
        return 1
    parts, room = 1, part
    for unit in units:
        if unit > room:
            parts, room = parts + 1, part
        room -= unit
    return parts
