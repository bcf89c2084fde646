"""Fitting a risk card: a glass-box additive model (EBM, interpret-core) learned from a table, written out as numbers.

The only file that knows the fitting library; without it one sentence says how to get it. It must not decide
silently: what is excluded, grouped or suspicious comes back in the study. Same table, options and seed: same card.
"""

import warnings as python_warnings
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from forbear.kernel.errors import BadInput
from forbear.risk import leakage, recipe
from forbear.risk.calibration import fit_platt, logit
from forbear.risk.card import (
    Bands,
    Calibration,
    Card,
    Categorical,
    Code,
    Numeric,
    Provenance,
    Target,
    Term,
    Topic,
    Warned,
)
from forbear.risk.columns import RARE, Column, Excluded, understood
from forbear.risk.fairness import by_group
from forbear.risk.features import FEATURES
from forbear.risk.metrics import Interval, calibration_table, measured
from forbear.risk.phrases import behaviour_phrases
from forbear.risk.score import contributions
from forbear.risk.table import Table
from forbear.risk.target import Outcome, read_outcome
from forbear.risk.times import read_times
from forbear.risk.validate import OutOfFold, Rows, cross_validated, earlier_and_later, paired_auc_difference

Floats = NDArray[np.float64]
Feature = Numeric | Categorical | Code
MadeBy = Literal["columns", "behaviour"]
INTERACTIONS, ROWS_PER_INTERACTION = 16, 100
MAX_BINS, PAIR_BINS = 128, 16
HIGH_ODDS = 3
"""high begins where the odds are three times those of the whole table; medium where they are equal."""


@dataclass(frozen=True, slots=True)
class Options:
    """What the user asked for. `licence` and `command` are written into the card as they are."""

    target: str
    positive: str | None = None
    id: str | None = None
    time: str | None = None
    drop: Sequence[str] = ()
    group: Sequence[str] = ()
    recipe: Literal["auto"] | MadeBy = "auto"
    name: str = "card"
    version: str = "1"
    licence: str = "not stated"
    command: str = ""
    seed: int = 2026


@dataclass(frozen=True, slots=True)
class Study:
    """The card and everything a reader needs to judge it; the report is drawn from this alone."""

    card: Card
    rows: int
    stated: tuple[str, ...]
    metrics: dict[str, Interval]
    by_time: dict[str, Interval] | None
    floor: dict[str, Interval]
    lead_over_floor: tuple[float, float, float]
    calibration: list[dict[str, float]]
    bands: list[dict[str, str | float]]
    terms: list[dict[str, str | float]]
    alone: dict[str, float] = field(default_factory=dict)


