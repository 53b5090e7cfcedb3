"""The frames of the chat socket, as docs/web-chat.md describes them."""

import json
import re
from typing import Annotated, Any, Final, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, TypeAdapter, ValidationError

from web.languages import later

LARGEST_FRAME: Final = 100_000
"""Bytes. A larger frame is refused kindly and the socket stays open."""

LARGEST_NUMBER: Final = 2**31 - 1
TOKEN: Final = re.compile(r"[A-Za-z0-9_-]{43}")
_ID: Final = re.compile(r"[A-Za-z0-9_-]{8,64}")


class FrameError(Exception):
    """A frame that cannot be used: what is wrong, how to mend it, and the send it belongs to."""

    def __init__(self, code: str, message: str, mend: str, send_id: str | None = None) -> None:
        super().__init__(message)
        self.code = code
        self.message = message
        self.mend = mend
        self.send_id = send_id

    def frame(self) -> "Error":
        """The error as it is told to the client."""
        return Error(code=self.code, message=self.message, mend=self.mend, id=self.send_id)


def whole_characters(value: object) -> object:
    """Half an emoji (a lone surrogate) becomes a mark, so that the rest of the words survive."""
    if not isinstance(value, str):
        return value
    return value.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")


class _Heard(BaseModel):
    model_config = ConfigDict(strict=True, frozen=True)


class Hello(_Heard):
    """Opens or resumes a conversation, and asks for what came after a message number. `school`: the page
    is the chat on a school's own site. `language` is the page's; `chosen`: they have just asked for it."""

    type: Literal["hello"]
    token: str = ""
    after: int = Field(0, ge=0, le=LARGEST_NUMBER)
    widget: bool = False
    school: bool = False
    language: str = Field("", max_length=16)
    chosen: bool = False


class Send(_Heard):
    """A message of the young person. The same id twice is the same message."""

    type: Literal["send"]
    id: str = Field(pattern=f"^{_ID.pattern}$")
    text: Annotated[str, BeforeValidator(whole_characters)] = Field(pattern=r"\S")
    choice: str = Field("", max_length=200)


class Seen(_Heard):
    """The young person has this message, and all before it, on the screen."""

    type: Literal["seen"]
    seq: int = Field(ge=0, le=LARGEST_NUMBER)


class TypingNow(_Heard):
    """The young person is typing."""

    type: Literal["typing"]


Heard = Hello | Send | Seen | TypingNow
_HEARD: TypeAdapter[Heard] = TypeAdapter(Annotated[Heard, Field(discriminator="type")])


class _Told(BaseModel):
    model_config = ConfigDict(frozen=True)

    def wire(self) -> str:
        """The frame as it goes over the wire."""
        return self.model_dump_json(exclude_none=True)


class ContactRow(BaseModel):
    """A service that can be turned to, from the directory."""

    name: str
    about: str
    phone: str
    text: str
    web: str
    hours: str


class Message(_Told):
    """A message of the conversation. `html` is safe to show as it is; `text` is never HTML."""

    type: Literal["message"] = "message"
    seq: int
    author: str
    name: str
    kind: str
    at: str
    html: str | None = None
    text: str | None = None
    choices: list[dict[str, str]] = []
    contacts: list[ContactRow] = []
    sources: list[dict[str, str]] = []
    checked: str | None = None
    entry: str | None = None
    id: str | None = None
    language: str | None = None


class Welcome(_Told):
    """The answer to hello: the token to keep, and the messages after the number asked for. `language`: what
    they chose to be spoken to in."""

    type: Literal["welcome"] = "welcome"
    token: str
    after: int
    messages: list[Message]
    holder: str
    privacy: str
    seen: int = 0
    language: str = ""


class Stored(_Told):
    """A send is kept safe, as this message number."""

    type: Literal["stored"] = "stored"
    id: str
    seq: int


class Line(BaseModel):
    """Where the conversation stands in the line for an adviser. `place` is null when it does not wait."""

    model_config = ConfigDict(frozen=True)
    type: Literal["line"] = "line"
    place: int | None
    open: bool
    when: str

    def wire(self) -> str:
        """The frame as it goes over the wire; a place of null is said, not left out."""
        return self.model_dump_json()


class TypingHeard(_Told):
    """An adviser is typing."""

    type: Literal["typing"] = "typing"
    name: str


class SeenThere(_Told):
    """The adviser has this message, and all before it, on the screen."""

    type: Literal["seen"] = "seen"
    seq: int


class Left(_Told):
    """The session was ended, here or in another window: forget everything and go away."""

    type: Literal["left"] = "left"


class Error(_Told):
    """Something did not work. `id` names the send it is about, when it is about one."""

    type: Literal["error"] = "error"
    code: str
    message: str
    mend: str
    id: str | None = None


Told = Welcome | Message | Stored | Line | TypingHeard | SeenThere | Left | Error


def parse(data: str) -> Heard:
    """Read one frame; raise FrameError, in plain words, when it cannot be used."""
    if len(data) > LARGEST_FRAME or len(data.encode("utf-8", "surrogatepass")) > LARGEST_FRAME:
        raise FrameError(
            "too-large",
            later("That message is too long to send."),
            later("Split it into shorter messages."),
        )
    try:
        raw = json.loads(data)
    except (ValueError, RecursionError):
        raise FrameError("not-json", "The frame is not JSON.", "Send one JSON object.") from None
    if not isinstance(raw, dict):
        raise FrameError("not-json", "The frame is not a JSON object.", "Send one JSON object.")
    try:
        return _HEARD.validate_python(raw)
    except ValidationError as error:
        wrong = _wrong_place(error, str(raw.get("type", "")))
        raise FrameError(
            "bad-frame",
            f"The frame cannot be used: look at {wrong}.",
            "Send it as docs/web-chat.md describes.",
            _send_id(raw),
        ) from None


def _wrong_place(error: ValidationError, kind: str) -> str:
    """The field that is wrong, by the protocol's own names and never with what was in it."""
    places = [str(part) for part in error.errors()[0]["loc"] if part != kind]
    return f"`{places[0]}`" if places else "`type`"


def _send_id(raw: dict[str, Any]) -> str | None:
    value = raw.get("id")
    return value if isinstance(value, str) and _ID.fullmatch(value) else None
