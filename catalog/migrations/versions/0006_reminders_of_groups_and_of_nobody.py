"""Reminders of groups and of nobody stand in the proof; a report can be put off."""

import sqlalchemy as sa
from alembic import op


revision = '0006'
down_revision = '0005'
branch_labels = None
depends_on = None

_GROUP = sa.text('contact_id IS NOT NULL')
_NOBODY = sa.text('person_id IS NULL AND contact_id IS NULL')
_TASK = ['assignment_id', 'slot', 'rung', 'due', 'snooze']
_REPORT = ['duty_period_id', 'rung', 'snooze']


def upgrade() -> None:
    with op.batch_alter_table('duty_period', schema=None) as batch_op:
        batch_op.add_column(sa.Column('snoozed_until', sa.Date(), nullable=True))
        batch_op.add_column(sa.Column('snoozes', sa.Integer(), nullable=False, server_default='0'))

    with op.batch_alter_table('duty_nudge', schema=None) as batch_op:
        batch_op.add_column(sa.Column('contact_id', sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column('snooze', sa.Integer(), nullable=False, server_default='0'))
        batch_op.alter_column('person_id', existing_type=sa.Integer(), nullable=True)
        batch_op.drop_constraint(batch_op.f('uq_duty_nudge_duty_period_id_rung_person_id'), type_='unique')
        batch_op.create_unique_constraint(
            batch_op.f('uq_duty_nudge_duty_period_id_rung_person_id_snooze'),
            ['duty_period_id', 'rung', 'person_id', 'snooze'],
        )
        batch_op.create_foreign_key(batch_op.f('fk_duty_nudge_contact_id_contact'), 'contact', ['contact_id'], ['id'])

    with op.batch_alter_table('nudge', schema=None) as batch_op:
        batch_op.add_column(sa.Column('contact_id', sa.Integer(), nullable=True))
        batch_op.alter_column('person_id', existing_type=sa.Integer(), nullable=True)
        batch_op.create_foreign_key(batch_op.f('fk_nudge_contact_id_contact'), 'contact', ['contact_id'], ['id'])

    for table, key in (('nudge', _TASK), ('duty_nudge', _REPORT)):
        op.create_index(f'ix_{table}_group', table, [*key, 'contact_id'], unique=True,
                        sqlite_where=_GROUP, postgresql_where=_GROUP)
        op.create_index(f'ix_{table}_nobody', table, key, unique=True,
                        sqlite_where=_NOBODY, postgresql_where=_NOBODY)


def downgrade() -> None:
    for table in ('nudge', 'duty_nudge'):
        op.drop_index(f'ix_{table}_nobody', table)
        op.drop_index(f'ix_{table}_group', table)
        op.execute(f'DELETE FROM {table} WHERE person_id IS NULL')
    op.execute('DELETE FROM duty_nudge WHERE snooze > 0')

    with op.batch_alter_table('nudge', schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f('fk_nudge_contact_id_contact'), type_='foreignkey')
        batch_op.alter_column('person_id', existing_type=sa.Integer(), nullable=False)
        batch_op.drop_column('contact_id')

    with op.batch_alter_table('duty_nudge', schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f('fk_duty_nudge_contact_id_contact'), type_='foreignkey')
        batch_op.drop_constraint(
            batch_op.f('uq_duty_nudge_duty_period_id_rung_person_id_snooze'), type_='unique'
        )
        batch_op.create_unique_constraint(
            batch_op.f('uq_duty_nudge_duty_period_id_rung_person_id'), ['duty_period_id', 'rung', 'person_id']
        )
        batch_op.alter_column('person_id', existing_type=sa.Integer(), nullable=False)
        batch_op.drop_column('snooze')
        batch_op.drop_column('contact_id')

    with op.batch_alter_table('duty_period', schema=None) as batch_op:
        batch_op.drop_column('snoozes')
        batch_op.drop_column('snoozed_until')