def fit(table: Table, options: Options, fitted_on: str, progress: Callable[[str], None] = lambda _: None) -> Study:
    """Learn and validate a card.

    1. the outcome, and the rows that have one; 2. what each column is; 3. warnings; 4. five-fold validation, and by
    time if asked; 5. a plain floor on the same folds; 6. the card on all rows; 7. calibration and bands from the
    out-of-fold scores. BadInput for a table that cannot be learned from.
    """
    interpret_version = _library_version()
    outcome = _outcome(table, options)
    made_by = _made_by(table, options)
    columns, excluded = _columns(table, options, made_by, outcome.known)
    features = [feature for column in columns for feature in _features_of(column)]
    progress(f"{table.stated}; {len(columns)} columns to learn from, {len(excluded)} left out")
    warned = leakage.warnings(columns, outcome.values)
    data = _frame(columns)

    def score_of(learn: Rows, test: Rows) -> Floats:
        model = _learned(data.iloc[learn], outcome.values[learn], features, options.seed, _bags(len(learn)) // 2)
        return _raw_score(model, data.iloc[test])

    out = cross_validated(score_of, outcome.values, options.seed, lambda n: progress(f"fold {n} of 5 checked"))
    floor = _floor_probabilities(columns, outcome.values, out.fold)
    by_time = _by_time(table, options, outcome, score_of)
    model = _learned(data, outcome.values, features, options.seed, _bags(len(data)))
    progress("card fitted on all rows")
    bands = _bands(float(outcome.values.mean()))
    draws = 200 if len(data) <= 50_000 else 50
    metrics = measured(outcome.values, out.probability, options.seed, draws)
    groups = {name: table.columns[name][outcome.known] for name in options.group}
    slope, offset = fit_platt(out.score, outcome.values)
    card = Card(
        name=options.name,
        version=options.version,
        fitted_on=fitted_on,
        recipe=made_by,
        provenance=_provenance(table, options, len(data), interpret_version),
        id_column=options.id,
        target=Target(column=options.target, positive=outcome.positive, base_rate=float(outcome.values.mean())),
        features=_card_features(model, features, made_by),
        intercept=float(model.intercept_[0]),
        terms=_card_terms(model, features),
        topics=_topics(made_by, features),
        calibration=Calibration(slope=slope, offset=offset),
        bands=bands,
        metrics={name: interval.as_dict() for name, interval in metrics.items()},
        fairness=by_group(groups, outcome.values, out.probability, bands),
        excluded=[Warned(kind="excluded", column=item.name, evidence=item.reason) for item in excluded],
        warnings=warned,
    )
    return Study(
        card=card,
        rows=len(data),
        stated=(
            table.stated,
            *outcome.notes,
            *_said_of(made_by),
            *(f"{c.name}: {note}" for c in columns for note in c.notes),
        ),
        metrics=metrics,
        by_time=by_time,
        floor=measured(outcome.values, floor, options.seed, draws),
        lead_over_floor=paired_auc_difference(outcome.values, out.probability, floor, options.seed, draws),
        calibration=calibration_table(outcome.values, out.probability),
        bands=_band_table(outcome.values, out, bands),
        terms=_importance(card, columns),
        alone={column.name: leakage.alone_auc(column, outcome.values) for column in columns},
    )


def _library_version() -> str:
    try:
        import interpret
        import pandas  # noqa: F401  (the library's own table)
        import sklearn  # noqa: F401  (the floor)
    except ImportError as error:
        mend = "Install it with: pip install 'forbear[fit]'. Scoring from a card needs nothing more."
        raise BadInput(f"fitting needs the package {error.name!r}, which is not installed.", mend=mend) from error
    return f"interpret-core {interpret.__version__}"


def _outcome(table: Table, options: Options) -> Outcome:
    for flag, names in _named(options).items():
        for name in names:
            if name not in table.columns:
                near = ", ".join(list(table.columns)[:8])
                raise BadInput(f"the data have no column {name!r}.", where=flag, mend=f"Columns: {near}, …")
    return read_outcome(options.target, table.columns[options.target], options.positive)


def _named(options: Options) -> dict[str, Sequence[str]]:
    one = {"--target": options.target, "--id": options.id, "--time": options.time}
    return {flag: [name] for flag, name in one.items() if name} | {"--drop": options.drop, "--group": options.group}


def _made_by(table: Table, options: Options) -> MadeBy:
    """The recipe asked for, or the one that the columns left to it allow."""
    if options.recipe != "auto":
        return options.recipe
    taken = {name for names in _named(options).values() for name in names}
    return recipe.fitting(set(table.columns) - taken)


def _columns(table: Table, options: Options, made_by: MadeBy, known: Rows) -> tuple[list[Column], list[Excluded]]:
    reasons = {name: f"given as {flag}" for flag, names in _named(options).items() for name in names}
    excluded = [Excluded(name, reasons[name]) for name in table.columns if name in reasons]
    given = {name: values for name, values in table.columns.items() if name not in reasons}
    made = recipe.columns_for(made_by, given, table.decimal_comma)
    looked = [
        understood(name, values[known], table.decimal_comma, seek_codes=name not in FEATURES)
        for name, values in made.items()
    ]
    columns = [item for item in looked if isinstance(item, Column)]
    if not columns:
        raise BadInput("no column is left to learn from.", where=str(table.path), mend="Drop fewer columns.")
    return columns, excluded + [item for item in looked if isinstance(item, Excluded)]


def _features_of(column: Column) -> list[Feature]:
    """The column's features, their cuts still to be learned."""
    if column.kind == "text":
        rare = RARE if RARE in column.categories else None
        names = list(column.categories)
        return [Categorical(name=column.name, source=column.name, topic=column.name, categories=names, rare=rare)]
    present = column.values[~column.missing]
    whole = bool((present == np.floor(present)).all())
    codes = list(column.codes)
    number = Numeric(
        name=column.name, source=column.name, topic=column.name, cuts=[], pair_cuts=[], whole=whole, codes=codes
    )
    code = Code(name=f"{column.name} (code)", source=column.name, topic=column.name, codes=codes)
    return [number, code] if codes else [number]


def _frame(columns: Sequence[Column]) -> Any:
    """The library's table: one column a feature, codes as missing in the number and named in its companion."""
    import pandas

    data: dict[str, Any] = {}
    for column in columns:
        is_code = np.isin(column.values, column.codes) if column.codes else np.zeros(len(column.values), dtype=bool)
        if column.kind == "text":
            data[column.name] = pandas.Series(column.values, dtype=object)
        else:
            data[column.name] = np.where(is_code, np.nan, column.values)
        if column.codes:
            named = np.where(is_code, [_code_name(v) for v in column.values.tolist()], "ordinary").astype(object)
            named[column.missing] = None
            data[f"{column.name} (code)"] = pandas.Series(named, dtype=object)
    return pandas.DataFrame(data)


def _code_name(value: float) -> str:
    return f"code {value:g}"


def _bags(rows: int) -> int:
    """Models averaged in the card; half as many in each validation fold, which only makes the check stricter."""
    return 16 if rows < 5_000 else 8


def _learned(data: Any, outcome: Floats, features: Sequence[Feature], seed: int, bags: int) -> Any:
    from interpret.glassbox import ExplainableBoostingClassifier

    pairs = min(INTERACTIONS, len(data) // ROWS_PER_INTERACTION, len(features) * (len(features) - 1) // 2)
    model = ExplainableBoostingClassifier(
        feature_names=[feature.name for feature in features],
        feature_types=["continuous" if isinstance(feature, Numeric) else "nominal" for feature in features],
        max_bins=MAX_BINS,
        max_interaction_bins=PAIR_BINS,
        interactions=pairs,
        outer_bags=bags,
        min_samples_leaf=30 if len(data) >= 5_000 else 10,
        random_state=seed,
        n_jobs=2,
    )
    with python_warnings.catch_warnings():
        # The library warns that its own plots leave out missing values; ours do not.
        python_warnings.simplefilter("ignore", UserWarning)
        return model.fit(data, outcome.astype(int))


def _raw_score(model: Any, data: Any) -> Floats:
    return logit(np.clip(model.predict_proba(data)[:, 1], 1e-15, 1 - 1e-15))


def _card_features(model: Any, features: Sequence[Feature], made_by: MadeBy) -> list[Feature]:
    topic_of = behaviour_phrases().topic_of if made_by == "behaviour" else {}
    done: list[Feature] = []
    for feature, levels in zip(features, model.bins_, strict=True):
        named: dict[str, Any] = {"topic": topic_of.get(feature.name, feature.topic)}
        if isinstance(feature, Numeric):
            named |= {"cuts": levels[0].tolist(), "pair_cuts": levels[min(1, len(levels) - 1)].tolist()}
        done.append(feature.model_copy(update=named))
    return done


def _topics(made_by: MadeBy, features: Sequence[Feature]) -> dict[str, Topic]:
    """The spoken topics whose features are all there (a constant feature is not learned, nor spoken of)."""
    if made_by != "behaviour":
        return {}
    names = {feature.name for feature in features}
    return {
        name: topic.model_copy(update={"rules": [rule for rule in topic.rules if rule.feature in names]})
        for name, topic in behaviour_phrases().topics.items()
    }


def _card_terms(model: Any, features: Sequence[Feature]) -> list[Term]:
    terms = []
    for places, table in zip(model.term_features_, model.term_scores_, strict=True):
        for axis, place in enumerate(places):
            table = np.take(table, _axis(features[place], model.bins_[place], table.shape[axis]), axis=axis)
        terms.append(Term(features=[features[place].name for place in places], scores=table.tolist()))
    return terms


def _axis(feature: Feature, levels: Sequence[Any], size: int) -> list[int]:
    """The library's table rows in the card's order: missing, bins, never seen."""
    if isinstance(feature, Numeric):
        return list(range(size))
    known = levels[0]
    names = (
        ["ordinary", *(_code_name(code) for code in feature.codes)] if isinstance(feature, Code) else feature.categories
    )
    return [0, *(known.get(name, size - 1) for name in names), size - 1]


def _bands(base_rate: float) -> Bands:
    odds = HIGH_ODDS * base_rate / (1 - base_rate)
    return Bands(medium_from=base_rate, high_from=odds / (1 + odds))


def _band_table(outcome: Floats, out: OutOfFold, bands: Bands) -> list[dict[str, str | float]]:
    place = np.searchsorted([bands.medium_from, bands.high_from], out.probability, side="right")
    return [
        {"band": name, "rows": int(inside.sum()), "observed": float(outcome[inside].mean()) if inside.any() else 0.0}
        for name, inside in ((name, place == number) for number, name in enumerate(("low", "medium", "high")))
    ]


def _said_of(made_by: MadeBy) -> list[str]:
    made = "the table holds six months of statements: read through the behaviour features, other columns as they are"
    return [made] if made_by == "behaviour" else []


def _provenance(table: Table, options: Options, rows: int, library: str) -> Provenance:
    return Provenance(
        data=table.path.name,
        sha256=table.sha256,
        rows=rows,
        licence=options.licence,
        seed=options.seed,
        library=library,
        command=options.command,
    )


def _by_time(
    table: Table, options: Options, outcome: Outcome, score_of: Callable[[Rows, Rows], Floats]
) -> dict[str, Interval] | None:
    """The measures on the latest fifth, learned and calibrated on what came before; None without --time."""
    if options.time is None:
        return None
    earlier, later = earlier_and_later(read_times(options.time, table.columns[options.time][outcome.known]))
    if not len(earlier) or not 0 < outcome.values[later].sum() < len(later) or len(set(outcome.values[earlier])) < 2:
        raise BadInput("the latest fifth by time does not hold both outcomes.", where=f"--time {options.time}")
    inner = int(len(earlier) * 0.8)
    slope, offset = fit_platt(score_of(earlier[:inner], earlier[inner:]), outcome.values[earlier[inner:]])
    probability = 1 / (1 + np.exp(-(slope * score_of(earlier, later) + offset)))
    return measured(outcome.values[later], probability, options.seed)


def _importance(card: Card, columns: Sequence[Column]) -> list[dict[str, str | float]]:
    """Each term's mean absolute value over the rows it was learned from, strongest first."""
    values = contributions(card, {column.name: column.values for column in columns})
    strength = np.abs(values).mean(axis=0)
    named: list[dict[str, str | float]] = [
        {"term": " × ".join(term.features), "mean_points": float(s)}
        for term, s in zip(card.terms, strength, strict=True)
    ]
    return sorted(named, key=lambda item: -float(item["mean_points"]))


def _floor_probabilities(columns: Sequence[Column], outcome: Floats, fold: NDArray[np.intp]) -> Floats:
    """Logistic regression on the same columns and folds: numbers clipped and scaled, texts one-hot, missing flagged."""
    from sklearn.linear_model import LogisticRegression

    design = np.column_stack([part for column in columns for part in _plain(column)])
    probability = np.empty(len(outcome))
    for number in np.unique(fold):
        learn, test = fold != number, fold == number
        middle, spread = design[learn].mean(axis=0), design[learn].std(axis=0)
        scaled = (design - middle) / np.where(spread > 0, spread, 1)
        model = LogisticRegression(max_iter=500).fit(scaled[learn], outcome[learn])
        probability[test] = model.predict_proba(scaled[test])[:, 1]
    return probability


def _plain(column: Column) -> list[Floats]:
    if column.kind == "text":
        return [(column.values == name).astype(float) for name in column.categories]
    special = column.missing | np.isin(column.values, column.codes)
    ordinary = column.values[~special]
    low, middle, high = np.quantile(ordinary, [0.01, 0.5, 0.99]) if len(ordinary) else (0.0, 0.0, 0.0)
    number = np.clip(np.where(special, middle, column.values), low, high)
    return [number, special.astype(float)] if special.any() else [number]
