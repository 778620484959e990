"""What operators see at /metrics, in Prometheus' terms; never a text, a name or an id."""

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram

registry = CollectorRegistry()

UPDATES = Counter("bot_updates", "Updates that came in, by kind.", ["kind"], registry=registry)
DECISIONS = Counter(
    "bot_decisions", "What was decided about a message, by audience.", ["audience", "decision"],
    registry=registry,
)  # fmt: skip
HANDLED = Counter(
    "bot_updates_handled", "Updates that left the inbox, by how.", ["outcome"], registry=registry
)
PASSED = Counter(
    "bot_updates_passed", "Updates that are not kept, such as inline queries, by how they left.",
    ["outcome"], registry=registry,
)  # fmt: skip
STATION_S = Histogram(
    "bot_station_seconds",
    "Time spent in a station of a message's way.",
    ["station"],
    buckets=(0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10),
    registry=registry,
)
ERRORS = Counter("bot_errors", "Errors, by type.", ["type"], registry=registry)
WAITING = Gauge("bot_inbox_waiting", "Updates that are not handled yet.", registry=registry)
CLAIMS = Gauge("bot_claims", "Published claims of the knowledge base in use.", registry=registry)
REVISION = Gauge(
    "bot_knowledge_info", "The knowledge base in use, by revision.", ["revision"],
    registry=registry,
)  # fmt: skip
BROKEN = Gauge(
    "bot_knowledge_broken", "1 while the newest edit of the knowledge base cannot be used.",
    registry=registry,
)  # fmt: skip
ENCODERS = Gauge(
    "bot_encoders", "Sentence encoders in use; 0 is matching by words alone.", registry=registry
)
LIMITED = Counter(
    "bot_limited", "Messages that were not answered because of a limit, by limit.", ["limit"],
    registry=registry,
)  # fmt: skip
REFUSED = Counter(
    "bot_webhook_refused", "Requests to the webhook that were refused, by reason.", ["reason"],
    registry=registry,
)  # fmt: skip
INLINE = Counter(
    "bot_inline", "Inline queries, by what they were answered with.", ["outcome"],
    registry=registry,
)  # fmt: skip
CHOSEN = Counter(
    "bot_inline_chosen", "Inline results that were posted into a chat.", registry=registry
)
GROUP_SPEECH = Counter(
    "bot_group_speech", "Messages in groups, by what was said to them, or why nothing was.",
    ["outcome"], registry=registry,
)  # fmt: skip
PUSHES = Counter(
    "bot_pushes", "Messages that nobody asked for just now, by kind and what became of them.",
    ["kind", "outcome"], registry=registry,
)  # fmt: skip
PUSHES_WAITING = Gauge(
    "bot_pushes_waiting", "Pushes that are not sent yet, whether or not they are due.",
    registry=registry,
)  # fmt: skip
PICTURES = Counter(
    "bot_pictures", "Pictures that readers sent, by whether they were read, or why not.",
    ["outcome"], registry=registry,
)  # fmt: skip
HURRIED = Counter(
    "bot_hurried", "Messages matched by words alone because too many waited for the encoders.",
    registry=registry,
)  # fmt: skip
