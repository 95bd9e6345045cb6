"""Runs the reference model on wardflow and its peers, and compares speed and answers."""
