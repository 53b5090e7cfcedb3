"""What texts cost, in pence and in pounds."""

import pytest

from web.money import cost


@pytest.mark.parametrize(
    ("parts", "each", "said"),
    [
        (1, 4.0, "4p"),
        (0, 4.0, "0p"),
        (2, 3.95, "7.9p"),
        (3, 0.1 + 0.2, "0.9p"),
        (24, 4.1, "98.4p"),
        (25, 4.0, "£1.00"),
        (40_000, 3.6, "£1,440.00"),
    ],
)
def test_a_cost_is_pence_below_a_pound_and_pounds_above(parts: int, each: float, said: str) -> None:
    assert cost(parts, each) == said
