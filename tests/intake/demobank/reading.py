"""A reading of the demo bank's exports that shares no code with the product: an independent witness."""

import csv
import io
import json
import re
from collections import Counter
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Any

from defusedxml import ElementTree
from openpyxl import load_workbook

from forbear.intake.demobank import Summary

AS_OF = date(2026, 11, 24)
NS = {"c": "urn:iso:std:iso:20022:tech:xsd:camt.053.001.08"}


@dataclass
class Exports:
    """The files of one bank as plain rows, with what the truth says to leave out."""

    folder: Path
    summary: Summary
    as_of: date = field(default=AS_OF)

    @cached_property
    def truth(self) -> dict[str, Any]:
        return json.loads((self.folder / "truth.json").read_text("utf-8"))

    def left_out(self, file: str) -> set[int]:
        """Rows that carry no money of their own: broken ones and repeats."""
        return {one["row"] for kind in ("broken", "repeats") for one in self.truth[kind] if one["file"] == file}

    @cached_property
    def core(self) -> dict[int, dict[str, str]]:
        text = (self.folder / "core_banking.csv").read_bytes().decode("gb18030")
        csv.field_size_limit(100_000)
        return dict(enumerate(csv.DictReader(io.StringIO(text, newline="")), start=2))

    @cached_property
    def events(self) -> dict[int, str]:
        return dict(enumerate((self.folder / "payments.jsonl").read_text("utf-8").split("\n"), start=1))

    @cached_property
    def entries(self) -> dict[int, Any]:
        root = ElementTree.fromstring((self.folder / "statement.camt053.xml").read_bytes())
        return dict(enumerate(root.iterfind(".//c:Ntry", NS), start=1))

    @cached_property
    def cards(self) -> dict[int, dict[str, Any]]:
        sheet = load_workbook(self.folder / "cards.xlsx")["信用卡"]
        header = [cell.value for cell in sheet[3]]
        rows = sheet.iter_rows(min_row=4, values_only=True)
        return {at: dict(zip(header, row, strict=True)) for at, row in enumerate(rows, start=4)}

    @cached_property
    def contacts(self) -> dict[int, dict[str, str]]:
        text = (self.folder / "contacts.csv").read_bytes().decode("utf-8-sig")
        return dict(enumerate(csv.DictReader(io.StringIO(text, newline=""), delimiter=";"), start=2))

    @cached_property
    def paid(self) -> Counter[str]:
        """Cents paid by loan key, from the three files that carry money; a loan without payments counts zero."""
        total: Counter[str] = Counter({loan["key"]: 0 for loan in self.truth["loans"]})
        for row, line in self.events.items():
            if row not in self.left_out("payments.jsonl"):
                event = json.loads(line)
                sign = -1 if event["status"] == "REFUND" else 1
                total["core_banking_csv:" + event["loan"]] += sign * cents(event["amount"])
        for row, entry in self.entries.items():
            if row not in self.left_out("statement.camt053.xml"):
                total["core_banking_csv:" + loan_of(entry)] += cents(entry.findtext("c:Amt", namespaces=NS))
        for row, cells in self.cards.items():
            if row not in self.left_out("cards.xlsx"):
                total[f"spreadsheet:{cells['客户编号']}-{cells['卡号末四位']}"] += cents(cells["本期已还"])
        return total


def cents(value: Any) -> int:
    """Cents of a number cell or of digits with a point."""
    whole, _, part = (f"{value:.2f}" if isinstance(value, (int, float)) else value).replace(",", "").partition(".")
    return int(whole) * 100 + int(part.ljust(2, "0") or 0)


def comma_cents(text: str) -> int:
    """Cents of an amount with a decimal comma."""
    return int(text.replace(".", "").replace(",", ""))


def day(text: str) -> date:
    """A day in any of the forms that core banking uses."""
    if "." in text:
        return date(*(int(part) for part in reversed(text.split("."))))
    parts = re.findall(r"\d+", text) if len(text) > 8 else [text[:4], text[4:6], text[6:]]
    return date(*(int(part) for part in parts))


def loan_of(entry: Any) -> str:
    texts = (entry.findtext(".//c:EndToEndId", namespaces=NS), entry.findtext(".//c:Ustrd", namespaces=NS))
    return re.findall(r"L\d{6}", " ".join(texts))[0]
