"""What a person reads before trusting a card: report.json with every number, report.html with the findings.

Drawn from a `Study` alone; one self-contained page, no script, nothing fetched. Titles state what was found.
"""

import json
from dataclasses import asdict
from importlib.resources import files
from typing import Any

from jinja2 import Environment, StrictUndefined
from markupsafe import Markup

from forbear.risk import charts
from forbear.risk.card import Card, Categorical, Numeric, Term
from forbear.risk.fit import Study

SHOWN_TERMS, SHOWN_EFFECTS, TABLE_ROWS = 12, 6, 24
MEASURES = {
    "auc": ("AUC", "ranking: 0.5 by chance, 1 perfect"),
    "ks": ("KS", "widest gap between the two classes"),
    "brier": ("Brier", "squared error of the probability; smaller is better"),
    "log_loss": ("Log-loss", "smaller is better"),
    "ece": ("ECE", "mean gap between foreseen and came true"),
}


def as_json(study: Study) -> str:
    """Every number of the report: measures with 95 % intervals, calibration, terms, fairness, warnings, exclusions."""
    card = study.card
    whole: dict[str, Any] = {
        "card": {"name": card.name, "version": card.version, "fitted_on": card.fitted_on, "recipe": card.recipe},
        "rows": study.rows,
        "target": card.target.model_dump(),
        "provenance": card.provenance.model_dump(),
        "stated": list(study.stated),
        "validation": {
            "method": "5-fold cross-validation, stratified; each fold calibrated on the others; half the card's bags",
            "metrics": _intervals(study.metrics),
            "metrics_by_time": _intervals(study.by_time) if study.by_time else None,
            "floor": {"model": "logistic regression on the same columns and folds", "metrics": _intervals(study.floor)},
            "auc_over_floor": dict(zip(("value", "low", "high"), study.lead_over_floor, strict=True)),
            "base_rate_brier": card.target.base_rate * (1 - card.target.base_rate),
        },
        "calibration": study.calibration,
        "calibration_parameters": card.calibration.model_dump(),
        "bands": study.bands,
        "band_thresholds": card.bands.model_dump(),
        "terms": study.terms,
        "column_alone_auc": study.alone,
        "fairness": card.fairness,
        "warnings": [warned.model_dump() for warned in card.warnings],
        "excluded": [{"column": item.column, "reason": item.evidence} for item in card.excluded],
    }
    return json.dumps(whole, ensure_ascii=False, indent=1, allow_nan=False) + "\n"


def _intervals(metrics: dict[str, Any]) -> dict[str, Any]:
    return {name: asdict(interval) for name, interval in metrics.items()}


