"""Printing beside the event loop: one file at a time per process, in a thread."""

import asyncio
from collections.abc import Sequence
from threading import Lock

from commerce.orders.invoices.paper import Paper
from commerce.orders.invoices.printing.invoice_pdf import invoice_sheets
from commerce.orders.invoices.printing.packing_pdf import packing_sheets
from commerce.orders.invoices.printing.sheets import pdf
from commerce.reads.invoice_source import InvoiceSource

_ONE = Lock()
"""Fonts are shared by everything a process prints, and remember what they are drawing."""


async def print_invoices(papers: Sequence[Paper]) -> bytes:
    """Invoices and credit notes as one PDF."""
    return await asyncio.to_thread(_invoices, papers)


async def print_slips(sources: Sequence[InvoiceSource]) -> bytes:
    """Packing slips as one PDF."""
    return await asyncio.to_thread(_slips, sources)


def _invoices(papers: Sequence[Paper]) -> bytes:
    with _ONE:
        return pdf([invoice_sheets(paper) for paper in papers])


def _slips(sources: Sequence[InvoiceSource]) -> bytes:
    with _ONE:
        return pdf([sheets for source in sources for sheets in packing_sheets(source)])
