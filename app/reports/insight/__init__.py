"""Insight: what turns the desk's journal into fewer exceptions; each function goes from facts to figures."""
