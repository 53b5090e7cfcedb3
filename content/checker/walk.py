"""The way through a checker: which question is still needed, and what the answers come to."""

from collections.abc import Iterator

from content.checker.model import Answers, Checker, Outcome, Question, Rule


def next_question(checker: Checker, answers: Answers) -> Question | None:
    """The next question whose answer can still change what is said, or None where none can."""
    wanted = _still_matters(checker, answers)
    for question in checker.questions:
        may_be_put = not question.only_if or _fits_any(question.only_if, answers)
        if question.asks in wanted and question.asks not in answers and may_be_put:
            return question
    return None


def outcomes(checker: Checker, answers: Answers) -> tuple[Outcome, ...]:
    """What fits these answers, in the order of the file; never nothing."""
    fitting = tuple(each for each in checker.outcomes if _fits_any(each.rules, answers))
    return fitting or tuple(each for each in checker.outcomes if not each.rules)


def _still_matters(checker: Checker, answers: Answers) -> set[str]:
    return {
        asked
        for outcome in checker.outcomes
        if not _fits_any(outcome.rules, answers)
        for rule in outcome.rules
        if not _is_ruled_out(rule, answers)
        for asked in _unknown(rule, answers)
    }


def _fits_any(rules: tuple[Rule, ...], answers: Answers) -> bool:
    return any(
        all(answers.get(asked) in fitting for asked, fitting in rule.items()) for rule in rules
    )


def _is_ruled_out(rule: Rule, answers: Answers) -> bool:
    return any(asked in answers and answers[asked] not in fits for asked, fits in rule.items())


def _unknown(rule: Rule, answers: Answers) -> Iterator[str]:
    return (asked for asked in rule if asked not in answers)
