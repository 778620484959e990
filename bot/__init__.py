"""Answer forwarded messages about NATO: a verdict, a short why, sources; or an honest silence."""
