"""The parts of docs/figures.py: what the lists say, what is run, and how a document is rewritten."""
