"""One message on its way out: a template, a picture with words, a document and words, or words with buttons."""

import datetime as dt
from collections import OrderedDict
from collections.abc import Callable

import structlog

from bot.channels.zalo_oa import message as forms
from bot.channels.zalo_oa.api import OaApi, Taken
from bot.channels.zalo_oa.outcome import EXPIRED_UPLOAD, outcome_of
from bot.channels.zalo_oa.problems import Refused
from bot.channels.zalo_oa.uploads import Uploads, takes_document
from catalog.clock import Clock
from scheduler.delivery.channel import Parcel
from scheduler.delivery.retry import Rejected, Sent
from templates.render import say

DOCUMENT_LIFE = dt.timedelta(hours=24)
"""How long a person may take to open a document that goes as an address."""

REMEMBERED = 500

log = structlog.get_logger()

Link = Callable[[Parcel, dt.timedelta], str]
"""The public address of the file of an outgoing message for so long, "" where there is none."""


class Sender:
    """Sends by one account. Every method raises OaProblem."""

    def __init__(self, api: OaApi, uploads: Uploads, clock: Clock, link: Link) -> None:
        self._api, self._uploads, self._clock, self._link = api, uploads, clock, link
        self._file_went: OrderedDict[int, None] = OrderedDict()  # messages whose document went, and not yet their words

    async def send(self, parcel: Parcel) -> Sent:
        """What the platform says of it: its id, what it was charged to, what is left of the package.

        A message whose answer was lost is looked for in the conversation first: most doubts end there.
        """
        if parcel.maybe_there and (there := await self._found_there(parcel)):
            return Sent(there, "unknown")
        taken = await self._send(parcel)
        self._file_went.pop(parcel.outbox_id, None)
        kind = "template" if parcel.way == "template" else taken.quota or "billed"
        return Sent(taken.message_id, kind, taken.left if taken.quota == "sub_quota" else None)

    async def _send(self, parcel: Parcel) -> Taken:
        if parcel.way == "template":
            if parcel.reminder is None or not self._api.account.template:
                raise Refused(-131, "no template for this")
            return await self._api.send_template(parcel.chat_id, self._api.account.template, parcel.reminder)
        file = parcel.file
        if file is not None and file.picture and not parcel.maybe_there and (taken := await self._send_picture(parcel)):
            return taken
        text = parcel.text
        if file is not None and not await self._send_document(parcel):
            url = self._link(parcel, DOCUMENT_LIFE)
            named = (
                say("other_channel.link", name=file.name, url=url)
                if url
                else say("other_channel.no_link", name=file.name)
            )
            text = f"{text}\n\n{named}".strip()
        return await self._api.send(parcel.chat_id, forms.with_buttons(parcel, text or (file.name if file else "…")))

    async def _send_picture(self, parcel: Parcel) -> Taken | None:
        """The words with the picture; None where it has to go as an address."""
        assert parcel.file is not None
        try:
            ref = await self._uploads.picture(parcel.file)
            if not ref:
                return None
            try:
                return await self._api.send(parcel.chat_id, forms.with_picture(parcel, ref))
            except Refused as refusal:
                if refusal.code != EXPIRED_UPLOAD:
                    raise
            ref = await self._uploads.picture(parcel.file, anew=True)
            return await self._api.send(parcel.chat_id, forms.with_picture(parcel, ref))
        except Refused as refusal:
            if not isinstance(outcome_of(refusal, self._clock()), Rejected):
                raise
            log.warning("zalo_oa.picture", error=str(refusal))
            return None

    async def _send_document(self, parcel: Parcel) -> bool:
        """The document ahead of its words, which stand in a message of their own; False where it goes as an address.

        Where a message costs, the address does instead of a second one.
        """
        file = parcel.file
        assert file is not None
        if file.picture or parcel.way == "paid" or not takes_document(file):
            return False
        if parcel.outbox_id in self._file_went:
            return True
        try:
            try:
                await self._api.send(parcel.chat_id, forms.document(await self._uploads.document(file)))
            except Refused as refusal:
                if refusal.code != EXPIRED_UPLOAD:
                    raise
                await self._api.send(parcel.chat_id, forms.document(await self._uploads.document(file, anew=True)))
        except Refused as refusal:
            if not isinstance(outcome_of(refusal, self._clock()), Rejected):
                raise
            log.warning("zalo_oa.document", error=str(refusal))
            return False
        self._file_went[parcel.outbox_id] = None
        while len(self._file_went) > REMEMBERED:
            self._file_went.popitem(last=False)
        return True

    async def _found_there(self, parcel: Parcel) -> str:
        """The platform's id of a message whose answer was lost, where the conversation shows it; else ""."""
        if parcel.way == "template" or parcel.made_at is None:
            return ""
        wanted = forms.words(parcel.text)["text"].strip()[:200]
        since = int(parcel.made_at.timestamp() * 1000)
        for line in await self._api.conversation(parcel.chat_id):
            text, at = str(line.get("message") or "").strip(), str(line.get("time"))
            ours = str(line.get("src")) == "0" and at.isdigit() and int(at) >= since
            if ours and wanted and text.startswith(wanted):
                return str(line.get("message_id") or "")
        return ""
