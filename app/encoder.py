"""`connexions train --encoder`: teach an encoder of our own, which the service then reads with.

Rare work: some minutes a turn on two cores. Everything else that was trained must be trained anew after
it, for every model knows the encoder it belongs to.
"""

from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

from app.teaching_risk import read_risk_data
from app.training import NLU
from bot.teaching.lessons import Lessons, gather_lessons, read_public
from bot.understanding.encoder import TOKENIZER
from bot.understanding.nlu_files import read_training_files
from bot.understanding.second_encoder import SECOND, see_published
from bot.understanding.weights import ORIGINAL, OWN, put_in_place, take_original

Progress = Callable[[int, int, float], None]


class NoTorchError(RuntimeError):
    """PyTorch is not installed; the message says how to."""

    def __init__(self) -> None:
        super().__init__(
            "Teaching needs PyTorch. Install it into the environment of the service: "
            "`.venv/bin/pip install --require-hashes -r requirements/teach.txt`."
        )


def teach_encoder(
    given: Path | None, public: Path | None, tell: Callable[[str], None], progress: Progress
) -> None:
    """Teach the starting weights our phrases and dangers, and put the result into `nlu_data/encoder`.

    `given` is a folder or wheel with the starting weights; `public` a public labelled set, whose
    texts teach the weights and stay outside the project. Raises NoTorchError, ValueError for a
    public set that cannot be read.
    """
    try:
        from bot.teaching.network import read_network, write_network  # noqa: PLC0415
        from bot.teaching.teach import Plan, Teacher  # noqa: PLC0415
    except ModuleNotFoundError as error:
        raise NoTorchError from error
    from tokenizers import Tokenizer  # noqa: PLC0415

    OWN.parent.mkdir(exist_ok=True)
    with TemporaryDirectory(dir=OWN.parent, prefix="teaching-") as made:
        work = Path(made)
        if not take_original(work, given, tell):
            raise ValueError("There are no starting weights to teach. Give their folder.")
        tell("Reading the lessons ...")
        lessons = gather_lessons(
            read_training_files(NLU).phrases,
            read_risk_data(),
            read_public(public) if public else (),
        )
        network, plan = read_network(work / ORIGINAL), Plan()
        Teacher(network, Tokenizer.from_file(str(work / TOKENIZER)), lessons, plan).teach(progress)
        write_network(network, work / ORIGINAL, work / ORIGINAL)
        put_in_place(work, OWN, _about(lessons, plan.turns, plan.danger_turns))


def teach_second_encoder(given: Path, tell: Callable[[str], None], progress: Progress) -> None:
    """Teach the published weights in the folder `given`, and put the result into `nlu_data/second-encoder`.

    Raises NoTorchError, ValueError for a folder without those weights.
    """
    see_published(given)
    try:
        from bot.teaching.teach_second import teach_second  # noqa: PLC0415
    except ModuleNotFoundError as error:
        raise NoTorchError from error
    tell("Reading the lessons ...")
    teach_second(given, gather_lessons({}, read_risk_data()), SECOND, progress)


def _about(lessons: Lessons, turns: int, danger_turns: int) -> dict[str, object]:
    return {
        "from": "all-MiniLM-L6-v2 (Apache-2.0)",
        "taught_on": {
            "phrases and public texts": len(lessons.fixed),
            "messages of danger and harmless ones": len(lessons.messages),
            "public labels": len(lessons.public),
            "turns": turns,
            "danger turns": danger_turns,
        },
    }
