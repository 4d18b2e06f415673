"""Notifications through Redis, sent and received by Dramatiq's broker.

A message is the id of a job and nothing else. Dramatiq's retries, time limits and results are not used: the row says
what becomes of a job, and recovery notifies again of what was lost. Neither are its worker threads: a job is a task of
the event loop, and one thread receives for all of them.
"""
