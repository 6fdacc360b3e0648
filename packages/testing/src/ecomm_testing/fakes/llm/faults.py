"""What the next requests of a fake model provider meet."""

from enum import StrEnum


class Fault(StrEnum):
    """A bad day. Seconds are given with `order`."""

    RATE_LIMIT = "rate_limit"  # 429 and Retry-After in seconds
    RATE_LIMIT_DATE = "rate_limit_date"  # 429 and Retry-After as a date
    RATE_LIMIT_MUTE = "rate_limit_mute"  # 429 without a word on waiting
    OVERLOADED = "overloaded"  # 529 (OpenAI: 503)
    SERVER_ERROR = "server_error"  # 500
    BAD_GATEWAY = "bad_gateway"  # 502 with a page of HTML
    HANG = "hang"  # not a byte for `seconds`
    SLOW_FIRST = "slow_first"  # the stream opens, its first token comes after `seconds`
    SLOW_BETWEEN = "slow_between"  # `seconds` in the middle of a stream, or of a body
    TRUNCATE = "truncate"  # the connection ends in the middle
    TRUNCATE_END = "truncate_end"  # all tokens came, the word that it is over did not
    TRUNCATE_START = "truncate_start"  # the connection ends before the first token
    ERROR_BODY = "error_body"  # 200, and an error inside; a stream's first event
    ERROR_MIDDLE = "error_middle"  # a stream's error event after some tokens
    MALFORMED = "malformed"  # 200, and no JSON
    MALFORMED_MIDDLE = "malformed_middle"  # a stream's event after some tokens is no JSON
    WRONG_KEY = "wrong_key"  # 401
    NO_CREDIT = "no_credit"  # OpenAI: 429 insufficient_quota; Anthropic: 400, balance too low
    TOO_LONG = "too_long"  # 400: more than the context window
    BAD_REQUEST = "bad_request"  # 400
    UNKNOWN_MODEL = "unknown_model"  # 404
