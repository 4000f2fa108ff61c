"""The store of a deployment and the place of its evidence, opened: light, because every command does it first."""

from sqlmodel import Session

from bot.settings import Settings, SettingsProblem
from catalog.proof import is_taken_in, take_in
from catalog.store.store import Store, upgrade
from catalog.work.evidence import EvidenceStore


def open_store(settings: Settings) -> Store:
    """The deployment's store, brought up to the newest form. Raises catalog.store.store.StoreProblem."""
    form = upgrade(settings.store_url)
    store = Store(settings.store_url)
    with store.read() as session:
        proven = is_taken_in(session, form)
    if not proven:
        store.write(lambda session: _come_along(session, form))
    return store


def _come_along(session: Session, form: str) -> None:
    """What a new form leaves to do, all of it or nothing; it ends with the chain's word for that form."""
    from catalog.organisations.founding import complete  # hardly ever

    complete(session)
    take_in(session, form)


def evidence_store(settings: Settings) -> EvidenceStore:
    """Where evidence is kept. Raises SettingsProblem for a place that cannot be used."""
    return evidence_at(settings.evidence_place, settings)


def evidence_at(place: str, settings: Settings) -> EvidenceStore:
    """Evidence at another place, under the same rules. Raises SettingsProblem."""
    limit, accepted = settings.upload_limit_mb * 1_000_000, tuple(settings.evidence_types.split(","))
    try:
        return EvidenceStore(place, limit=limit, accepted=accepted)
    except ImportError as problem:
        raise SettingsProblem(
            f"Nơi lưu minh chứng {place} cần thêm thư viện; với S3 hãy chạy: pip install 'dondoc[s3]'."
        ) from problem
    except ValueError as problem:
        raise SettingsProblem(f"DONDOC_EVIDENCE_URL: không dùng được nơi lưu minh chứng {place}.") from problem
