"""Fakes of suppliers on the Internet: real HTTP servers that follow their documented shapes, and
have bad days to order."""

from ecomm_testing.fakes.vendors.aliexpress import FakeAliExpress
from ecomm_testing.fakes.vendors.cj import FakeCj
from ecomm_testing.fakes.vendors.feed import FakeFeed
from ecomm_testing.fakes.vendors.serving import FakeVendor, serving

__all__ = ["FakeAliExpress", "FakeCj", "FakeFeed", "FakeVendor", "serving"]
