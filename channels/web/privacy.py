"""The version of the privacy notice, told to every client, so that a change can be shown."""

from typing import Final

PRIVACY_VERSION: Final = "2026-11-22"
