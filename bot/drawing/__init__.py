"""How we show it: a claim becomes a picture that people can share."""
