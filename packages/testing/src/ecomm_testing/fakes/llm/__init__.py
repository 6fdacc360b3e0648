"""Model providers as HTTP servers on loopback: the documented shapes, and bad days to order."""

from ecomm_testing.fakes.llm.anthropic import FakeAnthropic
from ecomm_testing.fakes.llm.faults import Fault
from ecomm_testing.fakes.llm.openai import FakeOpenAI
from ecomm_testing.fakes.llm.server import FakeProvider, serving

__all__ = ["FakeAnthropic", "FakeOpenAI", "FakeProvider", "Fault", "serving"]
