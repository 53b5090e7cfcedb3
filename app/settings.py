"""Settings: read once from the environment (and a `.env` file), checked, and never guessed.

Every setting is described in docs/settings.md; a test compares the two.
"""

import re
from collections.abc import Callable, Mapping
from functools import cached_property
from pathlib import Path
from typing import Annotated, Literal, Self

from pydantic import Field, ValidationError, ValidationInfo, field_validator, model_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from app.on_call import is_address
from content.opening.spans import CHANNELS
from handoff.closures import parse_closed_days
from handoff.hours import ChannelHours
from handoff.hours_error import HoursError
from handoff.hours_setting import parse_channel_hours
from handoff.hours_words import say_hours
from handoff.night import QuietHours, parse_quiet_hours
from handoff.targets import ServiceTargets, parse_targets
from store.encryption import BadKeyError, Vault, new_key

_SITE = re.compile(r"https?://[a-z0-9.-]+(:[0-9]+)?(=school)?")
_SCHOOL = "=school"
Words = Annotated[tuple[str, ...], NoDecode]
_READ: Mapping[str, Callable[[str], object]] = {
    "opening_hours": parse_channel_hours,
    "closed_days": parse_closed_days,
    "quiet_hours": parse_quiet_hours,
    "service_targets": parse_targets,
}


class SettingsError(Exception):
    """Settings that cannot be used. The text names each one and says how to mend it."""


