"""The one way in. Every message, whatever its channel, walks through here once.

The reading of a text (what it means, whether there is danger) needs no database and is done first, side
by side on threads of their own, so that nobody else waits for it. Then one transaction: lock the
conversation, refuse a repeat, store, decide, hand off, answer. A short message may have to be read once
more after what was said before; then the transaction is given up for it and begun anew. What was
acknowledged is on disk; what failed on the way left nothing behind, so the channel may send it again.
"""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial

import structlog
from sqlalchemy import Connection

from bot.decision import Decision, Level, Reply, highest
from bot.dialogue.handoff_words import handoff_reply
from bot.dialogue.situation import Situation
from bot.meaning import Meaning, Understander
from bot.risk.assess import RiskAssessor, RiskMemory, RiskReading
from bot.state import DialogueState
from bot.understanding.welsh import in_english
from channels.crowd import Crowd, Crowding
from channels.followed_up import heard_afterwards
from channels.learning import learn
from channels.limits import Limits, within
from channels.messages import InboundMessage, Received
from channels.outgoing import reply_message
from channels.reading_again import NotReadYetError, SecondReadings
from channels.speaking_their_language import Speaking, introduced, language_of
from channels.turn import (
    all_replies,
    as_stored,
    decided,
    holder_after,
    recalled,
    said_of_contact,
    signal_rows,
)
from content.languages import ENGLISH, spoken
from content.library import Library
from handoff.areas import home_in
from handoff.cases import HandoffResult, hand_off
from handoff.hours_words import say_back
from handoff.promises.closing import promise_somebody_back
from handoff.queue import place_of
from handoff.quiet_times import keep_heard, let_go_of_the_night
from handoff.targets import ServiceTargets
from store import conversations, pictures
from store.bus import Bus, Event
from store.clock import Clock, in_london
from store.conversations import Located, NewMessage
from store.counts import LocalCounts
from store.database import Database
from store.encryption import Vault

log = structlog.get_logger()

_EMPTY_STATE = DialogueState().to_json()
_NOTHING = HandoffResult("none", None, "none")
_MOST_TRIES = 3
"""How often a message is taken anew because what was talked about has changed meanwhile."""


@dataclass(frozen=True)
class Mind:
    """What answers: swapped as a whole when an editor publishes, so a message never sees half of each."""

    library: Library
    understander: Understander
    risk: RiskAssessor


