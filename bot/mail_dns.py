"""What the DNS says of the bot's own domain, for `dondoc doctor`: who may send for it (SPF, RFC 7208), and what becomes
of letters that fail (DMARC, RFC 7489). It never stands in the way: offline it is passed over with a sentence."""

from collections.abc import Callable

import dns.exception
import dns.resolver

from bot.settings import Settings
from catalog.upkeep.doctor import Finding

SECONDS = 3.0
"""How long each question may take."""

Ask = Callable[[str], list[str] | None]
"""The TXT records of a name: [] where there are none, None where nobody could be asked or the name is not known."""


def txt_records(name: str) -> list[str] | None:
    """As the resolver of this machine answers. A domain that does not exist is one it cannot see from here; below one,
    nothing is what most publish.
    """
    try:
        answer = dns.resolver.resolve(name, "TXT", lifetime=SECONDS)
    except dns.resolver.NoAnswer:
        return []
    except dns.resolver.NXDOMAIN:
        return [] if name.startswith("_") else None
    except (dns.exception.DNSException, OSError):
        return None
    return [b"".join(row.strings).decode("utf-8", "replace") for row in answer]


def on_mail_dns(settings: Settings, ask: Ask = txt_records) -> list[Finding]:
    """Whether SPF and DMARC are published for the domain we send from; [] without a mailbox."""
    if (account := settings.mail) is None:
        return []
    domain = account.domain
    own = ask(domain)
    if own is None:
        text = f"Không tra được DNS của {domain} từ máy này: chưa xem được SPF, DMARC."
        return [Finding("mail_dns", "ok", text)]
    found = []
    spf = [one for one in own if one.lower().startswith("v=spf1")]
    if len(spf) != 1:
        text = f"{domain} {'công bố nhiều bản ghi SPF' if spf else 'chưa công bố SPF'}: thư nhắc dễ vào thư rác."
        remedy = "Nhờ quản trị tên miền đặt đúng một bản ghi TXT v=spf1 có máy chủ gửi thư."
        found.append(Finding("mail_dns", "warning", text, remedy))
    if not _policy(domain, ask):
        text = f"{domain} chưa công bố DMARC: ai cũng có thể giả địa chỉ của bot để gửi thư."
        remedy = f"Nhờ quản trị tên miền đặt bản ghi TXT ở _dmarc.{domain}, ví dụ v=DMARC1; p=quarantine."
        found.append(Finding("mail_dns", "warning", text, remedy))
    return found or [Finding("mail_dns", "ok", f"{domain} đã công bố SPF và DMARC.")]


def _policy(domain: str, ask: Ask) -> str:
    """The DMARC record of the domain, or of one above it, "" without one."""
    labels = domain.split(".")
    for first in range(len(labels) - 1):
        records = ask("_dmarc." + ".".join(labels[first:])) or []
        if policy := next((one for one in records if one.lower().replace(" ", "").startswith("v=dmarc1")), ""):
            return policy
    return ""