class Settings(BaseSettings):
    """All settings. The name in the environment is CONNEXIONS_ and the name here in capitals."""

    model_config = SettingsConfigDict(env_prefix="CONNEXIONS_", env_file=".env", extra="ignore")

    mode: Literal["demo", "live"] = "demo"
    host: str = "127.0.0.1"
    port: int = Field(default=8080, ge=1, le=65535)
    public_url: str = ""
    data_folder: Path = Path("var")
    database_url: str = ""
    redis_url: str = ""
    keys: Words = ()
    opening_hours: str = "monday-friday 09:00-20:00, saturday 10:00-16:00"
    closed_days: str = ""
    quiet_hours: str = "21:00-08:00"
    service_targets: str = "emergency 1 always, urgent 5, complex 30, routine 60"
    closed_channels: Words = ()
    most_from_address: int = Field(default=300, ge=0, le=100_000)
    undo_seconds: int = Field(default=5, ge=0, le=30)
    offered_first_seconds: int = Field(default=120, ge=0, le=1800)
    on_call: Words = ()
    supervisors: Words = ()
    embed_sites: Words = ()
    shared_idle_minutes: int = Field(default=5, ge=1, le=60)
    proxies: int = Field(default=0, ge=0, le=5)
    encoder_path: Path | None = None
    engine: Literal["embedded", "rasa"] = "embedded"
    rasa_url: str = ""
    rasa_timeout: float = Field(default=1.0, gt=0, le=10)
    twilio_account_sid: str = ""
    twilio_auth_token: str = ""
    twilio_number: str = ""
    twilio_messaging_service_sid: str = ""
    twilio_api_base: str = "https://api.twilio.com"
    sms_pictures: bool = False
    log_level: Literal["debug", "info", "warning", "error"] = "info"
    past_review: Literal["say", "withdraw"] = "say"
    editors: Words = ()
    sms_part_pence: float | None = Field(default=None, ge=0, le=100)
    keep_messages_days: int = Field(default=90, ge=1, le=3650)

    @field_validator("keys", "embed_sites", "closed_channels", mode="before")
    @classmethod
    def _split(cls, value: object) -> object:
        return tuple(value.replace(",", " ").split()) if isinstance(value, str) else value

    @field_validator("sms_part_pence", mode="before")
    @classmethod
    def _may_be_empty(cls, value: object) -> object:
        return None if value == "" else value

    @field_validator("on_call", "supervisors", "editors", mode="before")
    @classmethod
    def _split_at_spaces(cls, value: object) -> object:
        return tuple(value.split()) if isinstance(value, str) else value

    @field_validator("on_call", "supervisors", "editors")
    @classmethod
    def _can_be_alerted(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        for number, address in enumerate(value, start=1):
            if not is_address(address):  # which is not quoted: it may hold a password
                message = (
                    f"address {number} cannot be used; docs/operators.md shows how to write it"
                )
                raise ValueError(message)
        return value

    @field_validator("public_url", "twilio_api_base", "rasa_url")
    @classmethod
    def _is_web_address(cls, value: str) -> str:
        if value and not value.startswith(("http://", "https://")):
            message = "write it with https:// in front"
            raise ValueError(message)
        return value.rstrip("/")

    @field_validator("closed_channels")
    @classmethod
    def _are_channels(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        if not set(value) <= set(CHANNELS):
            message = f"name channels: {' or '.join(CHANNELS)}"
            raise ValueError(message)
        return value

    @field_validator("embed_sites")
    @classmethod
    def _are_sites(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        sites = tuple(site.replace("/=", "=").rstrip("/") for site in value)
        if not all(_SITE.fullmatch(site) for site in sites):
            message = (
                "write each site as https://school.example.org, without a path or an asterisk; "
                "a school's own site has =school after it"
            )
            raise ValueError(message)
        return sites

    @field_validator("database_url")
    @classmethod
    def _is_database(cls, value: str) -> str:
        if value and not value.startswith(("postgresql://", "sqlite:///")):
            message = "write it as postgresql://user:password@host/name"
            raise ValueError(message)
        return value

    @field_validator("redis_url")
    @classmethod
    def _is_redis(cls, value: str) -> str:
        if value and not value.startswith(("redis://", "rediss://", "unix://")):
            message = "write it as redis://host:6379/0"
            raise ValueError(message)
        return value

    @field_validator("opening_hours", "closed_days", "quiet_hours", "service_targets")
    @classmethod
    def _can_be_read(cls, value: str, field: ValidationInfo) -> str:
        try:
            _READ[field.field_name or ""](value)
        except HoursError as error:
            raise ValueError(str(error)) from error
        return value

    @model_validator(mode="after")
    def _is_complete(self) -> Self:
        if self.mode == "live":
            missing = [name for name in ("public_url", "keys") if not getattr(self, name)]
            if missing:
                names = " and ".join(f"CONNEXIONS_{name.upper()}" for name in missing)
                message = f"{names} must be set outside demonstration mode"
                raise ValueError(message)
        if self.engine == "rasa" and not self.rasa_url:
            message = "CONNEXIONS_RASA_URL must say where Rasa is, for CONNEXIONS_ENGINE=rasa"
            raise ValueError(message)
        if bool(self.twilio_account_sid) != bool(self.twilio_auth_token):
            message = "set both CONNEXIONS_TWILIO_ACCOUNT_SID and CONNEXIONS_TWILIO_AUTH_TOKEN"
            raise ValueError(message)
        return self

    @property
    def demo(self) -> bool:
        """Whether this is a demonstration: people made up, texts sent nowhere."""
        return self.mode == "demo"

    @property
    def site_url(self) -> str:
        """Where young people reach the service, without a slash at the end."""
        return self.public_url or f"http://localhost:{self.port}"

    def sites(self, *, schools: bool) -> tuple[str, ...]:
        """The sites that may show the chat: those marked as a school's, or the others."""
        marked = ((site, site.endswith(_SCHOOL)) for site in self.embed_sites)
        return tuple(
            site.removesuffix(_SCHOOL) for site, is_school in marked if is_school == schools
        )

    @property
    def database(self) -> str:
        """The database's address: the one that is set, or a SQLite file in the data folder."""
        return self.database_url or f"sqlite:///{(self.data_folder / 'connexions.db').resolve()}"

    @cached_property
    def hours(self) -> ChannelHours:
        """When advisers are here."""
        closures = parse_closed_days(self.closed_days)
        return parse_channel_hours(self.opening_hours).closed_on(closures)

    @property
    def hours_in_words(self) -> str:
        """When advisers are here, as answers say it."""
        return say_hours(self.hours)

    @cached_property
    def night(self) -> QuietHours | None:
        """When nobody is texted anything that they did not just ask for."""
        return parse_quiet_hours(self.quiet_hours)

    @cached_property
    def targets(self) -> ServiceTargets:
        """How long somebody may wait for an adviser."""
        return ServiceTargets(self.hours, parse_targets(self.service_targets))

    def open_vault(self) -> Vault:
        """The vault for personal text; in demonstration mode its key is made and kept by itself."""
        keys = list(self.keys)
        if not keys and self.demo:
            keys = [_demo_key(self.data_folder / "demo-key")]
        try:
            return Vault(keys)
        except BadKeyError as error:
            message = f"CONNEXIONS_KEYS: {error}"
            raise SettingsError(message) from error


def read_settings(**overrides: object) -> Settings:
    """Read the settings; raise SettingsError with all that is wrong."""
    try:
        return Settings(**overrides)  # type: ignore[arg-type]
    except ValidationError as error:
        lines = [
            f"{_shown(fault['loc'])}{fault['msg'].removeprefix('Value error, ')}"
            for fault in error.errors()
        ]
        message = "\n".join([*lines, "See docs/settings.md for every setting."])
        raise SettingsError(message) from error


def _shown(place: tuple[int | str, ...]) -> str:
    return f"CONNEXIONS_{str(place[0]).upper()}: " if place else ""


def _demo_key(file: Path) -> str:
    if file.exists():
        return file.read_text("utf-8").strip()
    file.parent.mkdir(parents=True, exist_ok=True)
    key = new_key()
    file.touch(mode=0o600)
    file.write_text(key, "utf-8")
    return key
