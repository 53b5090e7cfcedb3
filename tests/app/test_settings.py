"""Bad settings stop the start, with the name and the mend."""

import os
from pathlib import Path

import pytest

from app.settings import SettingsError, read_settings
from store.encryption import new_key


@pytest.fixture(autouse=True)
def _only_these(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name in [name for name in os.environ if name.startswith("CONNEXIONS_")]:
        monkeypatch.delenv(name)
    monkeypatch.chdir(tmp_path)


def test_a_demonstration_needs_nothing() -> None:
    settings = read_settings()
    assert settings.demo
    assert settings.site_url == "http://localhost:8080"
    assert settings.open_vault().open(settings.open_vault().seal("kept")) == "kept"


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("PORT", "eighty", "CONNEXIONS_PORT"),
        ("PORT", "70000", "CONNEXIONS_PORT"),
        ("MODE", "production", "'demo' or 'live'"),
        ("MODE", "live", "CONNEXIONS_PUBLIC_URL and CONNEXIONS_KEYS must be set"),
        ("PUBLIC_URL", "chat.example.org", "https:// in front"),
        ("OPENING_HOURS", "always", "monday-friday 09:00-20:00"),
        ("OPENING_HOURS", "monday 09:00-09:00", "the start must come before the end"),
        ("OPENING_HOURS", "", "name at least one day"),
        ("OPENING_HOURS", "monday 09:00-17:00; fax: monday 09:00-17:00", "web or sms"),
        ("CLOSED_DAYS", "christmas", "write a date as 2026-12-24"),
        ("QUIET_HOURS", "at night", "write them as `21:00-08:00`"),
        ("QUIET_HOURS", "21:00-25:00", "quiet hours '21:00-25:00'"),
        ("QUIET_HOURS", "08:00-08:00", "the start and the end are the same"),
        ("CLOSED_CHANNELS", "sms, fax", "name channels: web or sms"),
        ("SERVICE_TARGETS", "urgent 5", "none for routine and complex and emergency"),
        ("SERVICE_TARGETS", "urgent soon", "as `urgent 5`"),
        ("ON_CALL", "mailto://a:b@example.org nonsense", "address 2 cannot be used"),
        ("TWILIO_ACCOUNT_SID", "AC1", "set both"),
        ("ENGINE", "rasa", "CONNEXIONS_RASA_URL must say where Rasa is"),
        ("ENGINE", "spacy", "'embedded' or 'rasa'"),
        ("RASA_URL", "rasa:5005", "in front"),
        ("EMBED_SITES", "school.example.org", "https://school.example.org"),
        ("EMBED_SITES", "https://*.example.org", "without a path or an asterisk"),
        ("EMBED_SITES", "https://a.example.org=home", "=school after it"),
        ("SHARED_IDLE_MINUTES", "0", "CONNEXIONS_SHARED_IDLE_MINUTES"),
        ("RASA_TIMEOUT", "0", "CONNEXIONS_RASA_TIMEOUT"),
        ("KEEP_MESSAGES_DAYS", "0", "CONNEXIONS_KEEP_MESSAGES_DAYS"),
    ],
)
def test_a_bad_setting_says_its_name_and_the_mend(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str, said: str
) -> None:
    monkeypatch.setenv(f"CONNEXIONS_{name}", value)
    with pytest.raises(SettingsError) as error:
        read_settings()
    assert said in str(error.value)
    assert "docs/settings.md" in str(error.value)


def test_a_bad_key_is_never_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CONNEXIONS_KEYS", "not-a-key-but-perhaps-half-of-one")
    with pytest.raises(SettingsError) as error:
        read_settings().open_vault()
    assert "connexions key" in str(error.value)
    assert "half-of-one" not in str(error.value)


def test_several_keys_may_be_given(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CONNEXIONS_KEYS", f"{new_key()}, {new_key()}")
    assert len(read_settings().keys) == 2


def test_settings_may_stand_in_a_file(tmp_path: Path) -> None:
    (tmp_path / ".env").write_text("CONNEXIONS_PORT=9000\n", "utf-8")
    assert read_settings().port == 9000


def test_sites_marked_as_a_schools_are_told_from_the_others(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    given = "https://youth.example.org/, https://a.example.org=school https://b.example.org/=school"
    monkeypatch.setenv("CONNEXIONS_EMBED_SITES", given)
    settings = read_settings()
    assert settings.sites(schools=False) == ("https://youth.example.org",)
    assert settings.sites(schools=True) == ("https://a.example.org", "https://b.example.org")
