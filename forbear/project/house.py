"""Opens everything a day needs from the configuration. Must be called after the casefile is open."""

from collections.abc import Mapping
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING

from django.conf import settings as django_settings

from forbear.casefile import clock
from forbear.contact import judging
from forbear.contact.channels import open_channels
from forbear.contact.letters import Library
from forbear.flow import House
from forbear.kernel.errors import BadInput
from forbear.project.configuration import Configuration
from forbear.risk.registry import shipped_card
from forbear.strategy.capacity import Capacity
from forbear.strategy.playbook import load_playbook

if TYPE_CHECKING:
    from forbear.project.entry import Runtime


def open_house(runtime: "Runtime") -> House:
    """The house of this installation."""
    settings = runtime.configuration
    return House(
        home=runtime.home,
        engine=runtime.engine,
        vault=runtime.vault,
        lawbook=judging.lawbook(),
        playbook=load_playbook(_playbook(settings.playbook)),
        card=shipped_card("behaviour"),
        library=Library.load(),
        lender=django_settings.FORBEAR_LENDER,
        routes=open_channels(routes(settings), clock.now),
        capacity=Capacity(hours(settings.staff_hours)),
        zone=settings.zone,
        demo=settings.demo,
    )


def routes(settings: Configuration) -> dict[str, dict[str, object]]:
    """What carries each kind of message, from e.g. `sms=file,email=email,portal=portal`."""
    options: Mapping[str, dict[str, object]] = {
        "file": {"folder": str(settings.home / "outbox")},
        "console": {},
        "portal": {},
        "email": {
            "host": settings.smtp_host, "port": settings.smtp_port, "security": settings.smtp_security,
            "sender": settings.mail_from, "sender_name": settings.lender_en,
            "unsubscribe_url": f"{settings.public_url.rstrip('/')}/stop/{{message_id}}/",
            **({"username": settings.smtp_user, "password": settings.smtp_password} if settings.smtp_user else {}),
        },
    }  # fmt: skip
    chosen = _pairs(settings.routes, "FORBEAR_ROUTES")
    unknown = sorted(set(chosen.values()) - set(options))
    if unknown:
        known = ", ".join(options)
        raise BadInput(f"there is no adapter {unknown[0]!r}.", where="FORBEAR_ROUTES", mend=f"Known: {known}.")
    return {kind: {"adapter": adapter, **options[adapter]} for kind, adapter in chosen.items()}


def hours(text: str) -> dict[str, float]:
    """Staff hours a day by kind of staff, from e.g. `agent=40,counsellor=16`."""
    where = "FORBEAR_STAFF_HOURS"
    try:
        return {kind: float(number) for kind, number in _pairs(text, where).items()}
    except ValueError as error:
        raise BadInput("hours are numbers.", where=where, mend="Write e.g. agent=40,counsellor=16.") from error


def _pairs(text: str, where: str) -> dict[str, str]:
    pairs = {key: value for key, _, value in (part.strip().partition("=") for part in text.split(",") if part.strip())}
    if not pairs or not all(key and value for key, value in pairs.items()):
        raise BadInput(f"{text!r} cannot be read.", where=where, mend="Write name=value pairs with commas between.")
    return pairs


def _playbook(name: str) -> Path:
    shipped = Path(str(files("forbear").joinpath(f"playbooks/{name}/playbook.yaml")))
    path = Path(name) if "/" in name or name.endswith(".yaml") else shipped
    if not path.is_file():
        raise BadInput(f"there is no playbook {name!r}.", where="FORBEAR_PLAYBOOK", mend="Use `standard` or a file.")
    return path
