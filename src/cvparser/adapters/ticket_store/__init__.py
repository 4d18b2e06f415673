"""Adapters of the port `TicketStore`."""
