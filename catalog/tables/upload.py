"""One-time links to the upload page."""

import datetime as dt

from sqlmodel import Field, SQLModel

from catalog.tables.base import UtcDateTime


class UploadLink(SQLModel, table=True):
    """A link to the upload page, stored only as the hash of its token; good once and until `expires_at`.

    It belongs to `person_id` in the chat `contact_id`. `assignment_id` is what the files prove (None: the chat asks
    when they have come), `on_behalf_id` the agency an officer enters them for. `inbox_id` is the event made of them.
    """

    __tablename__ = "upload_link"
    id: int | None = Field(default=None, primary_key=True)
    token_sha256: str = Field(unique=True)
    person_id: int = Field(foreign_key="person.id")
    contact_id: int = Field(foreign_key="contact.id", index=True)
    assignment_id: int | None = Field(default=None, foreign_key="assignment.id")
    on_behalf_id: int | None = Field(default=None, foreign_key="unit.id")
    created_at: dt.datetime = Field(sa_type=UtcDateTime)
    expires_at: dt.datetime = Field(sa_type=UtcDateTime)
    used_at: dt.datetime | None = Field(default=None, sa_type=UtcDateTime)
    inbox_id: int | None = Field(default=None, foreign_key="inbox.id", index=True)
