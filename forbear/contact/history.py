"""Past contacts as a frame, for the rooms that think in frames."""

import narwhals.stable.v2 as nw
import pyarrow as pa
from django.db.models import F

from forbear.casefile.models import ContactEvent
from forbear.intake.engine import Engine
from forbear.kernel.days import day_number

SCHEMA = pa.schema(
    [
        ("person_id", pa.string()),
        ("day", pa.int32()),
        ("direction", pa.string()),
        ("outcome", pa.string()),
        ("channel", pa.string()),
        ("letter", pa.string()),
    ]
)


def frame(engine: Engine) -> nw.LazyFrame:
    """One row a contact: person_id, day (UTC day number), direction, outcome, channel, letter ("" when none)."""
    rows = ContactEvent.objects.order_by("pk").values("person_id", "at", "direction", "outcome", "channel",
                                                      letter=F("message__letter"))  # fmt: skip
    columns = [
        {**{name: row[name] for name in SCHEMA.names if name != "day"}, "day": day_number(row["at"].date()),
         "letter": row["letter"] or ""}
        for row in rows
    ]  # fmt: skip
    return engine.frame(pa.Table.from_pylist(columns, schema=SCHEMA))
