"""Features of the panel and the card's answer, in numpy: the card is the same file, the arithmetic is written again."""

from typing import Any

import numpy as np
import pandas as pd

from forbear.risk.card import Card, Numeric

WINDOWS = range(1, 7)
Values = dict[str, np.ndarray]


def features(panel: pd.DataFrame) -> Values:
    """What the shipped card reads, as floats with NaN where undefined."""
    s, b, p = ({k: panel[f"{kind}_{k}"].to_numpy() for k in WINDOWS} for kind in ("status", "billed", "paid"))
    limit, typical = panel["limit"].to_numpy(), panel["currency"].map(_typical(panel)).to_numpy(np.float64)
    status, bills, pays = (np.stack([of[k] for k in WINDOWS]) for of in (s, b, p))
    late, most, behind = status >= 1, bills.max(0), status.clip(0, 8)
    spent = bills[:-1] - bills[1:] + pays[:-1]

    def share(part: np.ndarray, whole: np.ndarray) -> np.ndarray:
        return _per_mille(part, whole, 3_000)

    def size(amount: np.ndarray) -> np.ndarray:
        return _per_mille(amount, typical, 20_000)

    none_late = ~late.any(0)
    return {
        **{f"status_in_month_{k}": s[k] for k in WINDOWS},
        "worst_status": status.max(0), "worst_earlier_status": status[1:].max(0), "status_change": s[1] - s[2],
        "months_late": late.sum(0), "months_two_or_more_late": (status >= 2).sum(0),
        "months_paid_in_full": (status == -1).sum(0), "months_unused": (status == -2).sum(0),
        "months_revolving": (status == 0).sum(0), "late_streak": np.logical_and.accumulate(late).sum(0),
        "months_since_late": np.where(none_late, 6, late.argmax(0)), "lateness_total": behind.sum(0),
        "lateness_last_three": behind[:3].sum(0),
        "lateness_recent_first": (behind * np.arange(6, 0, -1)[:, None]).sum(0),
        "limit_of_typical_pm": size(limit), "limit_used_pm": share(b[1], limit),
        "limit_used_most_pm": share(most, limit),
        "limit_used_mean_pm": share(bills.sum(0), limit * 6), "limit_used_change_pm": share(b[1] - b[4], limit),
        "billed_of_typical_pm": size(b[1]), "billed_most_of_typical_pm": size(most),
        "headroom_of_typical_pm": size(limit - b[1]), "headroom_least_of_typical_pm": size(limit - most),
        "late_amount_of_typical_pm": np.where(late[0], size(b[1]), 0), "spent_latest_of_typical_pm": size(spent[0]),
        "spent_of_typical_pm": size(spent.sum(0)), "latest_bill_paid_pm": share(p[1], b[2]),
        "last_two_bills_paid_pm": share(p[1] + p[2], b[2] + b[3]),
        "bills_paid_pm": share(pays[:-1].sum(0), bills[1:].sum(0)),
        "bills_unanswered": ((bills[1:] > 0) & (pays[:-1] <= 0)).sum(0),
        "bills_under_a_tenth_paid": ((bills[1:] > 0) & (pays[:-1] * 1000 <= bills[1:] * 100)).sum(0),
        "paid_of_limit_pm": share(pays.sum(0), limit), **{f"paid_{k}_of_typical_pm": size(p[k]) for k in WINDOWS},
        "paid_last_two_of_typical_pm": size(p[1] + p[2]), "paid_last_three_of_typical_pm": size(pays[:3].sum(0)),
        "paid_of_typical_pm": size(pays.sum(0)), "paid_most_of_typical_pm": size(pays.max(0)),
        "paid_least_of_typical_pm": size(pays.min(0)),
    }  # fmt: skip


def answer(card: Card, values: Values) -> pd.DataFrame:
    """Probability in whole millionths, and band."""
    by_name = {feature.name: feature for feature in card.features}
    total = np.full(len(next(iter(values.values()))), card.intercept)
    for term in card.terms:
        places = [_bins(by_name[name], values, len(term.features) > 1) for name in term.features]
        total += np.asarray(term.scores)[tuple(places)]
    probability = 1 / (1 + np.exp(-(card.calibration.slope * total + card.calibration.offset)))
    bands = np.digitize(probability, [card.bands.medium_from, card.bands.high_from])
    millionths = np.round(probability * 1_000_000).astype(np.int64)
    return pd.DataFrame({"probability_millionths": millionths, "band": np.array(["low", "medium", "high"])[bands]})


def _per_mille(part: np.ndarray, whole: np.ndarray, ceiling: int) -> np.ndarray:
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.where(whole > 0, np.floor_divide(part * 1000.0, whole).clip(-ceiling, ceiling), np.nan)


def _typical(panel: pd.DataFrame) -> dict[Any, int]:
    """The lower median of the limit in each currency."""
    limits = panel[panel["limit"] > 0].groupby("currency")["limit"]
    return {name: int(np.sort(group.to_numpy())[(len(group) + 1) // 2 - 1]) for name, group in limits}


def _bins(feature: Any, values: Values, pair: bool) -> np.ndarray:
    if not isinstance(feature, Numeric):
        raise TypeError("the peer reads the shipped card, which has numbers only")
    numbers = values[feature.source].astype(np.float64)
    numbers = np.where(np.isin(numbers, feature.codes), np.nan, numbers) if feature.codes else numbers
    places = np.searchsorted(feature.pair_cuts if pair else feature.cuts, numbers, side="right") + 1
    return np.where(np.isnan(numbers), 0, places)
