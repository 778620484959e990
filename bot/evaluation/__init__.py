"""Does matching work: labelled messages, figures, the self-check of the base, refitting."""
