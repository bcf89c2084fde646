"""The risk card: one JSON file that holds a whole additive model, readable by a person, checked at load.

No code and no pickles: bin edges, categories and tables of numbers. It must not guess: a card that is not
complete and consistent is refused, naming the field. Format: docs/reference/risk-card.md.
"""

import json
import math
from itertools import pairwise
from pathlib import Path
from typing import Annotated, Literal, Self, get_args

import numpy as np
from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError, model_validator

from forbear.kernel.errors import BadInput

Language = Literal["en", "zh-Hans", "zh-Hant"]
Finite = Annotated[float, Field(allow_inf_nan=False)]
Share = Annotated[float, Field(ge=0, le=1)]


def _in_every_language(text: dict[Language, str]) -> dict[Language, str]:
    if set(text) != set(get_args(Language)):
        raise ValueError("the words must be given in en, zh-Hans and zh-Hant")
    return text


Words = Annotated[dict[Language, str], AfterValidator(_in_every_language)]
Table = list[Finite] | list[list[Finite]]


class Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Rule(Part):
    """What to say of a topic when `feature` lies in [at_least, at_most] and the topic raises (or lowers) the risk."""

    feature: str
    at_least: Finite | None = None
    at_most: Finite | None = None
    says: Literal["raises", "lowers"]
    text: Words

    def holds(self, value: float) -> bool:
        """Whether the value lies within; never for a missing one (NaN)."""
        low = -math.inf if self.at_least is None else self.at_least
        return low <= value <= (math.inf if self.at_most is None else self.at_most)


class Topic(Part):
    """Features that a borrower reads as one thing. Rules are tried in order; else the plain text is said."""

    raises: Words
    lowers: Words
    rules: list[Rule] = []


class Numeric(Part):
    """A number. Bin 0 is missing, bins 1… lie between the cuts (left edge included), the last is spare.

    `codes` are values of the column that are no quantities (96, 98, 999…): for this feature they count as missing.
    """

    kind: Literal["numeric"] = "numeric"
    name: str
    source: str
    cuts: list[Finite]
    pair_cuts: list[Finite]
    whole: bool
    topic: str
    codes: list[Finite] = []

    def bins(self, pair: bool) -> int:
        return len(self.pair_cuts if pair else self.cuts) + 3

    @model_validator(mode="after")
    def _increasing(self) -> Self:
        for cuts in (self.cuts, self.pair_cuts):
            if any(b <= a for a, b in pairwise(cuts)):
                raise ValueError(f"the cuts of {self.name!r} do not increase")
        return self


class Categorical(Part):
    """A text. Bin 0 is missing, then one bin a category in order, the last is for values never seen.

    `rare`, if given, is the category that stands for values too rare to learn from, and for unseen ones.
    """

    kind: Literal["categorical"] = "categorical"
    name: str
    source: str
    categories: list[str]
    topic: str
    rare: str | None = None

    def bins(self, pair: bool) -> int:
        return max(len(self.categories), 1) + 2


class Code(Part):
    """Whether a number column holds a code (96, 98, 999…): bin 1 ordinary, bins 2… the codes in order."""

    kind: Literal["code"] = "code"
    name: str
    source: str
    codes: list[Finite]
    topic: str

    def bins(self, pair: bool) -> int:
        return len(self.codes) + 3


Feature = Annotated[Numeric | Categorical | Code, Field(discriminator="kind")]


class Term(Part):
    """One feature's table of log-odds, or a pair's table (rows: first feature, columns: second)."""

    features: Annotated[list[str], Field(min_length=1, max_length=2)]
    scores: Table


class Calibration(Part):
    kind: Literal["platt"] = "platt"
    slope: Annotated[float, Field(gt=0, allow_inf_nan=False)]
    offset: Finite


