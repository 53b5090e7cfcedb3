"""Logs: one JSON object a line, with what happened and never what was said."""

import logging
import sys

import structlog

_FORBIDDEN = frozenset(
    {"text", "body", "address", "phone", "email", "password", "token", "evidence"}
)


def start_logging(level: str, *, readable: bool) -> None:
    """Set up logging for the whole process. `readable` suits a person at a terminal."""
    number = logging.getLevelNamesMapping()[level.upper()]
    last = structlog.dev.ConsoleRenderer() if readable else structlog.processors.JSONRenderer()
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            _without_personal_text,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            _exception_type_only,
            last,
        ],
        wrapper_class=structlog.make_filtering_bound_logger(number),
        logger_factory=lambda *_: structlog.PrintLogger(sys.stderr),  # whatever that is then
    )
    logging.basicConfig(level=max(number, logging.WARNING), stream=sys.stderr, format="%(message)s")


def _without_personal_text(
    _logger: object, _method: str, event: structlog.typing.EventDict
) -> structlog.typing.EventDict:
    for name in _FORBIDDEN & event.keys():
        event[name] = "(not logged)"
    return event


def _exception_type_only(
    _logger: object, _method: str, event: structlog.typing.EventDict
) -> structlog.typing.EventDict:
    """Keep where it broke and the kind of error; an error's text may quote what somebody typed."""
    failure = event.pop("exc_info", None)
    if failure:
        error = failure if isinstance(failure, BaseException) else sys.exc_info()[1]
        event["error"] = type(error).__name__
        places = []
        trace = error.__traceback__ if error else None
        while trace:
            places.append(f"{trace.tb_frame.f_code.co_name}:{trace.tb_lineno}")
            trace = trace.tb_next
        event["where"] = places[-6:]
    return event
