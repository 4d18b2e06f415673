"""Dates as CVs write them: what they are written with, points in time, periods, and where they stand."""
