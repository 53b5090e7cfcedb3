"""The hours in force: what the desk has published, and where it has nothing, what the settings say."""

from collections.abc import Callable
from datetime import date

from content.opening.plan import OpeningPlan, Period
from content.opening.spans import CHANNELS
from handoff.closures import BankHolidays, Closures, Days, Turning
from handoff.hours import ChannelHours, OpeningHours


class HoursInForce:
    """Always the newest published hours, by the same plan for a whole reckoning."""

    def __init__(self, settings: ChannelHours, published: Callable[[], OpeningPlan]) -> None:
        self.settings = settings
        self._published = published
        self._known: tuple[OpeningPlan, ChannelHours] | None = None

    def now(self) -> ChannelHours:
        """The hours as they are published now, with the changes to come."""
        plan = self._published()
        if self._known is None or self._known[0] is not plan:
            self._known = plan, with_plan(self.settings, plan)
        return self._known[1]

    @property
    def usual(self) -> OpeningHours:
        """The hours of channels that have none of their own."""
        return self.now().usual

    @property
    def own(self) -> dict[str, OpeningHours]:
        """The channels that differ."""
        return dict(self.now().own)

    def of(self, channel: str) -> OpeningHours:
        """When those who answer this channel are here."""
        return self.now().of(channel)


def with_plan(settings: ChannelHours, plan: OpeningPlan) -> ChannelHours:
    """The settings' hours and days off until the first day of the plan, and the plan's from then on."""
    if not plan.periods:
        return settings
    desk: Closures = Days(plan.closed)
    if plan.bank_holidays:
        desk = BankHolidays(Days(plan.closed), plan.bank_holidays)
    closures = Turning(settings.usual.closures, plan.periods[0].start, desk)
    channels = [
        name
        for name in CHANNELS
        if name in settings.own or any(name in period.own for period in plan.periods)
    ]
    usual = OpeningHours(
        settings.usual.week, closures, tuple((each.start, each.usual) for each in plan.periods)
    )
    own = {
        name: OpeningHours(
            settings.of(name).week,
            closures,
            tuple((each.start, each.of(name)) for each in plan.periods),
        )
        for name in channels
    }
    return ChannelHours(usual, {name: hours for name, hours in own.items() if hours != usual})


def as_plan(settings: ChannelHours, start: date) -> OpeningPlan:
    """What the settings say, as the desk would write it from a day on: where an editor begins."""
    chat, texts = settings.of("web").week, settings.of("sms").week
    closures = settings.usual.closures
    nations = closures.nations if isinstance(closures, BankHolidays) else ()
    days = closures.days if isinstance(closures, BankHolidays) else closures
    closed = days.reasons if isinstance(days, Days) else {}
    return OpeningPlan(
        periods=(Period(start, chat, {"sms": texts} if texts != chat else {}),),
        closed={day: closed[day] for day in sorted(closed) if day >= start},
        bank_holidays=tuple(nations),
    )
