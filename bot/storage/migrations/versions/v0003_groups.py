"""What groups wish, what was said there, and who wants to be left alone or told weekly."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the database to this revision."""
    op.create_table(
        "groups",
        sa.Column("chat", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("greeted", sa.Integer(), nullable=False),
        sa.Column("mode", sa.String(length=16), nullable=True),
        sa.Column("language", sa.String(length=8), nullable=True),
        sa.Column("cooldown_h", sa.Integer(), nullable=True),
        sa.Column("most_an_hour", sa.Integer(), nullable=True),
        sa.Column("quiet_start", sa.Integer(), nullable=True),
        sa.Column("quiet_end", sa.Integer(), nullable=True),
        sa.Column("quiet_offset_min", sa.Integer(), nullable=True),
        sa.Column("form", sa.String(length=16), nullable=True),
        sa.Column("changed_at", sa.Float(), nullable=False),
        sa.PrimaryKeyConstraint("chat", name=op.f("pk_groups")),
    )
    with op.batch_alter_table("groups", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_groups_changed_at"), ["changed_at"], unique=False)

    op.create_table(
        "group_answers",
        sa.Column("chat", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("message", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("asked", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("claims", sa.Text(), nullable=False),
        sa.Column("at", sa.Float(), nullable=False),
        sa.Column("taken_back", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("chat", "message", "asked", name=op.f("pk_group_answers")),
    )
    with op.batch_alter_table("group_answers", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_group_answers_at"), ["at"], unique=False)
        batch_op.create_index(batch_op.f("ix_group_answers_chat_at"), ["chat", "at"], unique=False)

    op.create_table(
        "group_mutes",
        sa.Column("chat", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("claim", sa.String(length=64), nullable=False),
        sa.Column("at", sa.Float(), nullable=False),
        sa.PrimaryKeyConstraint("chat", "claim", name=op.f("pk_group_mutes")),
    )
    op.create_table(
        "group_digests",
        sa.Column("chat", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("user_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("language", sa.String(length=8), nullable=False),
        sa.Column("due_at", sa.Float(), nullable=False),
        sa.PrimaryKeyConstraint("chat", "user_id", name=op.f("pk_group_digests")),
    )
    with op.batch_alter_table("group_digests", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_group_digests_due_at"), ["due_at"], unique=False)
        batch_op.create_index(batch_op.f("ix_group_digests_user_id"), ["user_id"], unique=False)

    op.create_table(
        "opt_outs",
        sa.Column("who", sa.String(length=64), nullable=False),
        sa.Column("at", sa.Float(), nullable=False),
        sa.PrimaryKeyConstraint("who", name=op.f("pk_opt_outs")),
    )
    with op.batch_alter_table("opt_outs", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_opt_outs_at"), ["at"], unique=False)

    with op.batch_alter_table("pushes", schema=None) as batch_op:
        batch_op.add_column(sa.Column("chat", sa.BigInteger(), nullable=True))


def downgrade() -> None:
    """Take it back to the one before."""
    # The bot of that time does not know this kind.
    op.execute("DELETE FROM pushes WHERE kind = 'group-digest'")
    with op.batch_alter_table("pushes", schema=None) as batch_op:
        batch_op.drop_column("chat")

    with op.batch_alter_table("opt_outs", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_opt_outs_at"))

    op.drop_table("opt_outs")
    with op.batch_alter_table("group_digests", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_group_digests_user_id"))
        batch_op.drop_index(batch_op.f("ix_group_digests_due_at"))

    op.drop_table("group_digests")
    op.drop_table("group_mutes")
    with op.batch_alter_table("group_answers", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_group_answers_chat_at"))
        batch_op.drop_index(batch_op.f("ix_group_answers_at"))

    op.drop_table("group_answers")
    with op.batch_alter_table("groups", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_groups_changed_at"))

    op.drop_table("groups")
