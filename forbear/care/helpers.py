"""Gives every borrower one named person who looks after them, and keeps it that way.

A named person matters more than any wording (PRODUCT.md, "What the evidence says"). Collectors and counsellors are
kept apart elsewhere; a helper is an agent.
"""

from itertools import cycle

from django.db.models import Count

from forbear.casefile.models import Person, Role, Staff


def assign() -> int:
    """Share out people without a helper among the active agents, fewest first. Returns how many were given one."""
    agents = list(
        Staff.objects.filter(role=Role.AGENT, is_active=True).annotate(load=Count("helped")).order_by("load", "pk")
    )
    if not agents:
        return 0
    waiting = list(Person.objects.filter(helper=None).order_by("pk"))
    for person, agent in zip(waiting, cycle(agents), strict=False):
        person.helper = agent
    Person.objects.bulk_update(waiting, ["helper"], batch_size=1000)
    return len(waiting)
