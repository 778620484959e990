"""What other machines ask over HTTP: Telegram's webhook, health checks, metrics."""
