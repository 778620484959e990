"""The desk: who works there, and what the log says of what they do."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the database to this revision."""
    op.create_table(
        "staff",
        sa.Column("user_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("role", sa.String(length=16), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("at", sa.Float(), nullable=False),
        sa.PrimaryKeyConstraint("user_id", name=op.f("pk_staff")),
    )
    with op.batch_alter_table("audit", schema=None) as batch_op:
        batch_op.add_column(sa.Column("name", sa.Text(), nullable=True))
        batch_op.add_column(sa.Column("before", sa.Text(), nullable=True))
        batch_op.add_column(sa.Column("after", sa.Text(), nullable=True))

    op.create_table(
        "revisions",
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("claim", sa.String(length=64), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("before", sa.Text(), nullable=True),
        sa.Column("after", sa.Text(), nullable=False),
        sa.Column("who", sa.String(length=64), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("at", sa.Float(), nullable=False),
        sa.Column("commit_id", sa.String(length=64), nullable=False),
        sa.Column("git", sa.String(length=16), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_revisions")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("revisions", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_revisions_claim_number"), ["claim", "number"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_revisions_git"), ["git"], unique=False)
        batch_op.create_index(batch_op.f("ix_revisions_state"), ["state"], unique=False)

    op.create_table(
        "drafts",
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("claim", sa.String(length=64), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("base", sa.String(length=64), nullable=False),
        sa.Column("author", sa.BigInteger(), nullable=True),
        sa.Column("author_name", sa.Text(), nullable=False),
        sa.Column("writer", sa.BigInteger(), nullable=True),
        sa.Column("writer_name", sa.Text(), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("step", sa.String(length=32), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("comment", sa.Text(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("changed_at", sa.Float(), nullable=False),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_drafts")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("drafts", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_drafts_state_changed_at"), ["state", "changed_at"], unique=False
        )

    op.create_table(
        "clusters",
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("decided_at", sa.Float(), nullable=True),
        sa.Column("assigned_to", sa.BigInteger(), nullable=True),
        sa.Column("assigned_name", sa.Text(), nullable=True),
        sa.Column("snoozed_until", sa.Float(), nullable=True),
        sa.Column("snoozed_count", sa.Integer(), nullable=True),
        sa.Column("card_chat", sa.BigInteger(), nullable=True),
        sa.Column("card_message", sa.BigInteger(), nullable=True),
        sa.Column("card_topic", sa.BigInteger(), nullable=True),
        sa.Column("shown", sa.String(length=32), nullable=True),
        sa.Column("is_final", sa.Integer(), nullable=False),
        sa.Column("made_at", sa.Float(), nullable=False),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_clusters")),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "cluster_questions",
        sa.Column("question", sa.Integer(), nullable=False),
        sa.Column("cluster", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["cluster"],
            ["clusters.number"],
            name=op.f("fk_cluster_questions_cluster"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["question"],
            ["questions.number"],
            name=op.f("fk_cluster_questions_question"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("question", name=op.f("pk_cluster_questions")),
    )
    with op.batch_alter_table("cluster_questions", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_cluster_questions_cluster"), ["cluster"], unique=False)

    op.create_table(
        "cluster_keys",
        sa.Column("text_key", sa.String(length=32), nullable=False),
        sa.Column("cluster", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["cluster"],
            ["clusters.number"],
            name=op.f("fk_cluster_keys_cluster"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("text_key", name=op.f("pk_cluster_keys")),
    )
    with op.batch_alter_table("cluster_keys", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_cluster_keys_cluster"), ["cluster"], unique=False)

    op.create_table(
        "counted",
        sa.Column("day", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("key", sa.String(length=64), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("day", "kind", "key", name=op.f("pk_counted")),
    )
    op.create_table(
        "turns",
        sa.Column("what", sa.String(length=96), nullable=False),
        sa.Column("until", sa.Float(), nullable=False),
        sa.PrimaryKeyConstraint("what", name=op.f("pk_turns")),
    )

    op.create_table(
        "duties",
        sa.Column("duty", sa.String(length=32), nullable=False),
        sa.Column("owner", sa.String(length=64), nullable=False),
        sa.Column("until", sa.Float(), nullable=False),
        sa.PrimaryKeyConstraint("duty", name=op.f("pk_duties")),
    )


def downgrade() -> None:
    """Take it back to the one before."""
    op.drop_table("turns")
    op.drop_table("counted")
    op.drop_table("duties")
    op.drop_table("cluster_keys")
    op.drop_table("cluster_questions")
    op.drop_table("clusters")
    op.drop_table("drafts")
    op.drop_table("revisions")
    # The bot of that time does not know these acts.
    op.execute("DELETE FROM audit WHERE name IS NOT NULL")
    with op.batch_alter_table("audit", schema=None) as batch_op:
        batch_op.drop_column("after")
        batch_op.drop_column("before")
        batch_op.drop_column("name")

    op.drop_table("staff")
