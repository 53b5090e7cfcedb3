"""spaCy's parts for reading messages, without its command line, and without PyTorch.

spaCy reads in its command line with itself, and that a terminal library, a web client and a packager: a
third of its start and 15 MB that no message needs. Where PyTorch is installed, to teach an encoder, it
would read that too: two seconds more. Import spaCy from here, before anything else does.
"""

import sys
from types import ModuleType

_COMMAND_LINE = ("spacy.cli", "spacy.cli.info")
_NOT_THERE = ("torch", "cupy")
"""What spaCy uses if it can be read in, and no message needs."""


def _stand_in(name: str) -> ModuleType:
    module = ModuleType(name)
    vars(module)["info"] = None  # the one name that spaCy takes from it
    return module


_standing_in: dict[str, ModuleType | None] = {}
if "spacy" not in sys.modules:
    _standing_in |= {name: _stand_in(name) for name in _COMMAND_LINE}
    _standing_in |= {name: None for name in _NOT_THERE if name not in sys.modules}
sys.modules |= _standing_in  # type: ignore[arg-type]  # None says that it is not there

from spacy.matcher import Matcher, PhraseMatcher  # noqa: E402
from spacy.tokens import Doc, Span  # noqa: E402
from spacy.util import filter_spans  # noqa: E402
from spacy.vocab import Vocab  # noqa: E402

for _name in _standing_in:
    del sys.modules[_name]

__all__ = ["Doc", "Matcher", "PhraseMatcher", "Span", "Vocab", "filter_spans"]
