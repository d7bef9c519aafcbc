"""Which rules of a pack are past the day by which they had to be read again."""

from __future__ import annotations

from massage_screen.pack import Pack, Rule


def review_date(rule: Rule, pack: Pack) -> str:
    """Return the day after which a rule must be read again, as `2027-01-31`.

    A rule without a day of its own has that of its pack; never a later one.
    """
    return min(rule.review_by or pack.about.review_by, pack.about.review_by)


def overdue(pack: Pack, today: str) -> tuple[str, ...]:
    """Return the ids of the rules whose day has passed.

    Args:
        pack: The pack.
        today: The day of today, as `2027-01-31`.
    """
    return tuple(
        rule.id for rule in pack.rules.values() if review_date(rule, pack) < today
    )


def warning(pack: Pack, today: str) -> str:
    """Return what every output says of rules whose day has passed, or nothing."""
    late = overdue(pack, today)
    if not late:
        return ""
    if pack.about.review_by < today:
        return (
            f"This pack was due for review by {pack.about.review_by}."
            " It may be out of date. Ask for a newer one."
        )
    named = ", ".join(late[:_NAMED]) + (" and others" if len(late) > _NAMED else "")
    rules = "1 rule of this pack was" if len(late) == 1 else f"{len(late)} rules were"
    return f"{rules} due for review: {named}. They may be out of date."


#: How many rules a warning names.
_NAMED = 5
