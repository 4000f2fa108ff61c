"""Stored names follow the field's words: heartbeats of channels, rate limits, what was overdue at its import."""

import sqlalchemy as sa
from alembic import op


revision = '0008'
down_revision = '0007'
branch_labels = None
depends_on = None

_HELD = {'held' + part: 'overdue_at_import' + part for part in ('', '_one', '_close', '_extend', '_move', '_to', '_start')}
_DOES = {**_HELD, 'standing': 'suspend'}
"""What a button does and which conversation is open, as it was named before."""


def upgrade() -> None:
    _tables({'beat': 'channel_heartbeat', 'flood': 'rate_limit'})
    _column('held', 'overdue_at_import')
    _words(_DOES)


def downgrade() -> None:
    _tables({'channel_heartbeat': 'beat', 'rate_limit': 'flood'})
    _column('overdue_at_import', 'held')
    _words({new: old for old, new in _DOES.items()})


def _tables(names: dict[str, str]) -> None:
    """Made anew and filled: the names of their keys follow the table's."""
    for old, new in names.items():
        heartbeat = 'beat' in old
        columns = (
            (
                sa.Column('channel', sa.String(), nullable=False),
                sa.Column('at', sa.DateTime(timezone=True), nullable=False),
                sa.Column('gap_from', sa.DateTime(timezone=True), nullable=True),
                sa.Column('gap_until', sa.DateTime(timezone=True), nullable=True),
                sa.PrimaryKeyConstraint('channel', name=op.f(f'pk_{new}')),
            )
            if heartbeat
            else (
                sa.Column('contact_id', sa.Integer(), nullable=False),
                sa.Column('level', sa.Float(), nullable=False),
                sa.Column('at', sa.DateTime(timezone=True), nullable=False),
                sa.Column('silenced', sa.Boolean(), nullable=False),
                sa.ForeignKeyConstraint(['contact_id'], ['contact.id'], name=op.f(f'fk_{new}_contact_id_contact')),
                sa.PrimaryKeyConstraint('contact_id', name=op.f(f'pk_{new}')),
            )
        )
        op.create_table(new, *columns)
        named = 'channel, at, gap_from, gap_until' if heartbeat else 'contact_id, level, at, silenced'
        op.execute(sa.text(f'INSERT INTO {new} ({named}) SELECT {named} FROM {old}'))
        op.drop_table(old)


def _column(old: str, new: str) -> None:
    """Renamed in place: what the table's triggers and indexes say of other columns stays."""
    op.drop_index(f'ix_assignment_{old}', 'assignment')
    op.execute(sa.text(f'ALTER TABLE assignment RENAME COLUMN {old} TO {new}'))
    op.create_index(f'ix_assignment_{new}', 'assignment', [new])


def _words(words: dict[str, str]) -> None:
    """Buttons in chats and open conversations go on working: a button finds what it does in the message's row."""
    bind = op.get_bind()
    outbox = sa.table('outbox', sa.column('id', sa.Integer), sa.column('payload', sa.JSON))
    conversation = sa.table(
        'conversation', sa.column('contact_id', sa.Integer), sa.column('flow', sa.String), sa.column('data', sa.JSON)
    )
    text = sa.cast(outbox.c.payload, sa.Text)
    has_one = sa.or_(*(text.like(f'%"{old}"%') for old in words))
    for row in bind.execute(sa.select(outbox.c.id, outbox.c.payload).where(has_one)).all():
        bind.execute(outbox.update().where(outbox.c.id == row.id).values(payload=_renamed(row.payload, words)))
    for row in bind.execute(sa.select(conversation.c.contact_id, conversation.c.flow, conversation.c.data)).all():
        bind.execute(
            conversation.update()
            .where(conversation.c.contact_id == row.contact_id)
            .values(flow=words.get(row.flow, row.flow), data=_renamed(row.data, words))
        )


def _renamed(value: object, words: dict[str, str]) -> object:
    """The same JSON with every "do" under its new name."""
    if isinstance(value, dict):
        return {
            key: words.get(inner, inner) if key == 'do' and isinstance(inner, str) else _renamed(inner, words)
            for key, inner in value.items()
        }
    return [_renamed(one, words) for one in value] if isinstance(value, list) else value
