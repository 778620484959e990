"""How a text finds a claim: normalize, segments, retrieve, rerank, decide."""
