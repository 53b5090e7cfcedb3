"""Rules that hold for the whole project, checked on the project itself."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml

from app.settings import Settings
from store.tables import Table
from store.types import SealedBytes, SealedText

ROOT = Path(__file__).parents[2]
ROOMS = ("app", "bot", "channels", "content", "handoff", "staff", "store", "web")
_PUBLISHED = re.compile(r"Event\(\s*\"([a-z]+)\"")
_HEARD = re.compile(r"listening\(\s*\"([a-z]+)\"")
_HEARD_FROM_A_LIST = re.compile(r"^_?TOPICS[^=]*= \((.*?)\)", re.MULTILINE | re.DOTALL)


def sources() -> Iterator[Path]:
    for room in ROOMS:
        yield from sorted((ROOT / room).rglob("*.py"))


def test_every_setting_is_documented_and_nothing_else_is() -> None:
    documented = set(
        re.findall(r"^\| `CONNEXIONS_([A-Z_]+)`", (ROOT / "docs/settings.md").read_text(), re.M)
    )
    assert documented == {name.upper() for name in Settings.model_fields}


def test_every_event_has_somebody_who_listens() -> None:
    text = "\n".join(file.read_text("utf-8") for file in sources())
    published = set(_PUBLISHED.findall(text))
    heard = set(_HEARD.findall(text))
    for topics in _HEARD_FROM_A_LIST.findall(text):
        heard |= set(re.findall(r"\"([a-z]+)\"", topics))
    assert published, "the pattern finds no events at all"
    assert published - heard == set()


@pytest.mark.parametrize("file", list(sources()), ids=lambda file: str(file.relative_to(ROOT)))
def test_no_file_holds_more_than_one_screenful_of_ideas(file: Path) -> None:
    assert len(file.read_text("utf-8").splitlines()) <= 400


def test_what_may_identify_a_young_person_is_sealed() -> None:
    sealed = {
        f"{table.name}.{column.name}"
        for table in Table.metadata.sorted_tables
        for column in table.columns
        if isinstance(column.type, SealedText | SealedBytes)
    }
    assert sealed >= {
        "channel_identities.address",
        "conversations.state",
        "messages.text",
        "messages.detail",
        "signals.evidence",
        "case_events.text",
        "notices.words",
        "offers.words",
        "referrals.ground",
        "referrals.asked_for",
        "referrals.shared",
        "referrals.ended_with",
        "promises.who",
        "promises.what",
        "promises.settled_with",
        "unsent_replies.text",
        "drafts.text",
        "canned_replies.text",
        "second_looks.words",
        "audit.detail",
        "pictures.address",
        "pictures.content",
    }


def test_the_locked_dependencies_carry_hashes_and_no_addresses() -> None:
    for file in sorted((ROOT / "requirements").glob("*.txt")):
        text = file.read_text("utf-8")
        pinned = re.findall(r"^[a-z0-9][\w.\-]*(?:\[[\w,]+\])?==", text, re.MULTILINE)
        assert pinned, file
        assert text.count("--hash=sha256:") >= len(pinned)
        assert "://" not in text


def test_the_compose_file_names_every_part_and_only_known_settings() -> None:
    compose = yaml.safe_load((ROOT / "docker-compose.yml").read_text("utf-8"))
    services = compose["services"]
    assert set(services) >= {"service", "postgresql", "redis", "rasa", "proxy"}
    known = {f"CONNEXIONS_{name.upper()}" for name in Settings.model_fields}
    for name, service in services.items():
        assert "image" in service or "build" in service, name
        named = {key for key in service.get("environment", {}) if key.startswith("CONNEXIONS_")}
        assert named <= known, name
        for needed in service.get("depends_on", {}):
            assert needed in services, f"{name} waits for {needed}"
        for mount in service.get("volumes", []):
            source = mount.split(":", 1)[0]
            inside = source.startswith(".") and (ROOT / source).exists()
            assert inside or source in compose["volumes"], f"{name}: {mount}"


def test_every_sentence_of_the_service_is_said_somewhere() -> None:
    text = "\n".join(file.read_text("utf-8") for file in sources())
    sentences = yaml.safe_load((ROOT / "content/words.yml").read_text("utf-8"))
    by_language = re.compile(r"other-language-[a-z]{2}")
    unsaid = [key for key in sentences if f'"{key}"' not in text and not by_language.fullmatch(key)]
    assert unsaid == []
