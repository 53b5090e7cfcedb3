"""What was measured of a newly trained understanding before it could be put in service."""

from datetime import datetime

from sqlalchemy import String, Text
from sqlalchemy.orm import Mapped, mapped_column

from store.tables.base import Table
from store.types import UtcDateTime


class ModelCheck(Table):
    """One model, named by the mark of what it was trained on, with the verdict that all replicas keep to.

    `at` is when its lessons last became what is published; the newest row is of what is published now.
    """

    __tablename__ = "model_checks"

    mark: Mapped[str] = mapped_column(String(32), primary_key=True)
    verdict: Mapped[str] = mapped_column(String(16))
    measured: Mapped[str] = mapped_column(Text, default="")
    at: Mapped[datetime] = mapped_column(UtcDateTime)
