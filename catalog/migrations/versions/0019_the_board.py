"""The table on the web: its one-time links and sessions, calendars by secret address, and what rows are filtered by."""

import sqlalchemy as sa
from alembic import op


revision = '0019'
down_revision = '0018'
branch_labels = None
depends_on = None

_MET_LATE = sa.text('reported_on > due')


def upgrade() -> None:
    op.create_table('board_session',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('link_sha256', sa.String(), nullable=False),
    sa.Column('session_sha256', sa.String(), nullable=True),
    sa.Column('person_id', sa.Integer(), nullable=False),
    sa.Column('contact_id', sa.Integer(), nullable=False),
    sa.Column('page', sa.String(), nullable=False),
    sa.Column('grounds', sa.JSON(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('expires_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('opened_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('ends_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('ended_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('ended_by_id', sa.Integer(), nullable=True),
    sa.ForeignKeyConstraint(['contact_id'], ['contact.id'], name=op.f('fk_board_session_contact_id_contact')),
    sa.ForeignKeyConstraint(['ended_by_id'], ['person.id'], name=op.f('fk_board_session_ended_by_id_person')),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_board_session_person_id_person')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_board_session')),
    sa.UniqueConstraint('link_sha256', name=op.f('uq_board_session_link_sha256')),
    sa.UniqueConstraint('session_sha256', name=op.f('uq_board_session_session_sha256'))
    )
    op.create_index(op.f('ix_board_session_contact_id'), 'board_session', ['contact_id'], unique=False)
    op.create_index(op.f('ix_board_session_person_id'), 'board_session', ['person_id'], unique=False)
    op.create_table('calendar_feed',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('token_sha256', sa.String(), nullable=False),
    sa.Column('person_id', sa.Integer(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('revoked_at', sa.DateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_calendar_feed_person_id_person')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_calendar_feed')),
    sa.UniqueConstraint('token_sha256', name=op.f('uq_calendar_feed_token_sha256'))
    )
    op.create_index(op.f('ix_calendar_feed_person_id'), 'calendar_feed', ['person_id'], unique=False)
    op.create_index('ix_assignment_rows', 'assignment',
                    ['role', 'due', 'state', 'agency_id', 'task_id', 'last_update_at'], unique=False)
    op.create_index('ix_slot_met_late', 'slot', ['assignment_id'], unique=False,
                    sqlite_where=_MET_LATE, postgresql_where=_MET_LATE)


def downgrade() -> None:
    op.drop_index('ix_slot_met_late', table_name='slot')
    op.drop_index('ix_assignment_rows', table_name='assignment')
    op.drop_table('calendar_feed')
    op.drop_table('board_session')