class Bands(Part):
    """low < medium_from <= medium < high_from <= high, as probabilities."""

    medium_from: Share
    high_from: Share

    @model_validator(mode="after")
    def _ordered(self) -> Self:
        if not self.medium_from < self.high_from:
            raise ValueError("medium_from must be below high_from")
        return self


class Target(Part):
    column: str
    positive: str
    base_rate: Share


class Provenance(Part):
    """Where the numbers come from; enough to fit the card again."""

    data: str
    sha256: Annotated[str, Field(pattern="^[0-9a-f]{64}$")]
    rows: Annotated[int, Field(gt=0)]
    licence: str
    seed: int
    library: str
    command: str


class Warned(Part):
    """One thing the analyst must look at before using the card."""

    kind: str
    column: str
    evidence: str


class Card(Part):
    format: Literal["forbear-risk-card/1"] = "forbear-risk-card/1"
    name: str
    version: str
    fitted_on: Annotated[str, Field(pattern=r"^\d{4}-\d{2}-\d{2}$")]
    recipe: Literal["columns", "behaviour"]
    provenance: Provenance
    target: Target
    id_column: str | None = None
    features: list[Feature]
    intercept: Finite
    terms: list[Term]
    topics: dict[str, Topic] = {}
    calibration: Calibration
    bands: Bands
    metrics: dict[str, dict[str, Finite]]
    fairness: list[dict[str, str | float | None]] = []
    excluded: list[Warned] = []
    warnings: list[Warned] = []

    @model_validator(mode="after")
    def _tables_fit_their_features(self) -> Self:
        known = {feature.name: feature for feature in self.features}
        if len(known) != len(self.features):
            raise ValueError("two features share one name")
        for term in self.terms:
            unknown = [name for name in term.features if name not in known]
            if unknown:
                raise ValueError(f"a term names the unknown feature {unknown[0]!r}")
            self._check_shape(term, [known[name] for name in term.features])
        said = {rule.feature for topic in self.topics.values() for rule in topic.rules}
        if said - known.keys():
            raise ValueError(f"a reason reads the unknown feature {min(said - known.keys())!r}")
        return self

    def _check_shape(self, term: Term, features: list[Numeric | Categorical | Code]) -> None:
        pair = len(features) == 2
        wanted = tuple(feature.bins(pair) for feature in features)
        try:
            found = np.shape(term.scores)
        except ValueError as error:
            raise ValueError(f"the table of {' × '.join(term.features)} is ragged") from error
        if found != wanted:
            raise ValueError(f"the table of {' × '.join(term.features)} has shape {found}, its bins need {wanted}")

    @property
    def sources(self) -> list[str]:
        """The data columns that scoring needs, in the card's order, each once."""
        return list(dict.fromkeys(feature.source for feature in self.features))


def load(path: Path) -> Card:
    """The card in `path` (a file, or a folder holding card.json). BadInput if absent or not a complete card."""
    file = path / "card.json" if path.is_dir() else path
    try:
        text = file.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise BadInput(
            "no readable risk card here.", where=str(path), mend="Make one with `forbear risk fit`."
        ) from error
    try:
        return Card.model_validate_json(text)
    except ValidationError as error:
        first = error.errors()[0]
        field = ".".join(str(step) for step in first["loc"]) or "card"
        mend = "Fit the card again, or restore the file."
        raise BadInput(f"field {field}: {first['msg']}.", where=str(file), mend=mend) from error


def dump(card: Card) -> str:
    """The card as JSON text: stable order, one term a line, so that two fits can be compared."""
    whole = card.model_dump(mode="json")
    lines = []
    for key, value in whole.items():
        if key in ("terms", "features", "fairness", "warnings", "excluded"):
            items = ",\n".join("  " + json.dumps(item, ensure_ascii=False) for item in value)
            lines.append(f"{json.dumps(key)}: [\n{items}\n ]")
        else:
            lines.append(f"{json.dumps(key)}: {json.dumps(value, ensure_ascii=False)}")
    return "{\n " + ",\n ".join(lines) + "\n}\n"