class Intake:
    """Receives messages. Safe to call at the same time for any number of conversations."""

    def __init__(
        self,
        database: Database,
        bus: Bus,
        clock: Clock,
        vault: Vault,
        targets: ServiceTargets,
        mind: Callable[[], Mind],
        limits: Limits | None = None,
        crowd: Crowd | None = None,
    ) -> None:
        self._database = database
        self._bus = bus
        self._clock = clock
        self._vault = vault
        self._targets = targets
        self._mind = mind
        self._limits = limits or Limits()
        self._crowd = crowd or Crowd(LocalCounts(clock), vault, clock)
        self._checking = ThreadPoolExecutor(1, "risk")
        self._reading = ThreadPoolExecutor(1, "reading-again")

    async def receive(self, message: InboundMessage) -> Received:
        """Take one message in: stored, checked for danger, decided and answered when this returns."""
        mind = self._mind()
        message = replace(message, text=message.text.replace("\x00", ""))
        reading, meaning, crowding = await asyncio.gather(
            asyncio.get_running_loop().run_in_executor(
                self._checking, mind.risk.read, message.text
            ),
            _understood(mind.understander, in_english(message.text)),
            self._crowd.of(message),
        )
        readings = SecondReadings(meaning)
        received = await self._taken(message, mind, reading, readings, crowding)
        if not received.duplicate:
            await self._tell(received, message.channel)
        return received

    async def _taken(
        self,
        message: InboundMessage,
        mind: Mind,
        reading: RiskReading,
        readings: SecondReadings,
        crowding: Crowding,
    ) -> Received:
        """Take the message in; what its decision needs read again is read between two tries."""
        for _ in range(_MOST_TRIES):
            try:
                return await self._database.write(
                    self._take, message, mind, reading, readings, crowding
                )
            except NotReadYetError:
                await asyncio.get_running_loop().run_in_executor(
                    self._reading, readings.read_what_is_missing
                )
        readings.allow()
        return await self._database.write(self._take, message, mind, reading, readings, crowding)

    def _take(
        self,
        tx: Connection,
        message: InboundMessage,
        mind: Mind,
        reading: RiskReading,
        readings: SecondReadings,
        crowding: Crowding,
    ) -> Received:
        now = self._clock.now()
        conversation = conversations.locate(
            tx,
            channel=message.channel,
            address=message.address,
            address_hash=self._vault.lookup(message.address),
            empty_state=_EMPTY_STATE,
            now=now,
        )
        kind = "choice" if message.choice else "text"
        incoming = NewMessage(
            "young person", kind, message.text, message.external_id, segments=message.segments
        )
        message_id = conversations.add_incoming(
            tx, conversation, incoming, channel=message.channel, now=now
        )
        if message_id is None:
            language = spoken(conversation.language or ENGLISH)
            return Received(
                True,
                conversation.conversation_id,
                None,
                holder=conversation.holder,
                language=language,
            )
        return self._answer(
            tx, message, message_id, conversation, mind, reading, readings, crowding, now
        )

    def _answer(
        self,
        tx: Connection,
        message: InboundMessage,
        message_id: int,
        conversation: Located,
        mind: Mind,
        reading: RiskReading,
        readings: SecondReadings,
        crowding: Crowding,
        now: datetime,
    ) -> Received:
        seq = conversation.last_seq + 1
        heard = said_of_contact(message, now)
        keep_heard(tx, conversation, heard, seq=seq, now=now)
        if message.channel not in conversations.PULLED_CHANNELS:
            let_go_of_the_night(tx, conversation, heard, now)
        state = recalled(conversation, message, now)
        level = Level(conversation.level)
        memory = RiskMemory(recent=state.recent, level=level, families=state.families)
        assessment = mind.risk.weigh(reading, memory)
        speaking = language_of(tx, conversation, message)
        library = mind.library.in_language(speaking.language)
        situation = self._situation(conversation, message, speaking, seq, now)
        decision = readings.decide(
            partial(
                decided,
                state,
                readings.meaning,
                assessment,
                library,
                situation,
                message.command,
            )
        )
        decision = heard_afterwards(tx, conversation, message, state, decision, library, now)
        decision = within(tx, self._limits, conversation, message, decision, library, now, crowding)
        told, handoff = self._hand_off(
            tx, decision, conversation, message.channel, library, situation, now
        )
        replies = all_replies(decision, told, message.command, library)
        replies = introduced(replies, library, message.channel)
        outgoing = [
            reply_message(reply, message.channel, library, answers_seq=seq) for reply in replies
        ]
        reply_ids = conversations.add_outgoing(
            tx, conversation, outgoing, after_seq=seq, channel=message.channel, now=now
        )
        conversations.add_signals(
            tx, conversation.conversation_id, message_id, signal_rows(decision, now)
        )
        if message.command in ("stop", "start"):
            moment = now if message.command == "stop" else None
            conversations.set_opted_out(tx, conversation.identity_id, moment)
        elif conversation.opted_out:  # whoever writes again wants to be answered
            conversations.set_opted_out(tx, conversation.identity_id, None)
        if message.media:
            pictures.add(tx, message_id, message.media, now)
        if message.reached:
            conversations.note_texted(tx, conversation.identity_id, message.reached)
        holder = holder_after(conversation.holder, handoff)
        raised = highest(level, decision.level)
        home = home_in(message.text)
        conversations.save(
            tx,
            conversation.conversation_id,
            state=decision.state.to_json(),
            holder=holder,
            level=raised,
            last_seq=seq + len(outgoing),
            last_at=now,
            **({"home": home} if home else {}),
        )
        learn(tx, message, message_id, conversation, state, decision, raised, now)
        stored = [
            as_stored(reply_id, conversation.conversation_id, number, new, now)
            for number, (reply_id, new) in enumerate(
                zip(reply_ids, outgoing, strict=True), start=seq + 1
            )
        ]
        own = NewMessage("young person", "text", message.text, message.external_id)
        return Received(
            duplicate=False,
            conversation_id=conversation.conversation_id,
            message=as_stored(message_id, conversation.conversation_id, seq, own, now),
            replies=tuple(stored),
            decision=decision,
            handoff=handoff.what,
            holder=holder,
            conversation_level=raised,
            language=library.language,
        )

    def _situation(
        self,
        conversation: Located,
        message: InboundMessage,
        speaking: Speaking,
        seq: int,
        now: datetime,
    ) -> Situation:
        hours = self._targets.hours.of(message.channel)
        return Situation(
            day=in_london(now).date(),
            seq=seq,
            holder=conversation.holder,  # type: ignore[arg-type]
            advisers_here=hours.is_open(now),
            back_when=partial(say_back, hours, now),
            choice=message.choice,
            pictures=len(message.media),
            pictures_kept=any(picture.address for picture in message.media),
            in_school=message.in_school,
            chosen_language=speaking.language if speaking.asked else "",
        )

    def _hand_off(
        self,
        tx: Connection,
        decision: Decision,
        conversation: Located,
        channel: str,
        library: Library,
        situation: Situation,
        now: datetime,
    ) -> tuple[Reply | None, HandoffResult]:
        waiting = conversation.holder == "queue"
        if not decision.handoff:
            return None, _NOTHING
        due_at = self._targets.due(decision.level, channel, now)
        handoff = hand_off(
            tx,
            person_id=conversation.person_id,
            conversation_id=conversation.conversation_id,
            level=decision.level,
            reason=decision.reason or "asked for a person",
            seq=situation.seq,
            due_at=due_at,
            now=now,
        )
        if handoff.state == "held" or handoff.case_id is None or handoff.what == "none":
            return None, handoff
        repeated = waiting and handoff.what == "updated" and decision.replies
        if repeated and decision.level.rank < Level.URGENT.rank:
            return None, handoff
        if not situation.advisers_here:
            hours = self._targets.hours.of(channel)
            back_by = max(due_at, hours.next_opening(now))
            promise_somebody_back(
                tx, handoff.case_id, when=say_back(hours, now), due_at=back_by, now=now
            )
        place = place_of(tx, handoff.case_id)
        return handoff_reply(library, situation, what=handoff.what, place=place), handoff

    async def _tell(self, received: Received, channel: str) -> None:
        last = received.replies[-1].seq if received.replies else None
        own = received.message.seq if received.message else None
        ids = {"conversation": received.conversation_id, "seq": last or own}
        await self._bus.publish(Event("conversation", ids))
        if channel not in conversations.PULLED_CHANNELS and received.replies:
            await self._bus.publish(Event("outbox"))
        if received.handoff != "none" or received.holder in ("queue", "adviser"):
            await self._bus.publish(Event("queue"))
        if received.handoff in ("opened", "raised"):
            await self._bus.publish(Event("line"))


async def _understood(understander: Understander, text: str) -> Meaning:
    try:
        return await understander.understand(text)
    except Exception as error:
        log.error("understanding.failed", error=type(error).__name__)  # noqa: TRY400
        return Meaning(text=text, plain=text.lower()[:2000], in_scope=0.0)
