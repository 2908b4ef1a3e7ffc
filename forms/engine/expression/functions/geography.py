"""Functions of places (ODK XForms specification, "Geographic Functions"): metres and square metres, to the centimetre."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from forms.engine import earth
from forms.engine.expression.functions.table import Function
from forms.engine.expression.values import Number, tidy, to_string


def _points(parts: Sequence[Sequence[Any]]) -> list[earth.Point]:
    return [point for part in parts for value in part for point in earth.points(to_string(value))]


def _exact(measure: float) -> Number:
    return tidy(Decimal(f"{measure:.2f}"))


def _area(*parts: Sequence[Any]) -> Number:
    return _exact(earth.area(_points(parts)))


def _distance(*parts: Sequence[Any]) -> Number:
    return _exact(earth.distance(_points(parts)))


def _geofence(point: str, shape: str) -> bool:
    found = earth.points(point)
    return bool(found) and earth.inside(found[0], earth.points(shape))


PLAIN = {
    "area": Function("vv*", "n", _area),
    "distance": Function("vv*", "n", _distance),
    "geofence": Function("ss", "b", _geofence),
}
