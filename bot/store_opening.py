"""The store of a deployment, opened: light, because every command does it first."""

from bot.settings import Settings
from catalog.agencies.own_organisation import own_organisation
from catalog.proof import is_taken_in, take_in
from catalog.store.store import Store, upgrade


def open_store(settings: Settings) -> Store:
    """The deployment's store, brought up to the newest form. Raises catalog.store.store.StoreProblem."""
    form = upgrade(settings.store_url)
    store = Store(settings.store_url)
    with store.read() as session:
        organisation = own_organisation(session)
        carried_over = organisation is not None and organisation.facts_version is None
        proven = is_taken_in(session, form)
    if carried_over:
        from catalog.organisations.founding import complete  # once in the life of a store of the version before

        store.write(complete)
    if not proven:
        store.write(lambda session: take_in(session, form))
    return store
