"""Where things stand in a YAML file, so that whoever mends it is sent to the right line."""

from collections.abc import Mapping

import yaml

Path = tuple[str, ...]


def lines_of(text: str) -> Mapping[Path, int]:
    """The line of every name in a YAML text, by the names that lead to it: ("questions", "age")."""
    found: dict[Path, int] = {}
    root = yaml.compose(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))
    if root is not None:
        _note(root, (), found)
    return found


def line_at(lines: Mapping[Path, int], *path: str) -> int:
    """The line of what this path leads to, or of the nearest thing around it."""
    for length in range(len(path), 0, -1):
        if path[:length] in lines:
            return lines[path[:length]]
    return 1


def _note(node: yaml.Node, path: Path, found: dict[Path, int]) -> None:
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            own = (*path, str(key.value))
            found[own] = key.start_mark.line + 1
            _note(value, own, found)
    elif isinstance(node, yaml.SequenceNode):
        for number, item in enumerate(node.value):
            own = (*path, str(number))
            found[own] = item.start_mark.line + 1
            _note(item, own, found)
