"""What texts cost, as staff read it."""

_PENCE_A_POUND = 100


def cost(parts: int, pence_each: float) -> str:
    """What so many parts of texts cost at a price each: "4p", "7.9p", "£12.40"."""
    pence = round(parts * pence_each, 2)
    if pence < _PENCE_A_POUND:
        return f"{pence:g}p"
    return f"£{pence / _PENCE_A_POUND:,.2f}"
