"""Filters that put codes, amounts, days and stored sentences into the page's language. No rule lives here."""

from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from django import template
from django.conf import settings
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from forbear.care import words
from forbear.casefile import clock
from forbear.contact.letters import figures
from forbear.kernel.languages import LANGUAGES
from forbear.kernel.money import Money
from forbear.oversight import charts, labels

register = template.Library()


def page_language() -> str:
    """The page's language as the casefile spells it."""
    active = (get_language() or "").lower()
    return next((language for language in LANGUAGES if language.lower() == active), LANGUAGES[0])


@register.filter
def label(code: Any, kind: str) -> str:
    """`{{ person.stage|label:"stage" }}`"""
    return labels.label(code, kind)


@register.filter
def capital(text: str) -> str:
    """With a capital at its start, where the language has capitals."""
    return labels.capital(str(text))


@register.filter
def money(amount: Money | None) -> str:
    """An amount in words of the page's language; a dash where the source does not tell."""
    return "—" if amount is None else figures.amount(amount, page_language())


@register.filter
def day(value: date | None) -> str | SafeString:
    """A day, with its year unless that is this year."""
    if value is None:
        return "—"
    today = clock.now().astimezone(_zone()).date()
    return format_html('<time datetime="{}">{}</time>', value.isoformat(), figures.day(value, page_language(), today))


@register.filter
def moment(value: datetime | None) -> str | SafeString:
    """An instant as day and time of the installation's zone."""
    if value is None:
        return "—"
    local = value.astimezone(_zone())
    today = clock.now().astimezone(_zone()).date()
    text = f"{figures.day(local.date(), page_language(), today)} {local:%H:%M}"
    return format_html('<time datetime="{}">{}</time>', local.isoformat(timespec="seconds"), text)


@register.filter
def dayof(value: datetime) -> str | SafeString:
    """The day alone of an instant, in the installation's zone."""
    return day(value.astimezone(_zone()).date())


@register.filter
def clocktime(value: datetime | None) -> str:
    """The time of day of an instant, in the installation's zone."""
    return "—" if value is None else f"{value.astimezone(_zone()):%H:%M}"


@register.filter
def said(stored: Any) -> str:
    """A stored sentence in the page's language."""
    return words.said(stored, page_language())


@register.filter
def number(value: Any) -> str:
    """A whole number with grouped thousands."""
    return "—" if value is None else f"{value:,}"


@register.filter
def percent(value: float | None) -> str:
    """A share of one as a percentage."""
    return "—" if value is None else f"{100 * value:.0f} %"


@register.filter
def signed(value: Any) -> str:
    """A reason's weight in the score, with its sign; nothing where there is none."""
    return f"{value:+.2f}" if isinstance(value, (int, float)) else ""


@register.filter
def counted(counts: Any) -> str:
    """A step's counts in one line."""
    return charts.counted(counts)


@register.filter
def pairs(facts: Any) -> str:
    """Facts of a verdict or alert in one line; `..._minor` are hundredths of the person's currency."""
    if not isinstance(facts, dict):
        return str(facts)
    return " · ".join(f"{labels.label(name, 'fact')}: {_fact(name, value)}" for name, value in facts.items())


def _fact(name: str, value: Any) -> str:
    if name.endswith("_minor") and isinstance(value, int):
        return f"{value / 100:,.2f}"
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value)


@register.filter
def of(counts: Any, key: str) -> Any:
    """The entry of a mapping."""
    return counts.get(key, 0)


@register.simple_tag
def html_lang() -> str:
    """The page's language for the `lang` attribute."""
    return page_language()


@register.simple_tag
def lender() -> str:
    """The lender's name in the page's language."""
    return str(settings.FORBEAR_LENDER.names[page_language()])


def _zone() -> ZoneInfo:
    return ZoneInfo(settings.CONFIGURATION.zone)
