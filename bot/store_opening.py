"""The store of a deployment, opened: light, because every command does it first."""

from bot.settings import Settings
from catalog.agencies.stored import ensure_agencies
from catalog.store.store import Store, upgrade


def open_store(settings: Settings) -> Store:
    """The deployment's store, brought up to the newest form. Raises catalog.store.store.StoreProblem."""
    upgrade(settings.store_url)
    store = Store(settings.store_url)
    store.write(ensure_agencies)
    return store