def as_html(study: Study) -> str:
    """The page."""
    template = (files("forbear.risk") / "report.html.j2").read_text(encoding="utf-8")
    environment = Environment(autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
    return environment.from_string(template).render(
        study=study, card=study.card, measures=_measures(study), sections=_sections(study), headline=_headline(study)
    )


def _headline(study: Study) -> str:
    value, low, high = study.lead_over_floor
    verdict = "better than" if low > 0 else "no better than" if high > 0 else "worse than"
    auc = study.metrics["auc"]
    return (
        f"AUC {auc.value:.3f} ({auc.low:.3f} to {auc.high:.3f}) on rows not learned from: "
        f"{verdict} a plain logistic regression ({value:+.3f})"
    )


def _measures(study: Study) -> list[dict[str, str]]:
    def shown(metrics: dict[str, Any] | None, name: str) -> str:
        return f"{metrics[name].value:.4f} ({metrics[name].low:.4f} to {metrics[name].high:.4f})" if metrics else ""

    return [
        {
            "name": title,
            "means": means,
            "card": shown(study.metrics, name),
            "by_time": shown(study.by_time, name),
            "floor": shown(study.floor, name),
        }
        for name, (title, means) in MEASURES.items()
    ]


def _sections(study: Study) -> list[dict[str, Any]]:
    return [
        _calibration(study),
        _bands(study),
        _terms(study),
        *_effects(study),
        *([_fairness(study)] if study.card.fairness else []),
    ]


def _section(title: str, svg: str, head: list[str], rows: list[list[str]], note: str = "") -> dict[str, Any]:
    drawn = Markup(svg)  # noqa: S704 (our own drawing; the renderer escapes the texts in it)
    return {"title": title, "svg": drawn, "head": head, "rows": rows, "note": note}


def _calibration(study: Study) -> dict[str, Any]:
    title = f"What was foreseen came true within {study.metrics['ece'].value * 100:.1f} points on average"
    rows = [[f"{r['rows']:.0f}", f"{r['predicted']:.1%}", f"{r['observed']:.1%}"] for r in study.calibration]
    return _section(title, charts.calibration(study.calibration), ["rows", "foreseen", "came true"], rows)


def _bands(study: Study) -> dict[str, Any]:
    high = study.bands[-1]
    share = float(high["rows"]) / study.rows
    title = f"{share:.0%} of rows are in the high band, and {high['observed']:.0%} of those came true"
    rows = [[str(b["band"]), f"{b['rows']:,}", f"{b['observed']:.1%}"] for b in study.bands]
    thresholds = study.card.bands
    medium, high_from = f"{thresholds.medium_from:.1%}", f"{thresholds.high_from:.1%}"
    note = f"medium from {medium} (the base rate), high from {high_from} (three times its odds)"
    return _section(
        title, charts.bars(study.bands, "band", "observed", ".1%"), ["band", "rows", "came true"], rows, note
    )


def _terms(study: Study) -> dict[str, Any]:
    top = study.terms[:SHOWN_TERMS]
    rows = [[str(t["term"]), f"{t['mean_points']:.3f}"] for t in study.terms]
    note = "Mean absolute effect on the log-odds. A pair (×) is what two columns say together beyond each alone."
    title = f"{top[0]['term']} tells the most"
    return _section(title, charts.bars(top, "term", "mean_points", ".3f"), ["term", "mean effect"], rows, note)


def _effects(study: Study) -> list[dict[str, Any]]:
    by_name = {term.features[0]: term for term in study.card.terms if len(term.features) == 1}
    strongest = [str(t["term"]) for t in study.terms if t["term"] in by_name][:SHOWN_EFFECTS]
    return [_effect(study.card, by_name[name]) for name in strongest]


def _effect(card: Card, term: Term) -> dict[str, Any]:
    feature = next(f for f in card.features if f.name == term.features[0])
    scores = [float(s) for s in term.scores if not isinstance(s, list)]
    if isinstance(feature, Numeric):
        edges = feature.cuts
        rows: list[dict[str, Any]] = [{"from": e, "points": s} for e, s in zip(edges, scores[2:-1], strict=True)]
        head, table = ["from", "effect"], [["missing", f"{scores[0]:+.3f}"], ["below", f"{scores[1]:+.3f}"]]
        thinned = rows[:: max(1, len(rows) // TABLE_ROWS)]
        table += [[f"{r['from']:g}", f"{r['points']:+.3f}"] for r in thinned]
        svg = charts.steps(rows, feature.name)
    else:
        names = (
            feature.categories if isinstance(feature, Categorical) else ["ordinary", *(f"{c:g}" for c in feature.codes)]
        )
        rows = [{"value": n, "points": s} for n, s in zip(["missing", *names], scores, strict=False)]
        head, table = ["value", "effect"], [[r["value"], f"{r['points']:+.3f}"] for r in rows]
        svg = charts.bars(rows, "value", "points", "+.3f")
    return _section(f"{feature.name} moves the log-odds by up to {max(map(abs, scores)):.2f}", svg, head, table)


def _fairness(study: Study) -> dict[str, Any]:
    judged = [row for row in study.card.fairness if row["observed"] is not None]
    drawn = [{**row, "group": f"{row['column']} {row['group']}"} for row in judged]
    worst = max(judged, key=lambda r: abs(float(r["predicted"] or 0) - float(r["observed"] or 0)), default=None)
    gap = abs(float(worst["predicted"] or 0) - float(worst["observed"] or 0)) if worst else 0.0
    title = f"Across groups, foreseen and came true differ by at most {gap * 100:.1f} points"
    head = ["column", "group", "rows", "came true", "foreseen", "AUC", "low", "medium", "high"]
    rows = [[_cell(row[key], key) for key in _FAIRNESS_KEYS] for row in study.card.fairness]
    note = "Group columns were never shown to the card. Groups under 50 rows are named, not judged."
    return _section(title, charts.groups(drawn) if drawn else "", head, rows, note)


_FAIRNESS_KEYS = ("column", "group", "rows", "observed", "predicted", "auc", "low", "medium", "high")


def _cell(value: str | float | None, key: str) -> str:
    if value is None or isinstance(value, str):
        return value or "–"
    return f"{value:,.0f}" if key == "rows" else f"{value:.3f}" if key == "auc" else f"{value:.1%}"
