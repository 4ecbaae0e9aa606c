"""The rules that are in use, as scores of orders: each ranks what it would alert first."""

from collections.abc import Callable

import numpy as np
import pandas as pd

try:
    from sklearn.ensemble import IsolationForest
except ImportError:  # it belongs to the bench's own group of parts
    IsolationForest = None

Frame = pd.DataFrame
SERIES = ["buyer", "substance"]


def most_of_past_months(orders: Frame) -> pd.Series:
    """The month so far over the most of any month before; nothing before the sixth month."""
    months = orders.groupby([*SERIES, "month"], as_index=False)["month_so_far"].max()
    past = months.groupby(SERIES)["month_so_far"].cummax().groupby([months[key] for key in SERIES]).shift()
    months["past"] = past.where(months.groupby(SERIES).cumcount() >= 6)  # noqa: PLR2004 - half a year of months
    joined = orders.merge(months[[*SERIES, "month", "past"]], on=[*SERIES, "month"], how="left")
    return pd.Series((joined["month_so_far"] / joined["past"]).fillna(0).to_numpy(), index=orders.index)


def _sigmas(orders: Frame, figure: str) -> pd.Series:
    ordered = orders.sort_values([*SERIES, "day", "reference"])
    grouped = ordered.groupby(SERIES)[figure]
    mean = grouped.transform(lambda one: one.expanding(12).mean().shift())
    spread = grouped.transform(lambda one: one.expanding(12).std().shift())
    found = (ordered[figure] - mean) / spread.clip(lower=1e-9 + 0.01 * mean)
    return found.fillna(0).reindex(orders.index)


def three_sigma_of_orders(orders: Frame) -> pd.Series:
    """How many standard deviations an order lies above the mean of all before it."""
    return _sigmas(orders, "quantity")


def three_sigma_of_months(orders: Frame) -> pd.Series:
    """How many standard deviations the last thirty days lie above the mean of the thirty days at all orders before."""
    return _sigmas(orders, "month_total")


def class_rule(orders: Frame) -> pd.Series:
    """The published rule: the month so far over the monthly average of the class in the twelve months before."""
    return orders["class_ratio"].fillna(0)


def isolation_forest(orders: Frame) -> pd.Series:
    """Liu, Ting and Zhou's forest over size, totals, counts and gaps against the mean; it sees the whole file."""
    ordered = orders.sort_values([*SERIES, "day", "reference"])
    grouped = ordered.groupby(SERIES)
    gap = grouped["on"].diff().fillna(30).clip(0, 365)
    features = np.column_stack(
        [
            ordered["size"] - grouped["size"].transform("mean"),
            ordered["total"] - grouped["total"].transform("mean"),
            ordered["month_orders"] / grouped["month_orders"].transform("mean"),
            ordered["week_orders"],
            np.log1p(gap),
            ordered["lane_orders"] / ordered["buyer_before"].clip(lower=1),
        ]
    )
    forest = IsolationForest(n_estimators=200, random_state=1).fit(features)
    return pd.Series(-forest.score_samples(features), index=ordered.index).reindex(orders.index)


def baselines() -> dict[str, Callable[[Frame], pd.Series]]:
    """The baselines that can be had here, by name."""
    found = {
        "most of the past months": most_of_past_months,
        "3 sigma, orders": three_sigma_of_orders,
        "3 sigma, thirty days": three_sigma_of_months,
        "class average (published rule)": class_rule,
    }
    if IsolationForest is not None:
        found["isolation forest"] = isolation_forest
    return found
