"""Files of an export in a folder, or in one zip file whose bytes depend on nothing but its content."""

import zlib
from collections.abc import Mapping
from io import BytesIO
from pathlib import Path
from zipfile import ZIP_DEFLATED, BadZipFile, ZipFile, ZipInfo

from content.problems import ContentError, Problem
from content.repository import SHARED

LARGEST = 32 * 1024 * 1024
MOST_FILES = 10_000
_UNREADABLE = (
    BadZipFile,
    zlib.error,
    OSError,
    EOFError,
    ValueError,
    NotImplementedError,
    RuntimeError,
)
_NO_DATE = (1980, 1, 1, 0, 0, 0)
_OURS = ("entries", "safety", "checkers", "nlu", "drafts", "withdrawn")
_OURS_ALONE = tuple(f"{kind}.yml" for kind in SHARED)


def write_folder(files: Mapping[str, bytes], folder: Path) -> None:
    """Write an export into a folder; what an older export left there and this one has not goes."""
    folder.mkdir(parents=True, exist_ok=True)
    for path in _there(folder):
        if path not in files:
            (folder / path).unlink()
    for path, data in files.items():
        file = folder / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(data)


def read_folder(folder: Path) -> dict[str, bytes]:
    """The files of an export that lie in a folder. Other files beside them are left alone."""
    return {path: (folder / path).read_bytes() for path in _there(folder)}


def as_zip(files: Mapping[str, bytes]) -> bytes:
    """One zip file."""
    whole = BytesIO()
    with ZipFile(whole, "w") as archive:
        for path, data in sorted(files.items()):
            entry = ZipInfo(path, _NO_DATE)
            entry.compress_type = ZIP_DEFLATED
            entry.external_attr = 0o644 << 16
            archive.writestr(entry, data)
    return whole.getvalue()


def from_zip(data: bytes) -> dict[str, bytes]:
    """The files of a zip; raise ContentError where it is none, or would be too much when opened."""
    try:
        with ZipFile(BytesIO(data)) as archive:
            entries = [entry for entry in archive.infolist() if not entry.is_dir()]
            if len(entries) > MOST_FILES or sum(each.file_size for each in entries) > LARGEST:
                raise ContentError([_broken("It holds more than can be taken at once.")])
            return {entry.filename: archive.read(entry) for entry in entries}
    except _UNREADABLE as error:
        raise ContentError([_broken("This is not a zip file that can be read.")]) from error


def _there(folder: Path) -> list[str]:
    alone = [folder / name for name in _OURS_ALONE]
    under = [file for name in _OURS for file in (folder / name).rglob("*")]
    return sorted(
        file.relative_to(folder).as_posix()
        for file in (*alone, *under)
        if file.is_file() and file.suffix in (".md", ".yml")
    )


def _broken(what: str) -> Problem:
    return Problem("the file", 0, what, "Export again, and send that file as it is.")
