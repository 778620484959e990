"""How `queue` prints a cluster: for people in a few lines, for programs as one object."""

import time

from bot.cli.on_database import shown_time
from bot.moderation.queue import Cluster, people


def as_text(cluster: Cluster, text: str) -> str:
    """Return the facts in a line, and *text* below, which is masked already."""
    facts = [people(cluster.count), f"since {shown_time(cluster.first_at)}"]
    facts.append(" ".join(name for name, _ in cluster.languages))
    facts += [f"from t.me/{name}" for name, _ in cluster.origins]
    facts += [f"not {claim_id}" for claim_id in cluster.not_claims]
    if cluster.assigned_to is not None:
        facts.append(f"looked after by {cluster.assigned_name or 'somebody'}")
    if snoozed := snoozed_of(cluster):
        facts.append(f"snoozed {snoozed}")
    number = f"№ {cluster.number}" if cluster.number else "new"
    return "\n".join(
        [f"{number}: {', '.join(facts)}", *(f"    {one}" for one in text.splitlines())]
    )


def as_json(cluster: Cluster, text: str) -> dict[str, object]:
    """Return the same for a program."""
    return {
        "cluster": cluster.number or None,
        "people": cluster.count,
        "last_day": cluster.last_day,
        "day_before": cluster.day_before,
        "since": shown_time(cluster.first_at),
        "last": shown_time(cluster.last_at),
        "languages": dict(cluster.languages),
        "origins": dict(cluster.origins),
        "not": list(cluster.not_claims),
        "assigned_to": cluster.assigned_name or None,
        "snoozed": snoozed_of(cluster) or None,
        "text": text,
    }


def snoozed_of(cluster: Cluster) -> str:
    """Say until when a cluster is out of the way, empty where it is not."""
    if not cluster.is_snoozed(time.time()):
        return ""
    if cluster.snoozed_until is None:
        return "until somebody else asks"
    return f"until {shown_time(cluster.snoozed_until)}"
