"""Dates that a file stores as ISO text (Strict workbooks, OpenDocument)."""

import datetime as dt

from catalog.documents.sheets.formats import Shown, is_date, shown_number

_EPOCH = dt.datetime(1899, 12, 30)  # noqa: DTZ001 - a sheet's dates have no zone


def shown_iso(text: str, code: str) -> Shown:
    """An ISO date or date with time as a number format shows it; what is none is shown as it stands."""
    try:
        moment = dt.datetime.fromisoformat(text.strip().removesuffix("Z"))
    except ValueError:
        return Shown(text, "text")
    if not is_date(code):
        code = "dd/mm/yyyy" if moment.time() == dt.time() else "dd/mm/yyyy hh:mm"
    serial = (moment.replace(tzinfo=None) - _EPOCH) / dt.timedelta(days=1)
    return shown_number(serial, code)
