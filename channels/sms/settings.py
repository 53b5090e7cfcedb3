"""What the text message channel must be told about its account at the telephone company."""

from dataclasses import dataclass, field

from aiohttp import web


@dataclass(frozen=True)
class SmsSettings:
    """The account, and what texts are sent from: a messaging service where there is one, or a number.

    There may be several numbers and short codes, separated by commas: whoever texted one of them is answered
    from it, anybody else from the first.

    `api_base` is where the company's interface is reached: its own address, or a stand-in's.
    `fetch_pictures`: what comes with a text is fetched, for the adviser of the case.
    """

    account_sid: str
    auth_token: str = field(repr=False)
    from_number: str = ""
    messaging_service_sid: str = ""
    api_base: str = "https://api.twilio.com"
    fetch_pictures: bool = False

    def __post_init__(self) -> None:
        """Refuse an account that could receive but never answer."""
        if not self.auth_token:
            raise ValueError("text messages need the account's auth token")
        if not (self.from_number or self.messaging_service_sid):
            raise ValueError("text messages need a number or a messaging service to be sent from")

    @property
    def numbers(self) -> tuple[str, ...]:
        """Our numbers, the usual one first."""
        return tuple(each.strip() for each in self.from_number.split(",") if each.strip())

    def origin(self, texted: str = "") -> dict[str, str]:
        """What a text is sent from, for somebody who texted this number of ours."""
        if self.messaging_service_sid:
            return {"messaging_service_sid": self.messaging_service_sid}
        return {"from_": texted if texted in self.numbers else self.numbers[0]}


SMS: web.AppKey[SmsSettings] = web.AppKey("sms", SmsSettings)
