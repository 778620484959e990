"""What readers asked, think, and want to be told; pictures that Telegram holds.

Nobody ever set the consent of people: each question is its own.
"""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the database to this revision."""
    with op.batch_alter_table("people", schema=None) as batch_op:
        batch_op.drop_column("consent")

    op.create_table(
        "asked",
        sa.Column("day", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("claim", sa.String(length=64), nullable=False),
        sa.Column("who", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("day", "claim", "who", name=op.f("pk_asked")),
    )
    with op.batch_alter_table("asked", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_asked_who"), ["who"], unique=False)

    op.create_table(
        "digests",
        sa.Column("user_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("language", sa.String(length=8), nullable=False),
        sa.Column("offset_min", sa.Integer(), nullable=False),
        sa.Column("hour", sa.Integer(), nullable=False),
        sa.Column("due_at", sa.Float(), nullable=False),
        sa.PrimaryKeyConstraint("user_id", name=op.f("pk_digests")),
    )
    with op.batch_alter_table("digests", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_digests_due_at"), ["due_at"], unique=False)

    op.create_table(
        "files",
        sa.Column("key", sa.String(length=96), nullable=False),
        sa.Column("file_id", sa.Text(), nullable=False),
        sa.Column("at", sa.Float(), nullable=False),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_files")),
    )
    op.create_table(
        "followers",
        sa.Column("claim", sa.String(length=64), nullable=False),
        sa.Column("user_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("rating", sa.String(length=24), nullable=False),
        sa.Column("language", sa.String(length=8), nullable=False),
        sa.Column("at", sa.Float(), nullable=False),
        sa.PrimaryKeyConstraint("claim", "user_id", name=op.f("pk_followers")),
    )
    with op.batch_alter_table("followers", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_followers_user_id"), ["user_id"], unique=False)

    op.create_table(
        "misfits",
        sa.Column("text_key", sa.String(length=32), nullable=False),
        sa.Column("claim", sa.String(length=64), nullable=False),
        sa.Column("who", sa.String(length=64), nullable=False),
        sa.Column("at", sa.Float(), nullable=False),
        sa.PrimaryKeyConstraint("text_key", "claim", "who", name=op.f("pk_misfits")),
    )
    with op.batch_alter_table("misfits", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_misfits_who"), ["who"], unique=False)

    op.create_table(
        "opinions",
        sa.Column("claim", sa.String(length=64), nullable=False),
        sa.Column("who", sa.String(length=64), nullable=False),
        sa.Column("text_key", sa.String(length=32), nullable=False),
        sa.Column("opinion", sa.String(length=16), nullable=False),
        sa.Column("language", sa.String(length=8), nullable=False),
        sa.Column("at", sa.Float(), nullable=False),
        sa.PrimaryKeyConstraint("claim", "who", "text_key", name=op.f("pk_opinions")),
    )
    with op.batch_alter_table("opinions", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_opinions_who"), ["who"], unique=False)

    op.create_table(
        "pushes",
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=160), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("who", sa.String(length=64), nullable=False),
        sa.Column("user_id", sa.BigInteger(), nullable=True),
        sa.Column("language", sa.String(length=8), nullable=False),
        sa.Column("claim", sa.String(length=64), nullable=True),
        sa.Column("text_key", sa.String(length=32), nullable=True),
        sa.Column("was", sa.String(length=24), nullable=True),
        sa.Column("now", sa.String(length=24), nullable=True),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("not_before", sa.Float(), nullable=False),
        sa.Column("made_at", sa.Float(), nullable=False),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_pushes")),
        sa.UniqueConstraint("key", name=op.f("uq_pushes_key")),
    )
    with op.batch_alter_table("pushes", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_pushes_claim_state"), ["claim", "state"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_pushes_state_not_before"), ["state", "not_before"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_pushes_who"), ["who"], unique=False)

    op.create_table(
        "questions",
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("text_key", sa.String(length=32), nullable=False),
        sa.Column("who", sa.String(length=64), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("language", sa.String(length=8), nullable=False),
        sa.Column("origin", sa.Text(), nullable=True),
        sa.Column("not_claim", sa.String(length=64), nullable=True),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("claim", sa.String(length=64), nullable=True),
        sa.Column("asked_at", sa.Float(), nullable=False),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_questions")),
        sa.UniqueConstraint("text_key", "who", name=op.f("uq_questions_text_key_who")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("questions", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_questions_state_asked_at"), ["state", "asked_at"], unique=False
        )

    op.create_table(
        "verdicts",
        sa.Column("claim", sa.String(length=64), nullable=False),
        sa.Column("rating", sa.String(length=24), nullable=False),
        sa.Column("is_published", sa.Integer(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("at", sa.Float(), nullable=False),
        sa.PrimaryKeyConstraint("claim", name=op.f("pk_verdicts")),
    )
    op.create_table(
        "waiting",
        sa.Column("question", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("language", sa.String(length=8), nullable=False),
        sa.ForeignKeyConstraint(
            ["question"], ["questions.number"], name=op.f("fk_waiting_question"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("question", "user_id", name=op.f("pk_waiting")),
    )
    with op.batch_alter_table("waiting", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_waiting_user_id"), ["user_id"], unique=False)


def downgrade() -> None:
    """Take it back to the one before."""
    with op.batch_alter_table("waiting", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_waiting_user_id"))

    op.drop_table("waiting")
    op.drop_table("verdicts")
    with op.batch_alter_table("questions", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_questions_state_asked_at"))

    op.drop_table("questions")
    with op.batch_alter_table("pushes", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_pushes_who"))
        batch_op.drop_index(batch_op.f("ix_pushes_state_not_before"))
        batch_op.drop_index(batch_op.f("ix_pushes_claim_state"))

    op.drop_table("pushes")
    with op.batch_alter_table("opinions", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_opinions_who"))

    op.drop_table("opinions")
    with op.batch_alter_table("misfits", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_misfits_who"))

    op.drop_table("misfits")
    with op.batch_alter_table("followers", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_followers_user_id"))

    op.drop_table("followers")
    op.drop_table("files")
    with op.batch_alter_table("digests", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_digests_due_at"))

    op.drop_table("digests")
    with op.batch_alter_table("asked", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_asked_who"))

    op.drop_table("asked")
    with op.batch_alter_table("people", schema=None) as batch_op:
        batch_op.add_column(sa.Column("consent", sa.Integer(), nullable=False, server_default="0"))
    with op.batch_alter_table("people", schema=None) as batch_op:
        batch_op.alter_column("consent", server_default=None)
