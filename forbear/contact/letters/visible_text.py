"""What a person sees of an HTML body: for screening its words, for the record, for a portal message as text."""

from html.parser import HTMLParser

_LINES = {"p", "h1", "h2", "h3", "li", "div", "header", "main", "footer", "section", "dl", "ol", "ul"}
_UNSEEN = {"style", "title", "script"}


def visible_text(html: str) -> str:
    """The text of `html`, one line a paragraph, without style and title."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    lines = ("".join(reader.pieces)).split("\n")
    return "\n".join(line for line in (" ".join(line.split()) for line in lines) if line)


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.pieces: list[str] = []
        self.unseen = 0

    def handle_starttag(self, tag: str, _attributes: list[tuple[str, str | None]]) -> None:
        self.unseen += tag in _UNSEEN
        self.pieces.append("\n" if tag in _LINES else "")

    def handle_endtag(self, tag: str) -> None:
        self.unseen -= tag in _UNSEEN
        self.pieces.append("\n" if tag in _LINES else ": " if tag == "dt" else "")

    def handle_data(self, data: str) -> None:
        if not self.unseen:
            self.pieces.append(" ".join(data.split("\n")))
