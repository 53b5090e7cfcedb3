"""A stand-in for the telephone company, for demonstrations and tests.

It takes texts where the company would (the parts of its interface that we use), plays the phones, calls
our webhooks signed as the company signs them, and can be told to fail in the ways the company does.
"""

import asyncio
import hmac
from collections import deque
from collections.abc import Sequence
from urllib.parse import urlsplit, urlunsplit
from uuid import uuid4

import structlog
from aiohttp import ClientError, ClientSession, ClientTimeout, encode_basic_auth, web
from twilio.request_validator import RequestValidator

from channels.sms.settings import SmsSettings
from channels.sms.stand_in_pictures import MEDIA_PATH, STORE_PATH, PictureStore, SentPicture
from channels.sms.stand_in_texts import REFUSALS, TAKES_FIRST, Fault, Text, refusal, told
from channels.sms.webhook import INCOMING_PATH
from store.clock import Clock

log = structlog.get_logger()

_MESSAGES = "/2010-04-01/Accounts/{account}/Messages.json"
_KEPT = 1000
_TIMEOUT = ClientTimeout(total=20)


class StandIn:
    """One account at the telephone company, with every phone in the country.

    `service` is where our service is reached from here, when that is not its public address. With
    `reports`, each text taken is soon reported as delivered. It keeps the last `keeps` texts.
    """

    def __init__(
        self,
        settings: SmsSettings,
        clock: Clock,
        *,
        public_url: str,
        service: str = "",
        reports: bool = True,
        keeps: int | None = _KEPT,
    ) -> None:
        self.texts: deque[Text] = deque(maxlen=keeps)
        self.faults: deque[Fault] = deque()
        self.pictures = PictureStore()
        self.silent = False
        """While set, it does not say what it took."""
        self.service = service
        self.address = ""
        """Where its interface is, once it is open."""
        self._settings = settings
        self._clock = clock
        self._public_url = public_url.rstrip("/")
        self._reports = reports
        self._validator = RequestValidator(settings.auth_token)
        self._reporting: set[asyncio.Task[None]] = set()
        self._closing = asyncio.Event()
        self._session: ClientSession | None = None
        self._runner: web.AppRunner | None = None

    async def start(self, host: str = "127.0.0.1", port: int = 0) -> str:
        """Open for business; gives the address for `SmsSettings.api_base`."""
        app = web.Application()
        app.router.add_post(_MESSAGES, self._take)
        app.router.add_get(_MESSAGES, self._list)
        app.router.add_get(MEDIA_PATH, self._give_picture)
        app.router.add_get(STORE_PATH, self.pictures.give_from_store)
        self._session = ClientSession(timeout=_TIMEOUT)
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=1)
        await self._runner.setup()
        await web.TCPSite(self._runner, host, port).start()
        address = self._runner.addresses[0]
        self.address = f"http://{address[0]}:{address[1]}"
        return self.address

    async def stop(self) -> None:
        """Close, with what hangs."""
        self._closing.set()
        for task in self._reporting:
            task.cancel()
        if self._runner:
            await self._runner.cleanup()
        if self._session:
            await self._session.close()

    def thread(self, phone: str) -> list[Text]:
        """All texts to and from a phone, the oldest first."""
        return [text for text in self.texts if text.phone == phone]

    async def text_in(
        self, phone: str, body: str, *, sid: str = "", pictures: Sequence[SentPicture] = ()
    ) -> int:
        """Text the service from a phone; the status our webhook answered with. Same sid: a repeat."""
        text = Text(sid or _new_sid(), phone, body, self._clock.now(), True, "received")
        if not sid:
            self.texts.append(text)
        form = {
            "MessageSid": text.sid,
            "AccountSid": self._settings.account_sid,
            "From": phone,
            "To": self._settings.from_number,
            "Body": body,
            "NumSegments": str(text.segments),
            **self.pictures.form(
                text.sid, self._settings.account_sid, self.address, list(pictures)
            ),
        }
        return await self._call(self._public_url + INCOMING_PATH, form)

    async def report(self, text: Text, status: str, error_code: int | None = None) -> int:
        """Tell the service what became of a text; the status our webhook answered with."""
        text.status = status
        form = {
            "MessageSid": text.sid,
            "MessageStatus": status,
            "AccountSid": self._settings.account_sid,
            "To": text.phone,
            "From": self._settings.from_number,
        }
        if error_code:
            form["ErrorCode"] = str(error_code)
        return await self._call(text.status_callback, form)

    async def reported(self) -> None:
        """Come back once all that was taken so far is reported."""
        await asyncio.gather(*self._reporting)

    async def _call(self, address: str, form: dict[str, str]) -> int:
        """Post a form, signed for the public address, wherever the service really is."""
        session = self._session
        if session is None:
            raise RuntimeError("the stand-in is not started")
        signature = self._validator.compute_signature(address, form)
        public = urlsplit(address)
        real = urlsplit(self.service or self._public_url)
        target = urlunsplit(public._replace(scheme=real.scheme, netloc=real.netloc))
        headers = {"X-Twilio-Signature": signature, "Host": public.netloc}
        async with session.post(target, data=form, headers=headers) as response:
            return response.status

    async def _take(self, request: web.Request) -> web.Response:
        if not self._knows(request):
            return refusal(401, 20003, "Authenticate")
        fault = self.faults.popleft() if self.faults else Fault.NONE
        form = await request.post()
        if fault is Fault.NONE or fault in TAKES_FIRST:
            text = Text(
                sid=_new_sid(),
                phone=str(form["To"]),
                body=str(form["Body"]),
                at=self._clock.now(),
                incoming=False,
                status="queued",
                sender=str(form.get("From") or form.get("MessagingServiceSid", "")),
                status_callback=str(form.get("StatusCallback", "")),
            )
            self.texts.append(text)
            if fault is Fault.NONE:
                self._report_soon(text)
                return web.json_response(told(text, self._settings), status=201)
        if fault in REFUSALS:
            return refusal(*REFUSALS[fault])
        if fault is Fault.TAKES_AND_HANGS:
            await self._closing.wait()
        if request.transport:
            request.transport.close()
        return web.Response(status=500)

    async def _list(self, request: web.Request) -> web.Response:
        if not self._knows(request):
            return refusal(401, 20003, "Authenticate")
        if self.silent:
            return refusal(503, 20503, "Service Unavailable")
        phone = request.query.get("To", "")
        most = int(request.query.get("PageSize", "50"))
        sent = [text for text in reversed(self.thread(phone)) if not text.incoming]
        page = [told(text, self._settings) for text in sent[:most]]
        return web.json_response({"messages": page, "page": 0, "next_page_uri": None})

    async def _give_picture(self, request: web.Request) -> web.StreamResponse:
        if not self._knows(request):
            return refusal(401, 20003, "Authenticate")
        return await self.pictures.give(request)

    def _knows(self, request: web.Request) -> bool:
        account = encode_basic_auth(self._settings.account_sid, self._settings.auth_token)
        given = request.headers.get("Authorization", "")
        return hmac.compare_digest(given.encode(), account.encode())

    def _report_soon(self, text: Text) -> None:
        if self._reports and text.status_callback:
            task = asyncio.create_task(self._report_delivered(text))
            self._reporting.add(task)
            task.add_done_callback(self._reporting.discard)

    async def _report_delivered(self, text: Text) -> None:
        try:
            for status in ("sent", "delivered"):
                await self.report(text, status)
        except (ClientError, TimeoutError, OSError) as error:
            log.warning("stand_in.report_failed", error=type(error).__name__)


def _new_sid() -> str:
    return f"SM{uuid4().hex}"
