"""The directory of services in the database."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import Connection, Row, insert, select, update

from content.nation import Nation
from handoff.services.service import Service
from store.tables import ServiceRow


@dataclass(frozen=True)
class Change:
    """What an import does to the directory, by the names of the services."""

    new: tuple[str, ...]
    changed: tuple[str, ...]
    same: int
    left_alone: int


def services(tx: Connection, *, withdrawn: bool = False) -> list[Service]:
    """Every service, by name; those that were withdrawn only where they are asked for."""
    asked = select(ServiceRow).order_by(ServiceRow.name, ServiceRow.id)
    if not withdrawn:
        asked = asked.where(ServiceRow.withdrawn.is_(False))
    return [_service(row) for row in tx.execute(asked)]


def service_of(tx: Connection, service_id: int) -> Service | None:
    """One service by its number, withdrawn or not."""
    row = tx.execute(select(ServiceRow).where(ServiceRow.id == service_id)).one_or_none()
    return _service(row) if row else None


def changes(tx: Connection, incoming: Sequence[Service]) -> Change:
    """What `keep` would do."""
    here = {service.key: service for service in services(tx, withdrawn=True)}
    new = tuple(each.name for each in incoming if each.key not in here)
    changed = tuple(
        each.name for each in incoming if each.key in here and not _same(each, here[each.key])
    )
    same = len(incoming) - len(new) - len(changed)
    return Change(new, changed, same, len(here) - same - len(changed))


def keep(tx: Connection, incoming: Sequence[Service]) -> Change:
    """Add what is new and change what differs; services that are not named stay as they are."""
    change = changes(tx, incoming)
    known = {row.key for row in tx.execute(select(ServiceRow.key))}
    for each in incoming:
        values = _values(each)
        if each.key in known:
            tx.execute(update(ServiceRow).where(ServiceRow.key == each.key).values(**values))
        else:
            tx.execute(insert(ServiceRow).values(**values))
    return change


def _same(one: Service, other: Service) -> bool:
    return replace(one, id=None) == replace(other, id=None)


def _values(service: Service) -> dict[str, Any]:
    values = {column.name: getattr(service, column.name) for column in ServiceRow.__table__.columns}
    del values["id"]
    return values | {name: ";".join(values[name]) for name in ("kinds", "areas", "nations")}


def _service(row: Row[Any]) -> Service:
    values = dict(row._mapping)
    return Service(
        **values
        | {
            "kinds": _parts(row.kinds),
            "areas": _parts(row.areas),
            "nations": tuple(Nation(nation) for nation in _parts(row.nations)),
        }
    )


def _parts(text: str) -> tuple[str, ...]:
    return tuple(part for part in text.split(";") if part)
